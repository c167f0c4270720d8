"""The words of wsss-bot: what a paper, an entry, a candidate and an outcome are.

Start reading here. Nothing in this file does anything.
Every value is frozen; every datetime is aware and in UTC; sequences are tuples.

    paper             an arXiv paper, as its newest known version describes it; or a paper of
                      official proceedings that is not on arXiv
    arXiv id          what names a paper; here never with a version
    category          arXiv's subject of a paper ('cs.CV'); the part of a list is a section
    list              a file of papers that people keep, an "awesome list"
    entry             one paper on the list
    row               the line (or lines) in which the list holds an entry
    role              what a column of the list is for: date, method, title, venue, paper, code
    cell              what a row says in one role; blank where it says nothing
    fact              what is known of a paper and a row can say; each has its source
    score             how well a paper fits the list, 0 to 1: the relevance score
    threshold         the score from which on a paper is proposed
    candidate         a paper that reaches the threshold, with its row
    near miss         a paper just below the threshold, shown unticked
    example           a text to learn from, relevant or not
    ranking           a classifier and its threshold
    pull request      how rows are proposed; its head is the bot's branch, its base the list's
    marker            the hidden comment in a pull request by which the bot remembers what it holds
    outcome           what people did with a candidate: waiting, accepted, edited, removed,
                      declined; or ended, where no person's decision ended its pull request
    completion        a blank cell of an old row that can be filled now
    notice            what a person should look at; nothing is changed
    poll              one pass over what arXiv shows
    job, run          what has a schedule (poll, propose, refresh); one execution of it
    state             what the bot remembers between runs; it may be lost
    forge             where list and pull requests are: GitHub
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, unique
from typing import Literal, NewType, get_args

ArxivId = NewType("ArxivId", str)
"""An arXiv id without its version: '2405.01234', or 'cs/0501001' from before April 2007.

A paper that is only in proceedings goes by the address of its page there: `text/paper_ids.py`."""

Role = Literal["date", "method", "title", "authors", "venue", "paper", "code", "other"]
"""What a column of a list is for; `paper` holds the link to the paper."""

CELL_ROLES: tuple[Role, ...] = tuple(role for role in get_args(Role) if role != "other")
"""The roles that the bot can fill, in the order in which they are reported."""

# --- papers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One arXiv paper, as its newest known version describes it; or one of proceedings."""

    arxiv_id: ArxivId
    """Of a paper that is not on arXiv, the address of its page in the proceedings."""
    title: str
    """With white space collapsed; LaTeX and entities as the authors typed them."""
    abstract: str
    submitted_at: datetime
    """When version 1 was submitted: `submittedDate` in a query, `<published>` in the feed. Of a
    paper that is not on arXiv, when its proceedings were seen."""
    version: int = 1
    authors: tuple[str, ...] = ()
    primary_category: str = ""
    categories: tuple[str, ...] = ()
    updated_at: datetime | None = None
    """When the newest version was submitted."""
    comment: str | None = None
    """The authors' own note, which is where 'Accepted to CVPR 2026' usually stands."""
    journal_ref: str | None = None
    doi: str | None = None


