"""What one run, and one refresh, did: for the command line, the log and the state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wsss_bot.domain import ArxivId, Outcome, Polled
from wsss_bot.errors import RemoteError
from wsss_bot.jobs.rank import Scope
from wsss_bot.old_rows.cells import FoundCells, Made
from wsss_bot.old_rows.complete import changes_json, notices_json
from wsss_bot.pull_request import learn
from wsss_bot.pull_request.answers import Known
from wsss_bot.pull_request.circumstances import Unplaced
from wsss_bot.pull_request.new_rows import FoundRows
from wsss_bot.pull_request.phrases import title_text
from wsss_bot.pull_request.proposed import Proposed, ProposedCell
from wsss_bot.pull_request.scoreboard import Scoreboard
from wsss_bot.pull_request.update import Standing
from wsss_bot.text.diff import unified_diff

NOTHING_YET = Scoreboard()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What one run did."""

    started_at: datetime
    path: str
    polled: Polled
    new: int
    """Papers never seen before."""
    before: str
    """The list on the base branch."""
    known: Known[Proposed]
    written: Standing[FoundRows]
    outcomes: Mapping[ArxivId, Outcome]
    """Of the papers whose outcome changed since the last run."""
    requests: Mapping[str, int]
    errors: tuple[str, ...]
    failure: RemoteError | None
    """Why arXiv could not be read; the rest of the run was done all the same."""
    scope: Scope | None = None
    """How the scope of the list moves; None where nothing could be ranked."""
    asked_at: datetime | None = None
    """When the last question was asked."""
    source_errors: tuple[str, ...] = ()
    """What could not be read of the sources beside arXiv, which loses nothing."""
    opened: bool = False
    """Whether it opened the pull request."""
    scoreboard: Scoreboard = NOTHING_YET
    """What people did with all that was ever proposed."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """How many requests for papers were answered and are open, and what was read of them."""

    @property
    def diff(self) -> str:
        """How the list on the branch now differs from that on the base branch."""
        text = self.written.text
        return "" if text is None else unified_diff(self.before, text, path=self.path)

    @property
    def unplaced(self) -> tuple[Unplaced, ...]:
        """The papers that would have been proposed, had the list a place for them."""
        return self.written.found.circumstances.unplaced

    @property
    def titles(self) -> Mapping[str, str]:
        """The titles of the papers that it speaks of, as far as they are known."""
        told = {key: paper.title for key, paper in self.known.proposed.items() if paper.title}
        new = self.written.found.candidates
        return told | {c.paper.arxiv_id: title_text(c.paper.title) for c in new}

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line promises it."""
        pull, titles = self.written.pull_request, self.titles
        return {
            "started_at": self.started_at.isoformat(),
            "polled": self.polled.papers,
            "new": self.new,
            "complete": self.polled.complete,
            "proposed": list(self.written.added),
            "outcomes": {arxiv_id: outcome.value for arxiv_id, outcome in self.outcomes.items()},
            "titles": {
                arxiv_id: titles[arxiv_id]
                for arxiv_id in (*self.written.added, *self.outcomes)
                if arxiv_id in titles
            },
            "pull_request": {"number": pull.number, "url": pull.url} if pull else None,
            "opened": self.written.title if self.opened else None,
            "below": self._below(),
            "unplaced": [
                {"arxiv_id": one.arxiv_id, "title": title_text(one.title), "reason": one.reason}
                for one in self.unplaced
            ],
            "scope": list(self.scope.sentences) if self.scope else [],
            "asked_at": self.asked_at.isoformat() if self.asked_at else None,
            "scope_at": self.scope.told_at.isoformat() if self.scope else None,
            "requests": dict(self.requests),
            "errors": list(self.errors),
            "learnt": [
                {
                    "role": habit.role,
                    "before": habit.example.before,
                    "after": habit.example.after,
                    "times": habit.times,
                }
                for habit in learn.habits(self.known.edits)
            ],
            "scoreboard": self.scoreboard.as_json(),
            **({"asked": dict(self.asked)} if self.asked else {}),
        } | _told(self.source_errors)

    def _below(self) -> dict[str, Any] | None:
        """Return the best paper that stayed below the threshold."""
        for candidate in self.written.found.near_misses[:1]:
            return {
                "arxiv_id": candidate.paper.arxiv_id,
                "title": candidate.paper.title,
                "score": candidate.score.value,
            }
        return None

    def sentence(self) -> str:
        """Return what the run did, on one line."""
        pull = self.written.pull_request
        where = (
            f"pull request {pull.number} ({pull.url})"
            if pull
            else "no pull request with new rows is open"
        )
        decided = sum(outcome.is_answer for outcome in self.outcomes.values())
        return f"{where}; rows added: {len(self.written.added)}, papers decided: {decided}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshReport:
    """What one refresh did."""

    started_at: datetime
    path: str
    before: str
    """The list on the base branch."""
    known: Known[ProposedCell]
    found: FoundCells
    written: Standing[FoundCells]
    requests: Mapping[str, int]
    failure: RemoteError | None
    """Why arXiv could not be read; the rest was done with what was known."""
    source_errors: tuple[str, ...] = ()
    """What could not be read of the sources beside arXiv, which loses nothing."""
    opened: bool = False
    """Whether it opened the pull request."""

    @property
    def made(self) -> tuple[Made, ...]:
        """Return each cell that was added to the pull request, and how the list reads there."""
        return self.written.found.made if self.written.added else ()

    @property
    def diff(self) -> str:
        """How the list on the branch now differs from that on the base branch."""
        text = self.written.text
        return "" if text is None else unified_diff(self.before, text, path=self.path)

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line promises it."""
        written = self.written
        return {
            "title": written.title,
            "body": written.body,
            "diff": self.diff,
            "text": self.before if written.text is None else written.text,
        } | self.summary()

    def sentence(self) -> str:
        """Return what the refresh did, on one line."""
        pull = self.written.pull_request
        where = (
            f"pull request {pull.number} ({pull.url})"
            if pull
            else "no pull request for old rows is open"
        )
        return f"{where}; {len(self.written.added)} cells added"

    def summary(self) -> dict[str, Any]:
        """Return what the state remembers of it: all but the texts."""
        pull, about = self.written.pull_request, self.found.looked_up
        return {
            "started_at": self.started_at.isoformat(),
            "changes": changes_json(self.made),
            "notices": notices_json(about.notices),
            "waiting": about.waiting,
            "complete": not about.missing,
            "outcomes": {key: outcome.value for key, outcome in self.known.outcomes.items()}
            | dict.fromkeys(self.written.added, Outcome.WAITING.value),
            "pull_request": {"number": pull.number, "url": pull.url} if pull else None,
            "opened": self.written.title if self.opened else None,
            "requests": dict(self.requests),
            "errors": [str(self.failure)] if self.failure else [],
        } | _told(self.source_errors)


def _told(source_errors: tuple[str, ...]) -> dict[str, Any]:
    return {"source_errors": list(source_errors)} if source_errors else {}
