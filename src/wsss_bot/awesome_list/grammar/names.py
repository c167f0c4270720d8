"""Authors as lists write them: find them in a row, learn one rule for the list, write others."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from wsss_bot.text.escape import in_list

Form = Callable[[Sequence[str]], str]

_FORMS: dict[str, Form] = {
    "First Last": lambda name: " ".join(name),
    "F. M. Last": lambda name: " ".join([*(f"{part[0]}." for part in name[:-1]), name[-1]]),
    "F.M. Last": lambda name: "".join(f"{part[0]}." for part in name[:-1]) + " " + name[-1],
    "F. Last": lambda name: " ".join(
        [*(f"{part[0]}." for part in name[:1][: len(name) - 1]), name[-1]]
    ),
    "F Last": lambda name: " ".join([*(part[0] for part in name[:1][: len(name) - 1]), name[-1]]),
    "Last, F.": lambda name: f"{name[-1]}, {name[0][0]}." if len(name) > 1 else name[-1],
    "Last F": lambda name: " ".join([name[-1], "".join(part[0] for part in name[:-1])]),
    "Last, First": lambda name: f"{name[-1]}, {' '.join(name[:-1])}" if len(name) > 1 else name[-1],
    "Last First": lambda name: " ".join([name[-1], *name[:-1]]),
    "Fi Last": lambda name: f"{name[0]} {name[-1]}" if len(name) > 1 else name[-1],
    "Last": lambda name: name[-1],
}
_SIGN = r"(?:\\[*†‡§¶#^]|[†‡§¶#^]|\*(?=\s*[,;])|[¹²³⁴]|\$\^[^$\n]{1,8}\$|<sup>[^<>\n]{1,8}</sup>)*"
_BETWEEN = re.compile(
    rf"{_SIGN}(?P<sep>\s*(?:,|;|·|•|&|/|，|、|\||and\b|\s)\s*(?:(?:and\b|&)\s*)?)", re.IGNORECASE
)
_TAIL = re.compile(
    r"(?:(?:\s*+[,;])?\s*+(?:\(?(?<![^\W_])et\.? ?al(?:ii)?\b\.?\)?|and others\b|\.\.\.|…|等))"
    r"|\s*+,?\s*+\*?et\.? al\.?\*?",
    re.IGNORECASE,
)
_NAME = (
    r"(?<![^\W_])(?:[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*|[A-Z]\.)"
    r"(?:[ -](?:[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*"
    r"|[A-Z]\.|(?:van|von|de|der|den|di|da|la|le|el|al|bin|ben|dos|del)\b)){1,4}"
)
NAME_RUN = re.compile(
    rf"{_NAME}{_SIGN}(?:(?:\s*[,;]\s*(?:and |& )?|\s+(?:and|&)\s+){_NAME}{_SIGN}){{0,60}}"
    r"(?P<tail>,?\s+et\.? al\.?)?"
)
_LAST = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
_FIRST = r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,3}"
_TURNED = re.compile(
    rf"(?<![^\W_]){_LAST}, {_FIRST}(?: and {_LAST}, {_FIRST}){{1,60}}(?P<tail> and others)?"
)
"""Names as BibTeX has them: 'Last, First and Last, First'."""
_SURNAME = re.compile(r"(?<![^\W_])(?P<name>[A-Z][^\W\d_][\w'’-]*)(?P<tail>,? et\.? al\b\.?)")
_INITIAL = re.compile(r"\b[A-Z]\.\Z")
_UNSIGNED = re.compile(_SIGN)
_LAST_SIGN = re.compile(r"(?:\\[*†‡§¶#^]|[†‡§¶#^¹²³⁴])*")
_LONE = re.compile(rf"(?m)^[ \t]*(?:[-*+][ \t]+)?[*_]{{0,2}}({_NAME})[*_]{{0,2}}[ \t\\]*$")
_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Authors as one row writes them."""

    start: int
    end: int
    text: str
    names: tuple[str, ...]
    """All authors of the paper, from its record."""
    form: str
    seps: tuple[str, ...]
    shown: int
    tail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorRule:
    """How a list writes authors."""

    form: str = "First Last"
    sep: str = ", "
    last: str = ", "
    """Before the last of three names or more."""
    two: str = ", "
    """Between two names."""
    whole: int = 999
    """Up to so many authors all are named."""
    first: int = 999
    """Else so many."""
    tail: str = " et al."
    exact: int = 0
    of: int = 0
    """So many of the rows that it was learnt from it writes byte for byte."""

    def write(self, names: Sequence[str]) -> str:
        """Return these authors as the list would write them."""
        cut = len(names) > self.whole
        shown = [written_name(name, self.form) for name in names[: self.first if cut else None]]
        if cut:
            return self.sep.join(shown) + self.tail
        if len(shown) == 2:
            return self.two.join(shown)
        return (
            self.sep.join(shown[:-1]) + self.last + shown[-1] if len(shown) > 1 else "".join(shown)
        )