# --- the list -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One paper that the list already holds."""

    line: int
    """The first line of the entry, counted from 1."""
    title: str
    """As a reader sees it: without Markdown, LaTeX or entities."""
    arxiv_id: ArxivId | None = None
    method: str | None = None
    venue: str | None = None
    date: str | None = None
    """As the list writes it."""
    authors: str | None = None
    """As the list writes them."""
    code: tuple[str, ...] = ()
    """The addresses of the code links, in the order of the list."""
    paper_url: str | None = None
    section: str = ""
    """The headings above the entry, outermost first, joined by ' / '."""
    raw: str = ""
    """The line or lines of the entry, byte for byte, without the final line end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where a paper was accepted."""

    name: str
    """The usual short form: 'CVPR', 'TPAMI', 'ACM MM'; without year and without workshop."""
    year: int | None = None
    kind: Literal["main", "workshop", "findings", "journal"] = "main"
    full_name: str = ""
    """What a journal is called in full: 'IEEE Transactions on Image Processing'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLink:
    """A link to code that the authors gave."""

    url: str
    label: str | None = None
    """What the code is written in ('pytorch'), where that is known; of a link elsewhere than to
    GitHub, where it leads ('gitlab', 'project')."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """What GitHub says about a repository that a code link points to."""

    url: str
    """Where it is now: a repository that moved answers under its new address."""
    exists: bool = True
    empty: bool = False
    """Without any file but a README or a licence."""
    languages: tuple[str, ...] = ()
    """As GitHub names them, the largest first: 'Python', 'Jupyter Notebook'."""
    requirements: str = ""
    """The text of its requirement files (requirements.txt, pyproject.toml, environment.yml)."""
    readme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a paper that a row can say; what is not known is None or empty.

    A list's own style turns these into cells. `sources` says for each role where the fact was
    found, in words for the maintainer ("the authors' comment").
    """

    arxiv_id: ArxivId | None
    """None: the paper is not on arXiv, and has its page in `proceedings`."""
    title: str
    submitted_on: date
    method: str | None = None
    venue: Venue | None = None
    code: tuple[CodeLink, ...] = ()
    authors: tuple[str, ...] = ()
    """As arXiv has them, in order; a collaboration is one of them."""
    project: str | None = None
    """The address of the project's own page."""
    sources: Mapping[Role, str] = field(default_factory=dict)
    doubts: Mapping[Role, str] = field(default_factory=dict)
    """Why a fact may be wrong, where another source speaks against it; or what may be one."""
    proceedings: str | None = None
    """The address of the paper in the proceedings of `venue`."""
    abstract: str = field(default="", repr=False)  # tells the section; no row says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a new row: what it says, and where that comes from. Both None: blank."""

    text: str | None = None
    """Plain text as the list would spell it, or an address; without Markdown."""
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A new row, written as the list writes its rows."""

    markdown: str
    """The line (or lines) without the final line end."""
    cells: Mapping[Role, Cell]
    left_out: tuple[str, ...] = ()
    """What the list has a cell for, or most rows beside it give, and this one does not say; as
    people call it."""
    roles: frozenset[Role] | None = None
    """The roles that it has a place for; None: it is not known which."""


# --- relevance ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term that moved a score."""

    text: str
    push: float
    """How far it moved the score, in log-odds; below zero: down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An entry of the list that a paper resembles."""

    entry: Entry
    similarity: float
    """Cosine of the two texts, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well a paper fits the list, and why."""

    value: float
    """The relevance score, 0 to 1."""
    recipe: str
    """The name of the recipe that made the classifier."""
    trained_on: str
    """The digest of what the classifier was trained on."""
    terms: tuple[Term, ...] = ()
    """The terms that moved it most, strongest first."""
    nearest: tuple[Neighbour, ...] = ()
    """The most similar entries of the list, nearest first."""


Origin = Literal["listed", "background", "accepted", "edited", "removed", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text to learn from."""

    title: str
    abstract: str
    """Empty where only the title is known."""
    relevant: bool
    origin: Origin
    key: str = ""
    """The arXiv id where there is one: part of the digest of the training set."""
    entry: Entry | None = None
    """The entry of the list that it stands for."""
    submitted_at: datetime | None = None
    """When its first version was submitted, where that is known."""
    authors: tuple[str, ...] = ()
    """Empty where they are not known."""
    closed_in: int | None = None
    """The pull request that was closed with it, where that is known."""


# --- what is proposed -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A paper we would like to see on the list, and the row we would add for it."""

    paper: Paper
    score: Score
    facts: Facts
    """What is known of it, from which its row can be written into any state of the list."""
    row: Row
    section: str = ""
    """The headings that its row stands below, outermost first, joined by ' / '."""
    other_section: str = ""  # where its row could be moved to, if the choice is not sure
    shown_for: str = ""
    """In Markdown what it is shown for beside its score; empty: for its score alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What was read to find the candidates."""

    papers: int
    first_on: date | None
    last_on: date | None
    """The days of the first and the last submission that was asked for."""
    categories: tuple[str, ...]
    complete: bool
    missing: str = ""
    """In words what could not be read; empty when complete."""


@unique
class Outcome(Enum):
    """What the maintainers did with one candidate."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REMOVED = "removed"
    DECLINED = "declined"
    ENDED = "ended"
    """Its pull request was ended by something else than a person's decision: nothing is decided."""

    @property
    def is_acceptance(self) -> bool:
        """Whether the paper stands in the list."""
        return self in {Outcome.ACCEPTED, Outcome.EDITED}

    @property
    def is_refusal(self) -> bool:
        """Whether the paper is not to come back."""
        return self in {Outcome.REMOVED, Outcome.DECLINED}

    @property
    def is_answer(self) -> bool:
        """Whether people decided."""
        return self.is_acceptance or self.is_refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What became of one proposed paper."""

    outcome: Outcome
    row: str
    """The row that was proposed."""
    pull_request: int | None
    decided_at: datetime
    score: float | None = None
    """The score that the paper had when it was proposed; None: not known."""


# --- old rows -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something about a listed row that a person should look at; nothing is changed."""

    line: int
    title: str
    message: str
