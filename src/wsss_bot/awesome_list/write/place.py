"""Choose the table or list of items that a new paper belongs into."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wsss_bot.awesome_list.layouts.listing import Layout, Listing
from wsss_bot.awesome_list.model import Overrides
from wsss_bot.domain import Facts

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SEVERAL_YEARS = re.compile(
    r"(?:19|20)\d\d\D{1,4}(?:19|20)\d\d|before|earlier|之前|以前|prior", re.I
)
_PREPRINT = re.compile(r"pre-?prints?|arxiv|under review|预印", re.IGNORECASE)
_NO_PAPERS = re.compile(
    r"\b(?:blogs?|news|posts?|tutorials?|talks?|lectures?|courses?|books?|laborator(?:y|ies)|labs"
    r"|people|researchers|workshops?|challenges?|competitions?|theses|thesis"
    r"|related (?:lists?|repos\w*)|other (?:lists?|resources)"
    r"|acknowledg\w+|contribut\w+|citation)\b",
    re.IGNORECASE,
)
_KINDS = {
    "conference": re.compile(r"\bconferences?\b", re.IGNORECASE),
    "journal": re.compile(r"\bjournals?\b", re.IGNORECASE),
    "preprint": _PREPRINT,
}
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Where a new row goes, or why it can go nowhere."""

    listing: Listing | None
    reason: str
    new_year: int | None = None
    """The year for which a section like that of `listing` has to be opened."""


def choose_listing(listings: Sequence[Listing], facts: Facts, overrides: Overrides) -> Choice:
    """Choose among the listings of papers by the operator's word, the year, then the topic."""
    papers, reason = _places_for_papers(listings, overrides)
    if not papers:
        return Choice(listing=None, reason=reason)
    papers = _of_topic(_of_kind(_main_kind(papers), facts), facts)
    years = {year for one in papers if (year := section_year(one)) is not None}
    if len(years) < 2:
        return _by_topic(papers, facts)
    if facts.venue is None:
        preprints = [one for one in papers if one.section and _PREPRINT.search(one.section[-1])]
        if preprints:
            return _by_topic(preprints, facts)
    wanted = (facts.venue and facts.venue.year) or facts.submitted_on.year
    of_year = [one for one in papers if section_year(one) == wanted]
    if of_year:
        return _by_topic(of_year, facts)
    if wanted > max(years):
        newest = [one for one in papers if section_year(one) == max(years)]
        reason = f"in a new section, because the newest is {max(years)}"
        return replace(_by_topic(newest, facts), reason=reason, new_year=wanted)
    return Choice(
        listing=None,
        reason=f"the list is divided by years from {min(years)} to {max(years)}"
        f" and has no section for {wanted}",
    )


def _places_for_papers(
    listings: Sequence[Listing], overrides: Overrides
) -> tuple[list[Listing], str]:
    """Return where papers may go, or why nowhere."""
    papers = [listing for listing in listings if listing.papers]
    if not papers:
        return [], "the list has no table and no list of items whose rows are papers"
    if overrides.section:
        told = [one for one in papers if is_below(one, overrides.section)]
        return told, f"nothing below the heading {overrides.section!r} lists papers"
    others = [one for one in papers if one.section and _NO_PAPERS.search(one.section[-1])]
    if len(others) == len(papers):
        heading = others[0].section[-1]
        return [], f"what it lists stands under {heading!r}, not under papers"
    return [one for one in papers if one not in others], ""


def _of_kind(papers: list[Listing], facts: Facts) -> list[Listing]:
    """Return those under headings for the paper's kind, where conferences stand apart."""
    kinds = {id(one): _kind_of(one) for one in papers}
    if len(set(filter(None, kinds.values()))) < 2:
        return papers
    wanted = "preprint" if facts.venue is None else "conference"
    if facts.venue and facts.venue.kind == "journal":
        wanted = "journal"
    return [one for one in papers if kinds[id(one)] == wanted] or papers


def _kind_of(listing: Listing) -> str:
    heading = listing.section[-1] if listing.section else ""
    return next((kind for kind, words in _KINDS.items() if words.search(heading)), "")


def _of_topic(papers: list[Listing], facts: Facts) -> list[Listing]:
    """Return those of one topic, where each topic is divided by years."""
    divided = [one for one in papers if one.section and _YEAR.search(one.section[-1])]
    topics = {one.section[:-1] for one in divided}
    if len(topics) < 2 or len(divided) < len(papers):
        return papers
    best = _by_topic(papers, facts).listing
    return [one for one in papers if best and one.section[:-1] == best.section[:-1]]


def _main_kind(papers: Sequence[Listing]) -> list[Listing]:
    """Return those of the layout that holds most: the others are about news."""
    kinds: dict[Layout, list[Listing]] = {}
    for one in papers:
        kinds.setdefault(one.layout, []).append(one)
    return max(kinds.values(), key=lambda kind: sum(len(one.rows) for one in kind))


def section_year(listing: Listing) -> int | None:
    """Return the year that the headings above name, the innermost first."""
    for heading in reversed(listing.section):
        found = _YEAR.search(heading)
        if found and not _SEVERAL_YEARS.search(heading):
            return int(found[1])
    return None


def is_below(listing: Listing, section: str) -> bool:
    """Whether one of the headings above is or contains `section`, in any case."""
    wanted = section.casefold()
    return any(wanted in heading.casefold() for heading in listing.section)


def _by_topic(listings: Sequence[Listing], facts: Facts) -> Choice:
    """Choose the listing whose entries share the most telling words with the title."""
    if len(listings) == 1:
        return Choice(listing=listings[0], reason="the only place for it")
    of_each = [
        [set(_WORD.findall(entry.title.casefold())) for entry in one.entries] for one in listings
    ]
    entries = sum(len(words) for words in of_each)
    seen = Counter(word for words in of_each for entry in words for word in entry)
    wanted = set(_WORD.findall(facts.title.casefold())) & set(seen)

    def likeness(number: int) -> tuple[float, int]:
        shares = sorted(
            (
                sum(math.log(1 + entries / seen[w]) for w in words & wanted)
                for words in of_each[number]
            ),
            reverse=True,
        )
        return sum(shares[:3]), len(shares)

    best = max(range(len(listings)), key=likeness)
    return Choice(listing=listings[best], reason="among the entries that resemble it most")