EVERY_AUTHOR = AuthorRule()


@lru_cache(maxsize=4096)
def written_name(name: str, form: str) -> str:
    """Return one name in a form, harmless in a list."""
    parts = name.split()
    return in_list(_FORMS[form](parts)) if parts else ""


def fold(text: str) -> str:
    """Return `text` in lower case without accents, sign for sign."""
    if text.isascii():
        return text.lower()
    return "".join(_folded_sign(sign) for sign in text)


@lru_cache(maxsize=4096)
def _folded_sign(sign: str) -> str:
    apart = unicodedata.normalize("NFKD", sign.casefold())
    return apart[0] if apart else sign


@lru_cache(maxsize=8192)
def _pattern(name: str, form: str) -> re.Pattern[str] | None:
    parts = name.split()
    if not parts:
        return None
    text = fold(_FORMS[form](parts))
    if len(re.sub(r"\W", "", text)) < 2:
        return None
    body = r"[\s.~-]*".join(re.escape(p) for p in re.findall(r"[^\W_]+", text))
    end = r"\.?" if text.endswith(".") else ""
    return re.compile(rf"(?<![^\W_]){body}(?![^\W_]){end}")


def find_authors(raw: str, names: Sequence[str]) -> Written | None:
    """Find where a row names the authors of its paper; `raw` without title and addresses."""
    if not names:
        return None
    text = fold(raw)
    for number in range(min(2, len(names))):
        for form in _FORMS:
            pattern = _pattern(names[number], form)
            for found in pattern.finditer(text) if pattern else ():
                if form == "Last" and not _stands_alone(text, found):
                    continue
                return _walk(raw, text, names, form, found)
    return None


_NO_PERSON = re.compile(
    r"\b(?:universit\w*|college|institut\w*|lab|labs|laboratory|inc|school|department|academy"
    r"|google|microsoft|research|project|page|paper|code|data|dataset|video|slides?|learning"
    r"|network\w*|model\w*|journal|conference|workshop|transactions|proceedings|award|oral|best"
    r"|summary|homepage|github|arxiv|survey|vision|image|language|semantic|nature|science)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[,;]\s*(?:and |& )?|\s+(?:and|&)\s+")


def guess_authors(raw: str, contexts: Collection[tuple[str, str]] = ()) -> Written | None:
    """Find what looks like the names of persons, in a row whose authors are not known.

    One name alone counts only in one of the `contexts`: the signs before and behind.
    """
    if turned := _TURNED.search(raw):
        return _read_turned(turned)
    for found in NAME_RUN.finditer(raw):
        if _NO_PERSON.search(found[0]):
            continue
        tail = found["tail"] or ""
        end = found.end()
        while not tail and raw[end - 1] == "*" and raw[end - 2] != "\\":
            end -= 1
        text = raw[found.start() : end - len(tail)]
        names = [_UNSIGNED.sub("", name).strip() for name in _PARTS.split(text)]
        if len(names) < 2 and not tail and context_of(raw, found.start(), end) not in contexts:
            continue
        initials = any(re.search(r"\b[A-Z]\.", name) for name in names)
        return Written(
            start=found.start(),
            end=end,
            text=raw[found.start() : end],
            names=(*names, *(["A B"] * 3 if tail else [])),
            form="F. Last" if initials else "First Last",
            seps=tuple(sep[0] for sep in _PARTS.finditer(text)),
            shown=len(names),
            tail=tail,
        )
    alone = _SURNAME.search(raw)
    return _read_surname(alone) if alone else None


def _read_surname(found: re.Match[str]) -> Written:
    return Written(
        start=found.start(),
        end=found.end(),
        text=found[0],
        names=(found["name"], *["A B"] * 3),
        form="Last",
        seps=(),
        shown=1,
        tail=found["tail"],
    )


