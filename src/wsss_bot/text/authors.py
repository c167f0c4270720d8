"""Names of authors: whether two lists of them have people in common."""

import html
import re
import unicodedata
from collections.abc import Sequence

from wsss_bot.text.latex import to_unicode

_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?d)\.?", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r" ?, ?(?:and )?| and ")
_NOT_LETTERS = re.compile(r"[^\w]|[\d_]")


def share_in_common(some: Sequence[str], others: Sequence[str]) -> float:
    """Return the share of the shorter list whose surnames stand in the other one, 0 to 1.

    Names are as people write them: 'Jörg Maß', 'Mass, Joerg', 'X. Li', family name first or last.
    Zero if either list is empty.
    """
    shorter, longer = sorted((_people(some), _people(others)), key=len)
    if not shorter:
        return 0.0
    left = list(longer)
    shared = 0
    for person in shorter:
        same = next((other for other in left if _is_same(person, other)), None)
        if same is not None:
            left.remove(same)
            shared += 1
    return shared / len(shorter)


def is_same_person(some: str, other: str) -> bool:
    """Say whether two names may be one person's: the same surname, and given names that agree.

    'J. Maß' may be 'Maß, Jörg' and 'Jörg K. Mass', and not 'Kim Maß'. Family names may stand first.
    """
    one, two = _in_order(some), _in_order(other)
    if not one or not two:
        return False
    return sorted(one) == sorted(two) or (one[-1] == two[-1] and _agree(one[:-1], two[:-1]))


def _agree(some: Sequence[str], others: Sequence[str]) -> bool:
    """Say whether given names agree as far as both are given, an initial with its name."""
    pairs = list(zip(some, others, strict=False))
    return bool(pairs) and all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs
    )


_CUT_ENTITY = re.compile(r"(&#x?[0-9a-f]{2,6}), ", re.IGNORECASE)
"""A letter as an entity whose semicolon was taken for one between names: 'Nie&#xdf, ner'."""


def split_names(text: str) -> tuple[str, ...]:
    """Return the names in arXiv's one line of authors: 'Ann Ash, Bo Birch, Jr. and Cy Cedar'.

    Affiliations in brackets are left out, as arXiv's rules for that line have them:
    https://info.arxiv.org/help/prep.html#author.
    """
    names: list[str] = []
    text = html.unescape(_CUT_ENTITY.sub(r"\1;", text))
    line = " ".join(_outside_brackets(text).split())  # each gap one blank: linear to divide
    for part in _BETWEEN_NAMES.split(line):
        name = part.strip()
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f", {name}"
        elif name:
            names.append(name)
    return tuple(names)


def names_one_of(text: str, authors: Sequence[str]) -> bool:
    """Say whether `text` names one of these people by the surname."""
    words = set(map(_folded, re.split(r"[^\w'’-]+", to_unicode(text))))
    return any(surname in words for surname, _ in _people(authors))


def _outside_brackets(text: str) -> str:
    """Return a text without what stands in round brackets, however deep."""
    kept, depth = [], 0
    for part in re.split(r"([()])", text):
        if part == "(":
            depth += 1
        elif part == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(part)
    return "".join(kept)


_Person = tuple[str, frozenset[str]]
"""A surname, and all names."""


def _people(names: Sequence[str]) -> list[_Person]:
    return [person for name in names if (person := _person(name))[0]]


def _person(name: str) -> _Person:
    parts = _in_order(name)
    return (parts[-1] if parts else "", frozenset(parts))


def _in_order(name: str) -> list[str]:
    """Return the parts of a name as they are compared, the surname last."""
    before, comma, behind = to_unicode(name).partition(",")
    ordered = f"{behind} {before}" if comma and not _SUFFIX.fullmatch(behind.strip()) else before
    parts = [folded for part in ordered.split() if (folded := _folded(part))]
    while len(parts) > 1 and _SUFFIX.fullmatch(parts[-1]):
        parts.pop()
    return parts


def _is_same(person: _Person, other: _Person) -> bool:
    """Whether two may be one: the same surname, or the same names in another order."""
    return person[0] == other[0] or person[1] == other[1]


def _folded(name: str) -> str:
    """Return a name in small letters without accents, hyphens and stops."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return _NOT_LETTERS.sub("", "".join(c for c in apart if not unicodedata.combining(c)))
