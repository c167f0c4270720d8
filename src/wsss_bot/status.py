"""What the state says of the bot, when each job is due, and what the state may forget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wsss_bot import wiring
from wsss_bot.arxiv_ids import parse_arxiv_id
from wsss_bot.config import Config
from wsss_bot.domain import ArxivId, Outcome
from wsss_bot.errors import ConfigError
from wsss_bot.scheduler import crontabs, next_run_at

if TYPE_CHECKING:
    from wsss_bot.edges.store import Decision, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the state says of the bot."""

    waiting: "Mapping[ArxivId, Decision]"
    """The papers of the open pull request that are not decided yet."""
    decided: Mapping[Outcome, int]
    """How many papers had each outcome."""
    runs: "tuple[Run, ...]"
    """The last runs, newest first."""
    learnt: Sequence[Mapping[str, Any]]
    """The cells that people keep changing in the same way: role, before, after, times."""
    due: Mapping[str, datetime]
    """When each job is due next."""


def read_status(config: Config) -> Status:
    """Return what the state says. Raises StateError when there is none yet."""
    from wsss_bot.edges.store import Store

    now = wiring.now()
    with Store.open_to_read(Path(config.state.path), now=now) as store:
        decisions = store.outcomes.all()
        runs = store.runs.latest(5)
        proposed = store.runs.last("propose")
    counts = dict.fromkeys(Outcome, 0)
    for decision in decisions.values():
        counts[decision.outcome] += 1
    return Status(
        waiting={i: d for i, d in decisions.items() if d.outcome is Outcome.WAITING},
        decided=counts,
        runs=runs,
        learnt=proposed.report.get("learnt", ()) if proposed else (),
        due=due_times(config, now=now),
    )


def due_times(config: Config, *, now: datetime) -> dict[str, datetime]:
    """Return when each job of the schedule is due next."""
    schedule = config.schedule
    return {
        job: next_run_at(crontab, timezone=schedule.timezone, now=now)
        for job, crontab in crontabs(schedule).items()
    }


def forget(config: Config, text: str) -> tuple[ArxivId, bool]:
    """Let the paper that `text` names be proposed again; return its id and whether it was refused.

    Raises ConfigError for a text without an arXiv id, StateError for a state in use or not there.
    """
    from wsss_bot.edges.store import Store

    try:
        arxiv_id, _ = parse_arxiv_id(text)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    now, state = wiring.now(), Path(config.state.path)
    # Only a run makes a state file: here a missing one means that this is the wrong folder.
    Store.open_to_read(state, now=now).close()
    with Store.open(state, now=now) as store:
        return arxiv_id, store.outcomes.forget(arxiv_id, at=now)
