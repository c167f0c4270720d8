"""Keys of entries, in the form of the others: 'guo2026coadapt', 'Araz:2026img', 17."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import chain, count

_SMALL = {"a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are", "at", "by"}
_ENOUGH = 0.4
_LONGEST_NAME = 3


def next_key(
    keys: Sequence[str], papers: Sequence[tuple[str, str, str]], new: tuple[str, str, str]
) -> str | None:
    """Return the key of a new paper in the form of the others; None where they have none.

    Each paper is the surname of its first author, its year and its title.
    """
    forms: Counter[str] = Counter()
    for key, paper in zip(keys, papers, strict=True):
        forms.update(_forms(key, paper))
    if not forms:
        return None
    form, times = forms.most_common(1)[0]
    if times < _ENOUGH * len(keys):
        return None
    return unique(_filled(form, new), set(keys))


def plain_key(new: tuple[str, str, str], taken: Collection[str]) -> str:
    """Return a key for a paper where the others show no form."""
    return unique(_filled("{last}{year}{word}", new), taken)


def slug_like(keys: Sequence[str], new: tuple[str, str, str], taken: Collection[str]) -> str:
    """Return a key of words of a paper, divided as most keys are, with its year if they have it."""
    dividers = Counter(sign for key in keys for sign in key if not sign.isalnum())
    divider = dividers.most_common(1)[0][0] if dividers else ""
    dated = 2 * sum(bool(re.search(r"(?:19|20)\d\d", key)) for key in keys) > len(keys)
    last, year, title = _letters(new[0]).lower(), new[1], new[2]
    parts = [last, _name(title), year] if dated else [_name(title)]
    return unique(divider.join(filter(None, parts)), taken)


def next_number(numbers: Sequence[int]) -> int | None:
    """Return the number behind those of a list that counts its entries; None: it does not."""
    if len(numbers) < 2 or len(set(numbers)) < len(numbers):
        return None
    spread = max(numbers) - min(numbers) + 1
    return max(numbers) + 1 if spread <= 2 * len(numbers) else None


def unique(key: str, taken: Collection[str]) -> str:
    """Return the key, with a letter or number behind it where it is taken."""
    ends = chain(["", *"bcdefghijklmnopqrstuvwxyz"], map(str, count(2)))
    return next(f"{key}{end}" for end in ends if key + end not in taken)


_PARTS: dict[str, Callable[[str, str, str], str]] = {
    "{last}": lambda last, _, __: last.lower(),
    "{Last}": lambda last, _, __: last,
    "{year}": lambda _, year, __: year,
    "{yy}": lambda _, year, __: year[-2:],
    "{word}": lambda _, __, title: _word(title),
    "{Word}": lambda _, __, title: _word(title).capitalize(),
    "{first}": lambda _, __, title: _words(title)[0] if _words(title) else "",
    "{First}": lambda _, __, title: (_words(title) or [""])[0].capitalize(),
    "{name}": lambda _, __, title: _name(title),
    "{short}": lambda _, __, title: "".join(w[0] for w in _words(title)[:3]),
}


def _forms(key: str, paper: tuple[str, str, str]) -> set[str]:
    """Return the forms that give this key for this paper."""
    found = set()
    last, year, title = _letters(paper[0]), paper[1], paper[2]
    for surname in ("{last}", "{Last}"):
        written = _PARTS[surname](last, year, title)
        if not written or not key.startswith(written):
            continue
        rest = key[len(written) :]
        for years in ("{year}", "{yy}", ""):
            digits = _PARTS[years](last, year, title) if years else ""
            at = rest.find(digits) if digits else 0
            if at < 0 or (digits and not year):
                continue
            before, behind = rest[:at], rest[at + len(digits) :]
            found |= _with_words(surname, before, years, behind, title)
    return found


def _with_words(surname: str, before: str, years: str, behind: str, title: str) -> set[str]:
    """Return the forms in which the rest of a key is divided or is a word of the title."""
    between = {text: _named(text, title) for text in (before, behind)}
    forms = set()
    for one in between[before]:
        for other in between[behind]:
            forms.add(f"{surname}{one}{years}{other}")
    return forms


def _named(text: str, title: str) -> set[str]:
    """Return how a part of a key may be made: a divider, a word of the title, random letters."""
    found = re.fullmatch(r"([^A-Za-z0-9]*)([A-Za-z0-9]*)([^A-Za-z0-9]*)", text)
    if found is None:
        return set()
    if not found[2]:
        return {text}
    names = {
        f"{found[1]}{part}{found[3]}"
        for part in ("{word}", "{Word}", "{first}", "{First}", "{name}")
        if _PARTS[part]("", "", title) == found[2]
    }
    if not names and re.fullmatch(r"[a-z]{3}", found[2]):
        names.add(f"{found[1]}{{short}}{found[3]}")
    return names


def _filled(form: str, paper: tuple[str, str, str]) -> str:
    last, year, title = _letters(paper[0]), paper[1], paper[2]
    return re.sub(
        r"\{(?:last|Last|year|yy|word|Word|first|First|name|short)\}",
        lambda found: str(_PARTS[found[0]](last, year, title)),
        form,
    )


def _letters(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if sign.isascii() and sign.isalnum())


def _words(title: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", title.casefold())
    return re.findall(r"[a-z0-9]+", "".join(s for s in apart if not unicodedata.combining(s)))


def _word(title: str) -> str:
    return next((word for word in _words(title) if word not in _SMALL), "paper")


def _name(title: str) -> str:
    """Return what stands before the colon of a title, in small letters."""
    name = title.partition(":")[0]
    is_name = ":" in title and len(name.split()) <= _LONGEST_NAME
    return _letters(name.casefold()) if is_name else _word(title)
