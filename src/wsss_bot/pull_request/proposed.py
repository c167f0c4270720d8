"""What a pull request remembers of what it proposes: a paper, or a cell of an old row."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from wsss_bot.domain import ArxivId, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a pull request remembers of one paper."""

    arxiv_id: ArxivId
    title: str
    name: str
    """The paper in a few words."""
    row: str = ""
    """The row as it was proposed, without the final line end; empty for a near miss."""
    other: str = ""
    """The headings of the other section that a box offers to move its row to."""
    near_miss: bool = False
    score: float | None = None
    """The relevance score that it had; None: not known."""
    text: int = 0
    """A checksum of its title and abstract as they were."""
    submitted: date | None = None
    """When its first version was submitted; None: not known."""

    @property
    def key(self) -> str:
        """What it is told from the others by."""
        return self.arxiv_id

    @property
    def in_row(self) -> str:
        """What tells its row from the others."""
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

    @property
    def in_row(self) -> str:
        """What tells its row from the others."""
        return f"{self.arxiv_id}:{self.row}"

    def key_of(self, role: Role) -> str:
        """Return the key of a cell of the same row."""
        return f"{self.arxiv_id}:{role}" + (f":{self.row}" if self.row > 1 else "")
