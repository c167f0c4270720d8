"""What the two kinds of rolling pull request have in common: how each is read and written.

One adds new rows (`new_rows.NewRows`), one completes old ones (`old_rows.cells.CompletedCells`).
A kind holds no state: each call takes what it needs, and returns what came of it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from wsss_bot.awesome_list import AwesomeList, read_list
from wsss_bot.domain import Outcome
from wsss_bot.pull_request.endings import NOT_NOW, Ending, How, back_at
from wsss_bot.pull_request.forge import PullRequest, Record, TextFile
from wsss_bot.pull_request.learn import Edit
from wsss_bot.pull_request.memory import Marker, Memory, P
from wsss_bot.pull_request.phrases import Item

F = TypeVar("F")
"""What a run has found to propose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decided about the pull request."""

    path: str
    """The list's file."""
    base: str = ""
    """The branch that the pull request goes to; empty: the default branch."""
    branch: str
    """The branch that the bot writes to."""
    branch_key: str = "[pull_request] branch"
    """Where the operator can give it another one."""
    max_rows: int
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    draft: bool = False
    read: Callable[[str], AwesomeList] = read_list
    """Reads the text of the list, as the operator says it is to be read."""
    check: Callable[[AwesomeList], None] = lambda _: None
    """Raises ListError where nobody edits the list, before anything is proposed for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered(Generic[P]):
    """One pull request of ours, and what it remembers."""

    pull: PullRequest
    memory: Memory[P]
    items: tuple[Item, ...]
    damaged: bool
    """Whether its marker could not be read, and its memory was put together from the rest."""
    ending: Ending | None = None
    """How it ended; None while it is open."""
    answers: tuple[str, ...] = ()
    """What people ticked in the comment at its end."""
    last: AwesomeList | None = None
    """The list as it was merged, or as its branch had it at the end, where that was read."""

    @property
    def unticked(self) -> frozenset[str]:
        """The keys of what people refused by its checkbox, now or before."""
        boxes = {item.key for item in self.items if not item.ticked and not item.near_miss}
        return frozenset(boxes | set(self.memory.refused))

    @property
    def wanted(self) -> frozenset[str]:
        """The keys of near misses that people ticked."""
        return frozenset(item.key for item in self.items if item.ticked and item.near_miss)

    @property
    def is_an_answer(self) -> bool:
        """Whether people answered by its end also what they did not touch in it."""
        return self.ending is not None and self.ending.is_answer and NOT_NOW not in self.answers

    @property
    def refuses_wanted(self) -> bool:
        """Whether a person closed it, and so refused also what was ticked in it."""
        return self.is_an_answer and self.ending is not None and self.ending.how is How.PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What tells of proposals that no marker tells of."""

    committed: tuple[str, ...]
    """The keys that the messages of its commits name."""
    items: tuple[Item, ...]
    listed: AwesomeList
    """The list on the base branch."""
    branch: AwesomeList | None
    """The list on the bot's branch, as long as the pull request is open."""
    merged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion(Generic[P, F]):
    """What was put into the text of a list."""

    text: str
    """The list with it."""
    new: tuple[P, ...]
    found: F
    """What a run has found, without what has no place in the list or in the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording(Generic[P]):
    """What a pull request is to say."""

    holds: tuple[P, ...]
    title: str
    """Empty where nothing is left of what was proposed: then it keeps the one it has."""
    body: Callable[[Memory[P], bool], str]
    """Its body, given what it remembers and whether it conflicts with the base branch."""


class Kind(ABC, Generic[P, F]):
    """One kind of rolling pull request."""

    marker: Marker[P]
    trailer: str
    """What a line of a commit message begins with that names what the commit brings."""
    tidy: str
    """The title of a commit that brings nothing new."""

    # --- how it is read ---------------------------------------------------------------------

    @abstractmethod
    def read_items(self, body: str) -> tuple[Item, ...]:
        """Return the checkboxes of a body."""

    def read_taken_back(self, body: str) -> frozenset[str]:
        """Return the refused papers of a body that people ticked to have them proposed again."""
        del body
        return frozenset()

    @abstractmethod
    def recover(self, traces: Traces) -> tuple[P, ...]:
        """Return what was proposed, as far as its traces tell."""

    @abstractmethod
    def outcomes(
        self, world: "World[P, F]", ours: Remembered[P], proposed: Sequence[P]
    ) -> Mapping[str, Outcome]:
        """Return what became of what one pull request proposed."""

    @abstractmethod
    def acknowledgement(
        self,
        world: "World[P, F]",
        ours: Remembered[P],
        outcomes: Mapping[str, Outcome],
        edits: Sequence[Edit],
    ) -> str:
        """Return what the one comment at its end says; empty: nothing."""

    def taken_away(self, world: "World[P, F]", ours: Remembered[P]) -> frozenset[str]:
        """Return what people accepted and somebody took out of the list, and nothing beside it."""
        del world, ours
        return frozenset()

    def stood(self, world: "World[P, F]", ours: Remembered[P]) -> Mapping[str, tuple[int, int]]:
        """Return what people accepted, each with its neighbours in the list."""
        del world, ours
        return {}

    def edits(
        self, world: "World[P, F]", proposed: Sequence[P], outcomes: Mapping[str, Outcome]
    ) -> Sequence[Edit]:
        """Return what people changed before they merged, where something can be learnt from it."""
        del world, proposed, outcomes
        return ()

    # --- how it is written ------------------------------------------------------------------

    @abstractmethod
    def has_news(self, found: F) -> bool:
        """Whether something new is to be proposed."""

    @abstractmethod
    def without_news(self, found: F) -> F:
        """Return what was found with everything that is new left for the next time."""

    @abstractmethod
    def insert(
        self, text: str, found: F, world: "World[P, F]", waiting: Sequence[P]
    ) -> Insertion[P, F]:
        """Put what was found into the text of the list, as far as it has a place there.

        `waiting` is what stands in the open pull request and is not decided yet.
        """

    @abstractmethod
    def take_out(
        self, text: str, world: "World[P, F]", ours: Remembered[P], refused: Collection[str]
    ) -> str:
        """Return the list on the branch without what people refused."""

    def built_on(self, text: str, ours: Remembered[P]) -> str:
        """Return the list that the branch was built on, if nobody but the bot changed it there."""
        del ours
        return text

    @abstractmethod
    def merged(
        self, before: str, text: str, world: "World[P, F]", ours: Remembered[P]
    ) -> str | None:
        """Return the branch's list with what happened to the list on the base branch since.

        `before` is the list that the branch was built on. None: the two contradict each other.
        """

    @abstractmethod
    def commit_title(self, new: Sequence[P]) -> str:
        """Return the title of the commit that brings these."""

    @abstractmethod
    def wording(
        self,
        inserted: Insertion[P, F],
        world: "World[P, F]",
        waiting: Sequence[P],
        refused: Collection[str],
    ) -> Wording[P]:
        """Return what the pull request is to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World(Generic[P, F]):
    """What the forge shows at the beginning of a run."""

    settings: Settings
    kind: Kind[P, F]
    record: Record
    listed: TextFile
    """The list on the base branch."""
    pulls: tuple[Remembered[P], ...]
    """Oldest first; the last one may be open."""
    branch_text: str | None
    """The list on the branch of the open pull request, where people may have changed it."""
    on_base: AwesomeList
    """The list on the base branch, understood."""
    on_branch: AwesomeList | None
    """That on the branch, where it was read."""
    now: datetime
    """When the run began."""
    rests: bool = False
    """Whether a closing was just answered: then people are asked before more is opened."""
    refusals: tuple[P, ...] = ()
    """What people refused, the newest first."""

    @property
    def base(self) -> str:
        """The branch that the pull request goes to."""
        return self.settings.base or self.record.default_branch

    @property
    def open(self) -> Remembered[P] | None:
        """Return the open pull request."""
        return next((pull for pull in self.pulls if pull.pull.is_open), None)

    @property
    def max_rows(self) -> int:
        """Return how many rows a pull request holds: fewer since people said "too many".

        That holds until the operator decides on another number.
        """
        lowered = (ours.memory.rows for ours in reversed(self.pulls) if ours.memory.rows)
        asked, *_, holds = next(lowered, (0, 0))
        return holds if asked == self.settings.max_rows else self.settings.max_rows

    @property
    def paused_until(self) -> datetime | None:
        """Return until when people said "not now"; None: nothing keeps the bot from proposing."""
        ends = (
            back_at(ours.pull.ended_at)
            for ours in self.pulls
            if ours.pull.ended_at and not ours.pull.is_open and NOT_NOW in ours.answers
        )
        last = max(ends, default=self.now)
        return last if last > self.now else None
