"""What each column of a table is for, from its header and from what stands in it."""

import re
from collections.abc import Mapping, Sequence

from wsss_bot.awesome_list.roles import OTHER_HEADER, ROLES
from wsss_bot.awesome_list.understand.addresses import link_kind
from wsss_bot.awesome_list.understand.anatomy import is_long_without_spaces, says_nothing
from wsss_bot.awesome_list.understand.dates import read_date
from wsss_bot.awesome_list.understand.inline import Definitions, find_links, plain
from wsss_bot.awesome_list.understand.venue_text import read_venue
from wsss_bot.domain import CELL_ROLES, Role

_UP_TO_AUTHORS = re.compile(r"^.*\b(?=authors?$)")
_SURELY_TITLE = re.compile(r"(?:paper |article )?(?:titles?|标题|题目|題名|título|titel|titre)")
_FIRM = 3.0
"""What a fitting header counts, beside contents that count from 0 to 4."""
_ENOUGH = 2.0
"""A column whose best role scores less is 'other'."""
_SAMPLE = 24
_SENTENCE = 4
"""So many words make a cell more than a name."""
_LONGEST_VENUE = 45
_LABEL = re.compile(r"\W*arxiv\W*", re.IGNORECASE)
_NUMBER = re.compile(r"^[\W\d]*$")
_WRAPPED = re.compile(r"(?:<\w+>)?(\*{1,3}|_{1,3}|`)\S{1,30}(?: \S{1,20})?\1(?:</\w+>)?")


def column_roles(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    definitions: Definitions,
    overrides: Mapping[str, Role],
) -> tuple[Role, ...]:
    """Return the role of each column; `headers` and `rows` are raw cells.

    Every role but 'other' is given once, to the column that it fits best; `overrides` (header
    text, any case) come before everything that is learnt.
    """
    shown = [plain(header, definitions) for header in headers]
    told = {name.strip().casefold(): role for name, role in overrides.items()}
    roles: list[Role] = [told.get(name.casefold(), "other") for name in shown]
    open_columns = [i for i, name in enumerate(shown) if name.casefold() not in told]
    scores = sorted(
        (
            (score, -column, role)
            for column in open_columns
            for role, score in _scores(shown[column], _cells(rows, column), definitions).items()
        ),
        key=lambda scored: (-scored[0], -scored[1], CELL_ROLES.index(scored[2])),
    )
    taken = set(roles) - {"other"}
    placed: set[int] = set()
    for score, column, role in scores:
        if score >= _ENOUGH and role not in taken and -column not in placed:
            roles[-column] = role
            taken.add(role)
            placed.add(-column)
    return tuple(roles)


def _cells(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    cells = [row[column] for row in rows if len(row) > column]
    return [cell for cell in cells if not says_nothing(cell)][:_SAMPLE]


def _scores(header: str, cells: Sequence[str], definitions: Definitions) -> dict[Role, float]:
    """Return how well a column fits each role that it may have at all."""
    said = header.casefold().strip()
    share = _Shares(cells, definitions)
    about = said if "title" in said else _UP_TO_AUTHORS.sub("", said)
    if OTHER_HEADER.fullmatch(about):
        return {"paper": share.papers} if share.papers > 0.8 and not share.sentences else {}
    scores: dict[Role, float] = {
        "date": 4 * share.dates,
        "title": 4 * share.sentences,
        "venue": 4 * share.venues,
        "paper": 3 * share.papers * (1 - share.sentences) * (1 - share.venues),
        "code": 3 * share.code * (1 - share.sentences),
        "method": share.names + 2 * share.wrapped,
        "authors": 0.0,
    }
    for role, rule in ROLES.items():
        found = rule.headers.search(said)
        if found:
            scores[role] += _FIRM if len(found[0]) >= 0.4 * len(said) else _ENOUGH
        if cells and not share.allows(role) and scores[role] < _FIRM + 0.5:
            scores[role] = 0.0
    if _SURELY_TITLE.fullmatch(said) and share.allows_short_titles:
        scores["title"] = max(scores["title"], _FIRM)
    return scores


class _Shares:
    """Which share of the cells that say something look like what."""

    def __init__(self, cells: Sequence[str], definitions: Definitions) -> None:
        texts = [plain(cell, definitions) for cell in cells]
        links = [
            {
                link_kind(link.url, link.text)
                for link in find_links(cell, definitions)
                if not link.image
            }
            for cell in cells
        ]
        of = max(len(cells), 1)
        self.dates = sum(read_date(text) is not None for text in texts) / of
        self.sentences = sum(_is_sentence(text) for text in texts) / of
        venues = [number for number, text in enumerate(texts) if _is_venue(text)]
        labels = [n for n in venues if _LABEL.fullmatch(texts[n]) and "paper" in links[n]]
        # Where links are labelled 'arXiv' and nothing else stands there, none of them is a venue.
        self.venues = 0.0 if len(labels) == len(venues) else len(venues) / of
        self.papers = sum("paper" in kinds for kinds in links) / of
        self.code = sum("code" in kinds for kinds in links) / of
        names = [1 <= len(text.split()) <= 3 and not _NUMBER.search(text) for text in texts]
        self.names = sum(names) / of
        self.wrapped = sum(map(_is_wrapped_name, cells)) / of

    @property
    def allows_short_titles(self) -> bool:
        """Whether the column could hold names of papers under the header 'title'."""
        return not self.dates and not self.venues

    def allows(self, role: Role) -> bool:
        """Say whether the contents do not speak against the role that the header names."""
        if role == "date":
            return self.dates >= 0.5
        if role == "title":
            return self.sentences >= 0.3
        if role == "paper":
            return self.papers > 0
        if role == "code":
            return self.code > 0 or self.names > 0
        return True


def _is_wrapped_name(cell: str) -> bool:
    """Say whether the whole cell is one short name in bold, italics or code."""
    return bool(_WRAPPED.fullmatch(cell.strip()))


def _is_sentence(text: str) -> bool:
    words = [word for word in re.split(r"[\s/]+", text) if sum(c.isalpha() for c in word) > 1]
    return len(words) >= _SENTENCE or is_long_without_spaces(text)


def _is_venue(text: str) -> bool:
    venue = read_venue(text) if len(text) <= _LONGEST_VENUE else None
    return venue is not None and venue.known
