"""Numbers in a list that say how many papers it holds: read, and set right beside new rows.

A heading with a number ('Detection (12)'), a badge, a sentence ('123 papers'), a line of the table
of contents. Only a number that is right in the list as it stands is ever changed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.layouts.listing import Listing

_NUMBER = r"(?P<n>\d{1,3}(?:,\d{3})+|\d{1,6})"
_PAPERS = r"(?:papers?|articles|entries|publications|works|篇(?:论文|文章)?)"
_IN_BRACKETS = re.compile(rf"[(\[（【]\s*{_NUMBER}\s*{_PAPERS}?\s*[)\]）】]", re.IGNORECASE)
_IN_WORDS = re.compile(rf"\b\d[\d,]*(?=\s?{_PAPERS})", re.IGNORECASE)
_BADGE = re.compile(
    rf"/badge/[^\s)\"'>]*?(?:papers?|articles|entries|works|total|count)[^\s)\"'>/-]*-{_NUMBER}-",
    re.IGNORECASE,
)
_COUNTED = r"(?:papers|articles|entries|total)\s?(?:so far)?[:：]\s?\**"
_SENTENCE = re.compile(
    rf"(?<![\d.,/-]){_NUMBER}\**\s(?:[a-z-]+\s){{0,2}}?{_PAPERS}\b"
    rf"|{_COUNTED}{_NUMBER.replace('<n>', '<m>')}(?!\d)"
    rf"|共\s?{_NUMBER.replace('<n>', '<k>')}\s?篇",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"\]\(#[^)\s]*\)|href=[\"']#")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"\]\([^)]*\)|<[^>]*>")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A number that may count papers, and of what."""

    line: int
    start: int
    end: int
    number: int
    scopes: tuple[Path, ...]
    """The headings below which it may count, the likeliest first; () is the whole list."""
    key: tuple[str, int]
    """Its line without numbers, and how many such lines stand above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many papers stand below each heading, counted as entries and as rows of papers."""

    by_path: tuple[dict[Path, int], ...]
    claims: tuple[_Claim, ...]

    def right(self) -> dict[tuple[tuple[str, int], int], tuple[Path, int]]:
        """Return for each number that is right of what it is one, and by which way to count."""
        found = {}
        for place, claim in _numbered(self.claims):
            for scope in claim.scopes:
                ways = [
                    way
                    for way, count in enumerate(self.by_path)
                    if count.get(scope) == claim.number
                ]
                if ways:
                    found[place] = (_plain(scope), ways[0])
                    break
        return found


def read_counts(blocks: Blocks, listings: Sequence[Listing]) -> Counts:
    """Find every number that may count papers, and count them."""
    entries: Counter[Path] = Counter()
    papers: Counter[Path] = Counter()
    rows: set[int] = set()
    for one in listings:
        for row in one.rows:
            rows |= set(range(row.at.start, row.end)) if row.entry else set()
        number = len(one.entries)
        for depth in range(len(one.section) + 1):
            entries[one.section[:depth]] += number
            papers[one.section[:depth]] += number if one.papers else 0
    return Counts(by_path=(dict(papers), dict(entries)), claims=tuple(_claims(blocks, rows)))


def recounted(base: Counts, after: Counts, text: str) -> str:
    """Return `text`, whose counts are `after`, with the numbers right that are right in `base`."""
    right = base.right()
    wanted = {}
    for place, claim in _numbered(after.claims):
        if place not in right:
            continue
        scope, way = right[place]
        count = next((n for path, n in after.by_path[way].items() if _plain(path) == scope), None)
        if count is not None and count != claim.number:
            wanted[claim] = count
    return _with(text, wanted)


def counted_as(base: Counts, after: Counts, text: str) -> str:
    """Return `text` with the numbers that are right in `base` as they stand there."""
    right = base.right()
    before = {place: claim.number for place, claim in _numbered(base.claims)}
    wanted = {
        claim: before[place]
        for place, claim in _numbered(after.claims)
        if place in right and before[place] != claim.number
    }
    return _with(text, wanted)


def _numbered(claims: Sequence[_Claim]) -> Iterator[tuple[tuple[tuple[str, int], int], _Claim]]:
    seen: Counter[tuple[str, int]] = Counter()
    for claim in claims:
        yield (claim.key, seen[claim.key]), claim
        seen[claim.key] += 1


def _plain(path: Path) -> Path:
    return tuple(_IN_WORDS.sub("#", _IN_BRACKETS.sub("(#)", text)) for text in path)


def _with(text: str, wanted: dict[_Claim, int]) -> str:
    if not wanted:
        return text
    lines = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", text)
    for claim, number in sorted(wanted.items(), key=lambda one: (one[0].line, -one[0].start)):
        line = lines[claim.line]
        old = line[claim.start : claim.end]
        new = f"{number:,}" if "," in old else str(number)
        lines[claim.line] = line[: claim.start] + new + line[claim.end :]
    return "".join(lines)


def _claims(blocks: Blocks, rows: set[int]) -> Iterator[_Claim]:
    headings = dict(blocks.headings)
    path: Path = ()
    seen: Counter[str] = Counter()
    for at, line in enumerate(blocks.lines):
        path = headings.get(at, path)
        if at in rows or not any(sign.isdigit() for sign in line):
            continue
        spans = list(_numbers(line, is_heading=at in headings))
        bare = line.rstrip("\r\n")
        for start, end in sorted(spans, reverse=True):
            bare = f"{bare[:start]}#{bare[end:]}"
        key = (bare, seen[bare])
        seen[bare] += 1
        for start, end in spans:
            yield _Claim(
                line=at,
                start=start,
                end=end,
                number=int(line[start:end].replace(",", "")),
                scopes=_scopes(blocks, line, path, is_heading=at in headings),
                key=key,
            )


def _numbers(line: str, *, is_heading: bool) -> Iterator[tuple[int, int]]:
    """Yield where the numbers of a line stand that may count papers."""
    found = list(_BADGE.finditer(line))
    if is_heading or _ANCHOR.search(line):
        found += _IN_BRACKETS.finditer(line)
    taken = [one.span() for one in found]
    found += [
        one
        for one in _SENTENCE.finditer(line)
        if not any(start <= one.start() < end for start, end in taken)
    ]
    for one in found:
        name = next(group for group in one.groupdict() if one[group])
        if not _YEAR.fullmatch(one[name]):
            yield one.span(name)


def _scopes(blocks: Blocks, line: str, path: Path, *, is_heading: bool) -> tuple[Path, ...]:
    """Return the headings that a number in a line may speak of."""
    if is_heading:
        return (path,)
    if _ANCHOR.search(line):
        said = _letters(_LINK.sub(" ", line))
        return tuple(its for _, its in blocks.headings if its and _letters(its[-1]) == said)
    return tuple(path[:depth] for depth in range(len(path), -1, -1))


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(re.sub(rf"\b{_PAPERS}\b", "", text, flags=re.I))).casefold()
