"""One whole refresh: look the listed papers up, and offer what completes their old rows.

As in `run`, what GitHub shows is read back each time, what arXiv showed is kept as it comes, and
the state moves last: a refresh that is killed is repeated by the next one.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wsss_bot import progress
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import Entry, Outcome, Paper, ProposedCell
from wsss_bot.errors import RemoteError
from wsss_bot.github.code_links import Ask, CodeLinks, checked
from wsss_bot.jobs.job import Job, JobOnForge
from wsss_bot.jobs.rolling import Completed, FoundCells, GitHub, Known, Offer, Settings, complete
from wsss_bot.jobs.settings import settings_of
from wsss_bot.old_rows.complete import Completable, FactsOf, changes_json, completable, notices_json
from wsss_bot.old_rows.links import look_at_links
from wsss_bot.old_rows.look_up import Records, look_up
from wsss_bot.old_rows.text import LookedUp
from wsss_bot.pull_request.draft import unified_diff
from wsss_bot.state import Store

log = logging.getLogger(__name__)

LookUp = Callable[[Sequence[Entry]], Records]
"""Given the list's rows: what is known of their papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshReport:
    """What one refresh did."""

    started_at: datetime
    path: str
    completed: Completed
    requests: Mapping[str, int]
    failure: RemoteError | None
    """Why arXiv could not be read; the rest was done with what was known."""

    @property
    def diff(self) -> str:
        """How the list on the branch now differs from that on the base branch."""
        done = self.completed
        text = done.written.text
        return "" if text is None else unified_diff(done.before, text, path=self.path)

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line promises it."""
        done = self.completed
        text = done.before if done.written.text is None else done.written.text
        return {
            "title": done.written.title,
            "body": done.written.body,
            "diff": self.diff,
            "text": text,
        } | self.summary()

    def sentence(self) -> str:
        """Return what the refresh did, on one line."""
        done, pull = self.completed, self.completed.written.pull_request
        where = (
            f"pull request {pull.number} ({pull.url})"
            if pull
            else "no pull request for old rows is open"
        )
        return f"{where}; {len(done.written.added)} cells added"

    def summary(self) -> dict[str, Any]:
        """Return what the state remembers of it: all but the texts."""
        done, pull = self.completed, self.completed.written.pull_request
        return {
            "started_at": self.started_at.isoformat(),
            "changes": changes_json(done.made),
            "notices": notices_json(done.found.said.notices),
            "waiting": done.found.said.waiting,
            "complete": not done.found.said.missing,
            "outcomes": {key: outcome.value for key, outcome in done.known.outcomes.items()}
            | dict.fromkeys(done.written.added, Outcome.WAITING.value),
            "pull_request": {"number": pull.number, "url": pull.url} if pull else None,
            "requests": dict(self.requests),
            "errors": [str(self.failure)] if self.failure else [],
        }


def refresh(under_way: JobOnForge, given: Sequence[Paper] | None = None) -> RefreshReport:
    """Do one whole refresh, and record it; with `given` these are the records of the papers."""
    job, forge = under_way.job, under_way.forge
    told = replace(
        settings_of(job.app),
        branch=job.config.refresh.branch,
        branch_key="[refresh] branch",
    )
    report = complete_rows(
        forge,
        told,
        job.state,
        look_up=lambda entries: _records(job, entries, given),
        facts_of=job.app.facts_of(),
        links=job.app.code_links(forge, job.state),
        requests=under_way.requests,
        now=job.now,
    )
    under_way.finish(report.summary(), report.failure)
    log.info("%s", report.sentence())
    return report


def _records(job: Job, entries: Sequence[Entry], given: Sequence[Paper] | None) -> Records:
    """Return the records of listed papers: those that were given, else what arXiv says."""
    if given is not None:
        return Records(papers=tuple(given))
    with progress.bar("looking the list's papers up") as on_progress:
        return look_up(job.state, job.arxiv, entries, now=job.now, on_progress=on_progress)


def complete_rows(
    github: GitHub,
    settings: Settings,
    store: Store,
    *,
    look_up: LookUp,
    facts_of: FactsOf,
    links: CodeLinks,
    requests: Callable[[], Mapping[str, int]],
    now: datetime,
) -> RefreshReport:
    """Do one whole refresh.

    `facts_of` tells the facts of a paper and asks nobody. Raises GitHubError and ConfigError when
    GitHub could not be read or written: the next run then does the same again.
    """
    failure: RemoteError | None = None

    def find(listed: AwesomeList, known: Known[ProposedCell], room: int) -> FoundCells:
        nonlocal failure
        records = look_up(listed.entries)
        failure = records.failure
        found = completable(listed, records.papers, facts_of=facts_of, read=settings.read)
        chosen = _chosen(listed, known, room, found=found, links=links, store=store)
        return replace(chosen, said=replace(chosen.said, missing=records.missing))

    completed = complete(github, settings, find=find, forgotten=store.outcomes.forgotten())
    return RefreshReport(
        started_at=now,
        path=settings.path,
        completed=completed,
        requests=requests(),
        failure=failure,
    )


def _chosen(
    listed: AwesomeList,
    known: Known[ProposedCell],
    room: int,
    *,
    found: Completable,
    links: CodeLinks,
    store: Store,
) -> FoundCells:
    """Choose what there is room for, and look at the links of the rows that are touched."""
    open_rows = [row for offers in found.rows() if (row := _open(offers, known))]
    chosen: list[tuple[Offer, ...]] = []
    while open_rows and len(chosen) < room:
        if checked_row := _with_usable_code(open_rows.pop(0), links.ask_once):
            chosen.append(checked_row)
    offers = [offer for row in chosen for offer in row]
    undecided = [cell for key, cell in known.proposed.items() if _waits(known, key)]
    mended, gone = look_at_links(
        listed, [*(offer.cell for offer in offers), *undecided], links.ask_again, store
    )
    offers += _open(mended, known)
    notices = sorted([*found.notices, *gone], key=lambda notice: notice.line)
    return FoundCells(
        offers=tuple(offers),
        said=LookedUp(
            rows=len(listed.entries),
            known=found.known,
            waiting=len(open_rows),
            notices=tuple(notices),
            flaws=listed.flaws,
        ),
    )


def _open(offers: Iterable[Offer], known: Known[ProposedCell]) -> tuple[Offer, ...]:
    """Return the offers that people have not answered yet, and that do not wait for an answer.

    Who refuses an arXiv id says that it is another paper, which can tell nothing of the row. What
    is refused in one row of a paper is not offered in another: rows are counted, and people add
    and delete some.
    """
    refused = [
        known.proposed[key]
        for key, outcome in known.outcomes.items()
        if outcome in {Outcome.REMOVED, Outcome.DECLINED}
    ]
    keys = {cell.key for cell in refused}
    cells = {(cell.arxiv_id, cell.role) for cell in refused}
    return tuple(
        offer
        for offer in offers
        if offer.cell.key_of("paper") not in keys
        and (offer.cell.arxiv_id, offer.cell.role) not in cells
        and not _waits(known, offer.cell.key)
        and not _was_rewritten(known, offer.cell)
    )


def _was_rewritten(known: Known[ProposedCell], cell: ProposedCell) -> bool:
    """Whether people put something else in the place of just that: 'arXiv' instead of a venue."""
    rewritten = known.outcomes.get(cell.key) is Outcome.EDITED
    return rewritten and known.proposed[cell.key].after == cell.after


def _waits(known: Known[ProposedCell], key: str) -> bool:
    return known.outcomes.get(key) is Outcome.WAITING


def _with_usable_code(offers: Iterable[Offer], ask: Ask) -> tuple[Offer, ...]:
    """Return the offers of a row with their code links checked, and without those to nowhere."""
    kept = []
    for offer in offers:
        facts = offer.facts
        if offer.cell.role == "code" and facts is not None:
            facts = checked(facts, ask)
            if not facts.code:
                continue
        kept.append(replace(offer, facts=facts))
    return tuple(kept)
