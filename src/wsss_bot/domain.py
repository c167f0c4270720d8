"""The words of wsss-bot: what a paper, an entry, a candidate and an outcome are.

Start reading here. Nothing in this file does anything.
Every value is frozen; every datetime is aware and in UTC; sequences are tuples.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, unique
from typing import ClassVar, Literal, NewType

ArxivId = NewType("ArxivId", str)
"""An arXiv id without its version: '2405.01234', or 'cs/0501001' from before April 2007."""

Role = Literal["date", "method", "title", "venue", "paper", "code", "other"]
"""What a column of a list is for; `paper` holds the link to the paper."""

CELL_ROLES: tuple[Role, ...] = ("date", "method", "title", "venue", "paper", "code")
"""The roles that the bot can fill, in the order in which they are reported."""

# --- papers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One arXiv paper, as its newest known version describes it."""

    arxiv_id: ArxivId
    title: str
    """With white space collapsed; LaTeX and entities as the authors typed them."""
    abstract: str
    submitted_at: datetime
    """When version 1 was submitted: `submittedDate` in a query, `<published>` in the feed."""
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

    arxiv_id: ArxivId
    title: str
    submitted_on: date
    method: str | None = None
    venue: Venue | None = None
    code: tuple[CodeLink, ...] = ()
    sources: Mapping[Role, str] = field(default_factory=dict)
    doubts: Mapping[Role, str] = field(default_factory=dict)
    """Why a fact may be wrong after all, where another source speaks against it."""


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


# --- what is proposed -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A paper we would like to see on the list, and the row we would add for it."""

    paper: Paper
    score: Score
    facts: Facts
    """What is known of it, from which its row can be written into any state of the list."""
    row: Row


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A pull request we intend to open."""

    title: str
    body: str
    text: str
    """The whole list file as it should read on the branch."""
    diff: str
    """The unified diff of the list file."""
    candidates: tuple[Candidate, ...]


@unique
class Outcome(Enum):
    """What the maintainers did with one candidate."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REMOVED = "removed"
    DECLINED = "declined"


# --- old rows -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A blank cell of a listed row that can be filled now."""

    entry: Entry
    role: Role
    facts: Facts
    """What is known of the paper; only `role` of it is to be written."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something about a listed row that a person should look at; nothing is changed."""

    line: int
    title: str
    message: str


# --- what GitHub says -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """A pull request that exists on GitHub, as GitHub last described it."""

    number: int
    url: str
    """Where people look at it."""
    title: str
    body: str
    is_open: bool
    merged: bool
    head_sha: str
    """The last commit of its branch."""
    base: str
    """The branch that it is to be merged into."""
    opened_at: datetime
    labels: tuple[str, ...] | None = None
    """None: GitHub did not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a pull request remembers of one paper."""

    arxiv_id: ArxivId
    title: str
    name: str
    """The paper in a few words."""
    row: str = ""
    """The row as it was proposed, without the final line end; empty for a near miss."""
    near_miss: bool = False

    @property
    def key(self) -> str:
        """What it is told from the others by."""
        return self.arxiv_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCell:
    """What a pull request remembers of one cell of an old row."""

    arxiv_id: ArxivId
    """Of the paper, also where the row does not name it yet."""
    role: Role
    title: str
    """As the row has it."""
    name: str
    """The paper in a few words."""
    before: str
    after: str
    """What the cell said and is to say: a venue, addresses of code, an arXiv id."""
    source: str
    row: int = 1
    """Which of the rows of that paper, counted from 1."""
    near_miss: ClassVar[bool] = False

    @property
    def key(self) -> str:
        """What it is told from the others by."""
        return self.key_of(self.role)

    def key_of(self, role: Role) -> str:
        """Return the key of a cell of the same row."""
        return f"{self.arxiv_id}:{role}" + (f":{self.row}" if self.row > 1 else "")