def _read_turned(found: re.Match[str]) -> Written:
    whole, tail = found[0], found["tail"] or ""
    if whole.endswith(".") and not _INITIAL.search(whole):
        whole = whole[:-1]
    text = whole.removesuffix(tail)
    names = [" ".join(reversed(name.split(", "))) for name in text.split(" and ")]
    return Written(
        start=found.start(),
        end=found.start() + len(whole),
        text=whole,
        names=(*names, *(["A B"] * 3 if tail else [])),
        form="Last, First",
        seps=(" and ",) * (len(names) - 1),
        shown=len(names),
        tail=tail,
    )


def lone_names(raw: str) -> list[tuple[str, str]]:
    """Return the signs around each name that has a line to itself."""
    return [
        context_of(raw, line.start(1), line.end(1))
        for line in _LONE.finditer(raw)
        if not _NO_PERSON.search(line[1])
    ]


def context_of(raw: str, start: int, end: int) -> tuple[str, str]:
    """Return the last sign before a stretch and the first behind it, spaces aside."""
    before, behind = raw[:start].rstrip(" \t"), raw[end:].lstrip(" \t")
    return before[-1:], behind[:1]


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """Whether a surname alone is meant as an author: a comma, 'et al.' or a bracket follows."""
    after = text[found.end() : found.end() + 12].strip()
    return bool(re.match(r"et\b|,|and\b|&|\)|\]|\Z|\*|_|\|", after))


def _walk(raw: str, text: str, names: Sequence[str], form: str, first: re.Match[str]) -> Written:
    end, shown, seps = first.end(), 1, []
    forms = [
        form,
        *(other for other in ("First Last", "Fi Last", "F. M. Last", "F. Last") if other != form),
    ]
    for at in range(1, len(names)):
        between = _BETWEEN.match(text, end)
        if not between:
            break
        following = None
        for candidate in names[at : at + 2]:
            for one in forms:
                pattern = _pattern(candidate, one)
                following = pattern.match(text, between.end()) if pattern else None
                if following:
                    break
            if following:
                break
        if not following:
            break
        seps.append(raw[between.start("sep") : between.end("sep")])
        end, shown = following.end(), shown + 1
    sign = _LAST_SIGN.match(raw, end)
    end = sign.end() if sign else end
    tail = _TAIL.match(raw, end)
    if tail and tail[0].strip():
        end = tail.end()
    return Written(
        start=first.start(), end=end, text=raw[first.start() : end], names=tuple(names), form=form,
        seps=tuple(seps), shown=shown, tail=tail[0] if tail else "",
    )  # fmt: skip


def _cut_rules(rows: Sequence[Written], plain: AuthorRule) -> list[AuthorRule]:
    """Return the rules that name only the first authors of long lists, as some rows do."""
    cut = [row for row in rows if row.shown < len(row.names) or row.tail]
    if not cut:
        return []
    wholes = {len(row.names) for row in rows} | {row.shown for row in rows} | {0}
    firsts = {row.shown for row in cut}
    return [
        replace(plain, whole=whole, first=first)
        for whole, first in product(sorted(wholes | firsts), sorted(firsts))
        if first <= whole or not whole
    ]


def learn_rule(found: Iterable[Written]) -> AuthorRule | None:
    """Return the rule that writes most of these author lists byte for byte."""
    rows = list(found)[:_MOST]
    if not rows:
        return None
    form = Counter(row.form for row in rows).most_common(1)[0][0]
    inner = Counter(sep for row in rows for sep in row.seps[:-1]) or Counter(
        sep for row in rows for sep in row.seps
    )
    sep = inner.most_common(1)[0][0] if inner else ", "
    lasts = Counter(
        r.seps[-1] for r in rows if len(r.seps) > 1 and r.shown == len(r.names) and not r.tail
    )
    twos = Counter(r.seps[0] for r in rows if len(r.names) == 2 and r.seps)
    last = lasts.most_common(1)[0][0] if lasts else sep
    two = (
        twos.most_common(1)[0][0] if twos else (last if "," not in last or last == sep else " and ")
    )
    tails = Counter(row.tail for row in rows if row.tail)
    tail = tails.most_common(1)[0][0] if tails else ""
    plain = AuthorRule(form=form, sep=sep, last=last, two=two, tail=tail)
    rules = [plain, *_cut_rules(rows, plain)]

    def exact(rule: AuthorRule) -> int:
        return sum(rule.write(row.names) == row.text for row in rows)

    best = max(rules, key=exact)
    return replace(best, exact=exact(best), of=len(rows))
