"""Refresh: which blank cells of old rows can be filled now, and which rows want a look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wsss_bot.awesome_list.understand.addresses import link_kind
from wsss_bot.awesome_list.understand.venue_text import canonical, only_preprint, read_venue
from wsss_bot.domain import Entry, Facts, Notice, Paper, Role, Venue
from wsss_bot.text.latex import to_unicode
from wsss_bot.text.titles import same_title, title_key
from wsss_bot.venues import spelled

WITHDRAWN = "withdrawn by its authors on arXiv"
DOUBTFUL = "perhaps arXiv {arxiv_id}, {title!r}: {why}"
UNSURE = "its {role} is left as it is: {why}"
CONTRADICTED = "the row says {said}, its proceedings {official}: {url}"

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
YEARS_BEFORE, YEARS_AFTER = 3, 2
"""A preprint comes at most so many years before, or after, the year that its row names."""
FEWEST_WORDS = 5
"""A title of fewer words may be another paper's too, if the year does not agree either."""
_AUTHORS = re.compile(
    r"\bet al\b|[A-Z][\w'’-]*[a-z] (?:[A-Z]\.? )?[A-Z][\w'’-]*[a-z](?:, |,? and |,? & )"
    r"[A-Z][\w'’-]*[a-z] (?:[A-Z]\.? )?[A-Z][\w'’-]*[a-z]"
)
"""What looks like the authors: 'et al', or two names of two words, one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A paper on arXiv that may be the one of an entry without an arXiv id."""

    paper: Paper
    doubt: str
    """Why it may be another paper after all; empty: it is this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A blank cell of a listed row that can be filled now."""

    entry: Entry
    role: Role
    facts: Facts
    """What is known of the paper; only `role` of it is to be written."""
    source: str


def completions(entry: Entry, facts: Facts, *, names_authors: bool = False) -> Iterator[Completion]:
    """Yield the blank cells of `entry` that `facts` of its paper can fill.

    `names_authors` says whether the list has a column for authors.

    A cell that says something is left alone; a venue that only says 'arXiv 2023' says nothing
    yet. A fact in doubt fills nothing, and code is only what a repository holds: a project's page
    promises it.
    """
    if entry.arxiv_id is None:
        yield Completion(entry=entry, role="paper", facts=facts, source="the same title on arXiv")
    for role in _wanting(entry, facts):
        if role not in facts.doubts:
            source = facts.sources.get(role, "arXiv")
            yield Completion(entry=entry, role=role, facts=_with_code(facts), source=source)
    if names_authors and entry.authors is None and facts.authors:
        yield Completion(entry=entry, role="authors", facts=facts, source="arXiv")


def doubts_of(entry: Entry, facts: Facts) -> Iterator[Notice]:
    """Yield what to say of a row: cells that `facts` would fill if they were certain, and others.

    These are a venue that the paper's own proceedings contradict, and what speaks against the
    paper itself; a cell that a person filled is never changed.
    """
    unsure = [role for role in _wanting(entry, facts) if role in facts.doubts]
    if _says_no_venue(entry) and facts.venue is None and "venue" in facts.doubts:
        unsure.append("venue")
    if not (entry.code or facts.code) and "code" in facts.doubts:
        unsure.append("code")
    messages = [UNSURE.format(role=role, why=facts.doubts[role]) for role in unsure]
    if "paper" in facts.doubts:
        messages.append(facts.doubts["paper"])
    messages += contradicted(entry, facts.venue, facts.proceedings)
    for message in messages:
        yield Notice(line=entry.line, title=entry.title, message=message)


def contradicted(entry: Entry, official: Venue | None, page: str | None) -> Iterator[str]:
    """Yield what to say of a venue that a person wrote and the official listing contradicts.

    `page` is that of the paper in the listing.
    """
    written = read_venue(entry.venue or "")
    name = canonical(written.name) if written else None
    if not page or official is None or written is None or name is None:
        return
    if name != official.name or (written.year and written.year != official.year):
        yield CONTRADICTED.format(said=entry.venue, official=spelled(official), url=page)


def _says_no_venue(entry: Entry) -> bool:
    return entry.venue is None or only_preprint(entry.venue)


def _wanting(entry: Entry, facts: Facts) -> Iterator[Role]:
    """Yield the roles of the cells that say nothing and of which something is known."""
    if facts.venue and _says_no_venue(entry):
        yield "venue"
    if _with_code(facts).code and not entry.code:
        yield "code"


def _with_code(facts: Facts) -> Facts:
    """Return the facts with those of the code links that lead to repositories."""
    code = tuple(link for link in facts.code if link_kind(link.url, "") == "code")
    return facts if code == facts.code else replace(facts, code=code)


def match(entry: Entry, paper: Paper, *, namesakes: int = 0) -> Match | None:
    """Return whether `paper` may be the one of `entry`, and with what doubt; None: it is another.

    Sure is only the same title within a plausible time, unless the row names other authors or the
    title is too short to be one paper's: 'X' and 'X+' are two papers, and so is a journal version
    under another title. Of papers that have `namesakes` under the same title none is sure.
    """
    if not same_title(entry.title, paper.title):
        return None
    if namesakes:
        return Match(paper=paper, doubt=f"it is one of {namesakes + 1} papers of that title")
    return Match(paper=paper, doubt=_doubt(entry, paper))


def _doubt(entry: Entry, paper: Paper) -> str:
    if title_key(entry.title) != title_key(paper.title):
        return "the titles differ a little"
    year = _year_of(entry)
    submitted_in = paper.submitted_at.year
    if year is not None and not year - YEARS_BEFORE <= submitted_in <= year + YEARS_AFTER:
        return f"it came in {submitted_in}, the row says {year}"
    named = _names_an_author(entry, paper)
    if named is False:
        return "the row names other authors"
    same_year = year is not None and abs(year - submitted_in) <= 1
    if named is None and not same_year and len(entry.title.split()) < FEWEST_WORDS:
        return "so short a title may be another paper's too"
    return ""


def _names_an_author(entry: Entry, paper: Paper) -> bool | None:
    """Whether the row names one of the paper's authors; None where that cannot be told."""
    rest = entry.raw.replace(entry.title, " ")
    key = title_key(entry.title)
    # In another cell, names of two words are as often key words as authors.
    beside = next((cell for cell in entry.raw.split("|") if key in title_key(cell)), "")
    surnames = {author.split()[-1] for author in map(to_unicode, paper.authors) if author.split()}
    words = set(re.findall(r"[\w'’-]+", rest))
    if surnames & words:
        return True
    others = _AUTHORS.search(beside.replace(entry.title, " ")) or "et al" in rest
    return False if surnames and others else None


def notice_of(entry: Entry, found: Match) -> Notice:
    """Return what to say of a match that is in doubt."""
    message = DOUBTFUL.format(
        arxiv_id=found.paper.arxiv_id, title=found.paper.title, why=found.doubt
    )
    return Notice(line=entry.line, title=entry.title, message=message)


def _year_of(entry: Entry) -> int | None:
    """Return the year that the row names: its date, else its venue's, else its section's."""
    for text in (entry.date, entry.venue, entry.section.split(" / ")[-1]):
        years = set(_YEAR.findall(text or ""))
        if len(years) == 1:
            return int(years.pop())
    return None
