"""The signs that stand for facts in a skeleton, and what is known of a listed paper."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from wsss_bot.awesome_list.grammar.names import Written
from wsss_bot.awesome_list.grammar.pairs import FIRST_SIGN, LAST_SIGN
from wsss_bot.awesome_list.understand.addresses import link_kind, repository_of
from wsss_bot.domain import ArxivId, Facts

_ON_ARXIV = r"https?://(?:www\.|export\.)?arxiv\.org/+[a-z]+/+{id}(?:v\d+)?(?:\.pdf)?"
ODD = "?"
"""The form of a venue with more words than its name and year."""


class Slot(NamedTuple):
    """A kind of fact, and the form that it has."""

    kind: str
    form: str = ""


class Signs:
    """One sign for each slot that occurs."""

    def __init__(self) -> None:
        self._of: dict[Slot, str] = {}
        self._slots: dict[str, Slot] = {}

    def sign(self, slot: Slot) -> str:
        """Return the sign of a slot; of what no sign is left for, that of an unknown one."""
        if slot not in self._of:
            code = FIRST_SIGN + len(self._of)
            if code > LAST_SIGN:
                return chr(LAST_SIGN)
            self._of[slot] = chr(code)
            self._slots[chr(code)] = slot
        return self._of[slot]

    def slot(self, sign: str) -> Slot:
        """Return the slot that a sign stands for."""
        return self._slots.get(sign, Slot("own"))


def page_for_id(text: str, signs: Signs) -> str:
    """Return a skeleton whose addresses on arXiv are the page of the paper in its proceedings."""
    number = signs.sign(Slot("id"))
    return re.sub(_ON_ARXIV.format(id=number), signs.sign(Slot("page")), text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a listed paper, from its record or from its row."""

    title: str
    arxiv_id: ArxivId | None = None
    submitted: date | None = None
    authors: tuple[str, ...] = ()
    method: str | None = None
    venue: str = ""
    """The name of the venue that a paper to be added has, as the list spells it."""
    from_record: bool = False
    listed_as: str = ""
    """The title that the row gives, as far as it can be told without the record."""

    @classmethod
    def new(cls, facts: Facts, venue: str = "") -> "Known":
        """Return what is known of a paper that is to be added, its venue as the list spells it."""
        return cls(
            title=facts.title,
            arxiv_id=facts.arxiv_id,
            submitted=facts.submitted_on,
            authors=facts.authors,
            method=facts.method,
            venue=venue,
            from_record=True,
        )


@dataclass(slots=True)
class Skeleton:
    """A row whose fields are signs, and how it writes some of them."""

    text: str
    kinds: frozenset[str] = frozenset()
    authors: Written | None = None
    context: tuple[str, str] = ("", "")
    """The signs around the authors."""
    labels: list[tuple[str, str]] = field(default_factory=list)
    """Kind of link and label, as written."""
    venues: list[str] = field(default_factory=list)
    """Venue texts, as written."""
    forms: list[str] = field(default_factory=list)
    """The forms of its venues."""
    padded: list[tuple[str, str, bool]] = field(default_factory=list)
    """Of a date: form, letter and whether a small number has two digits."""
    years: list[str] = field(default_factory=list)
    """Whether a lone year is that of the venue or that of the submission, where they differ."""


def commonest(texts: Iterable[str]) -> str | None:
    """Return the text that occurs most often, the first of equals."""
    found = Counter(texts).most_common(1)
    return found[0][0] if found else None


def living_kinds(facts: Facts) -> frozenset[str]:
    """Return the kinds of fact that are known of a paper."""
    found = {"title", "rest", "page", "date", "year", "papers label", "marker", "blank"}
    if facts.arxiv_id:
        found.add("id")
    if facts.method:
        found.add("method")
    if facts.authors:
        found.add("authors")
    found.add("venue" if facts.venue else "preprint")
    if any(link_kind(code.url, "") == "code" for code in facts.code):
        found |= {"code", "label", "repository name"}
        if repository_of(facts.code[0].url):
            found.add("repo")
    if facts.project or (facts.code and "code" not in found):
        found |= {"project", "project label"}
    return frozenset(found)
