"""The stage that reads arXiv: ask the query API, ask RSS for what that does not show, keep it all.

What is read is kept page by page; how far arXiv was read moves only after that. A poll that is
killed, or that arXiv breaks off, is simply made again.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from wsss_bot.domain import ArxivId, Paper, Polled
from wsss_bot.errors import ArxivError, PapersError
from wsss_bot.sources.arxiv import windows as poll
from wsss_bot.sources.arxiv.api import ArxivApi, Page
from wsss_bot.sources.arxiv.rss import Announcement, ArxivRss
from wsss_bot.sources.arxiv.windows import Plan, Window
from wsss_bot.state import Store

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with how many steps are done, and how many there are."""


def _quiet(done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What one poll brought."""

    polled: Polled
    news: tuple[Paper, ...]
    """The papers never seen before."""
    errors: tuple[str, ...]
    """What went wrong, each in a sentence; empty when the poll is complete."""
    disagreements: tuple[str, ...]
    """In what the query API and RSS have differed for days."""
    failure: ArxivError | None = None
    """Why the query API was of no use for a part of the poll: it is worth asking again soon."""

    def as_json(self) -> dict[str, Any]:
        """Return what the poll brought, in figures and sentences."""
        return {
            "polled": self.polled.papers,
            "new": len(self.news),
            "complete": self.polled.complete,
            "errors": list(self.errors),
        }


def catch_up(
    store: Store,
    arxiv: ArxivApi,
    rss: ArxivRss,
    *,
    categories: Sequence[str],
    first: date,
    overlap_days: int,
    now: datetime,
    on_progress: Progress = _quiet,
) -> Poll:
    """Read what arXiv has shown since the last complete poll, and keep it in `store`.

    The first poll, and each until that is done, goes back to the submissions of `first`. Raises
    ArxivError when arXiv could not be read at all; else `Poll` says what is missing.
    """
    overlap = timedelta(days=overlap_days)
    plans = {}
    for category in categories:
        state = store.polls.category(category)
        plans[category] = poll.plan(
            _covered(store, category),
            first=poll.days(first, first).since,
            now=now,
            overlap=overlap,
            missed_rss=poll.missed_announcement(state.rss_read_at, now=now),
        )
    stage = _Stage(store, arxiv, rss, now=now, overlap=overlap, on_progress=on_progress)
    return stage.run(plans, with_rss=True)


def poll_arxiv(
    arxiv: ArxivApi,
    rss: ArxivRss,
    *,
    categories: Sequence[str],
    overlap_days: int,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    on_progress: Progress = _quiet,
) -> tuple[tuple[Paper, ...], Polled]:
    """Read the papers submitted from `since` to `until` (both included), and remember nothing.

    Without `since` the window is the last `overlap_days`, without `until` it ends now. Raises
    ArxivError when arXiv could not be read at all, PapersError when the window is still to come;
    when a part is missing, `Polled` says which.
    """
    overlap = timedelta(days=overlap_days)
    first, last = since or (now - overlap).date(), until or now.date()
    whole = poll.days(first, last)
    if until is None or until >= now.date():
        whole = replace(whole, until=now + poll.LOOKAHEAD)
    if whole.since >= min(whole.until, now):
        raise PapersError(
            f"nothing can have been submitted from {first} to {last}; "
            "give days that have come, the earlier one first"
        )
    with Store.in_memory() as store:
        stage = _Stage(store, arxiv, rss, now=now, overlap=overlap, on_progress=on_progress)
        plans = {category: poll.Plan(news=poll.slices(whole)) for category in categories}
        found = stage.run(plans, with_rss=whole.until > now)
    return found.news, found.polled


class _Stage:
    """One poll under way: what it has found so far, and what went wrong."""

    def __init__(
        self,
        store: Store,
        arxiv: ArxivApi,
        rss: ArxivRss,
        *,
        now: datetime,
        overlap: timedelta,
        on_progress: Progress,
    ) -> None:
        self._store, self._arxiv, self._rss = store, arxiv, rss
        self._now, self._overlap = now, overlap
        self._on_progress = on_progress
        self._steps = self._done = 0
        self._read: set[ArxivId] = set()
        self._news: dict[ArxivId, Paper] = {}
        self._query_news: Counter[str] = Counter()
        self._whole: set[str] = set()
        """The categories of which the query API gave all news."""
        self._announced: dict[str, frozenset[ArxivId]] = {}
        """What the RSS of a category shows, where it is up to date."""
        self._unread: dict[str, list[Window]] = defaultdict(list)
        """The slices of each category that could not be read, or not for certain."""
        self._missing: list[str] = []
        """What else is missing, in words."""
        self._errors: list[str] = []
        self._refusal: ArxivError | None = None
        """What made the query API of no use for the rest of this poll."""

    def run(self, plans: Mapping[str, Plan], *, with_rss: bool) -> Poll:
        """Read all slices, then RSS, then the papers that are still awaited."""
        parts = [part for plan in plans.values() for part in (*plan.news, *plan.old)]
        first_on, last_on = poll.first_and_last_day(parts, now=self._now)
        self._steps = len(parts) + (len(plans) if with_rss else 0)
        number = self._store.polls.start(
            tuple(plans), first_on=first_on, last_on=last_on, at=self._now
        )
        for category, plan in plans.items():
            if self._read_slices(category, plan.news):
                self._whole.add(category)
            self._read_slices(category, plan.old)
        if with_rss:
            for category in plans:
                self._read_rss(category)
        self._read_awaited()
        self._vouch()
        missing = [
            self._days(category, stretch)
            for category, parts in self._unread.items()
            for stretch in poll.stretches(parts)
        ] + self._missing
        polled = Polled(
            papers=len(self._read),
            first_on=first_on,
            last_on=last_on,
            categories=tuple(plans),
            complete=not missing,
            missing="; ".join(missing),
        )
        self._store.polls.finish(number, polled, news=len(self._news), at=self._now)
        if self._errors and not self._read:
            raise self._refusal or ArxivError(self._errors[0])
        return Poll(
            polled=polled,
            news=tuple(self._news.values()),
            errors=tuple(self._errors),
            disagreements=tuple(self._disagreements(plans)),
            failure=self._refusal,
        )

    # --- the query API ------------------------------------------------------------------------

    def _read_slices(self, category: str, slices: Sequence[Window]) -> bool:
        """Read and keep slices until arXiv refuses; return whether all of them were whole."""
        whole = True
        for number, part in enumerate(slices):
            if self._refusal is None:
                try:
                    whole = self._read_slice(category, part) and whole
                    self._step()
                    continue
                except ArxivError as error:
                    self._refusal = error
                    self._note(str(error))
            self._unread[category] += slices[number:]
            return False
        return whole

    def _read_slice(self, category: str, part: Window) -> bool:
        """Read and keep a slice; return whether it was whole, and counts as covered."""
        known = self._store.papers.ids_in(category, since=part.since, until=part.until)
        pages = self._arxiv.fetch(poll.query(category, part))
        found, nameless = self._keep(pages, category=category)
        fault = poll.fault_in(part, found=found, known=known, now=self._now)
        if nameless and not fault:
            fault = "arXiv shows an entry without a readable id"
        if fault:
            self._note(f"{fault} for {self._days(category, [part])}")
            self._unread[category].append(part)
            return False
        covered = poll.cover(
            _covered(self._store, category), part, now=self._now, overlap=self._overlap
        )
        if covered is not None:
            state = self._store.polls.category(category)
            self._store.polls.set_category(
                category, replace(state, covered_since=covered.since, covered_until=covered.until)
            )
        return True

    def _keep(self, pages: Iterable[Page], *, category: str = "") -> tuple[set[ArxivId], bool]:
        """Keep pages as they come; return the ids on them, and whether one could not be read.

        Unreadable entries that have an id are awaited. `category` is the one that was asked for.
        """
        found: set[ArxivId] = set()
        nameless = False
        for page in pages:
            ids = {paper.arxiv_id for paper in page.papers}
            news, changed = poll.sift(page.papers, self._store.papers.find(ids))
            with self._store.transaction():
                self._store.papers.keep([*news, *changed], at=self._now)
                self._store.polls.drop_awaited(ids)
                self._store.polls.await_papers(
                    [arxiv_id for arxiv_id in page.unreadable if arxiv_id], at=self._now
                )
            self._query_news[category] += len(news)
            newer = [paper for paper in changed if paper.arxiv_id in self._news]
            self._news |= {paper.arxiv_id: paper for paper in (*news, *newer)}
            self._read |= ids
            found |= ids | {ArxivId(arxiv_id) for arxiv_id in page.unreadable}
            nameless = nameless or "" in page.unreadable
        return found, nameless

    # --- RSS ----------------------------------------------------------------------------------

    def _read_rss(self, category: str) -> None:
        try:
            shown = self._rss.fetch(category)
        except ArxivError as error:
            self._note(str(error))
            self._missing.append(f"what was announced today in {category}")
            return
        finally:
            self._step()
        ids = frozenset(item.arxiv_id for item in shown if item.is_news)
        known = self._store.papers.find({item.arxiv_id for item in shown})
        unseen = [arxiv_id for arxiv_id in sorted(ids) if arxiv_id not in known]
        replaced = [
            _renewed(known[item.arxiv_id], item)
            for item in shown
            if item.arxiv_id in known and item.version > known[item.arxiv_id].version
        ]
        state = self._store.polls.category(category)
        fresh = ids - state.rss_ids
        # Else it is still the feed of the day before, or empty on a day that has news.
        if fresh or (not ids and not self._query_news[category]):
            self._announced[category] = ids
        by_day = state.news_by_day
        if category in self._whole:
            query_news = self._query_news[category]
            by_day = poll.count_news(by_day, query=query_news, rss=len(fresh), now=self._now)
        state = replace(state, rss_ids=ids if fresh else state.rss_ids, news_by_day=by_day)
        with self._store.transaction():
            self._store.papers.keep(replaced, at=self._now)
            self._store.polls.await_papers(unseen, at=self._now)
            self._store.polls.set_category(category, state)

    # --- what is still awaited ----------------------------------------------------------------

    def _read_awaited(self) -> None:
        awaited = self._store.polls.awaited()
        lost = [i for i, since_at in awaited.items() if self._now - since_at > poll.GIVE_UP]
        if lost:
            self._note(f"arXiv never showed {poll.name(lost)}; the bot stops asking for them")
            self._store.polls.drop_awaited(lost)
        wanted = [arxiv_id for arxiv_id in awaited if arxiv_id not in lost]
        try:
            if wanted and self._refusal is None:
                self._keep(self._arxiv.fetch_ids(wanted))
        except ArxivError as error:
            self._note(str(error))
        if waiting := tuple(self._store.polls.awaited()):
            self._missing.append(f"{poll.name(waiting)}, which arXiv has named but not shown")

    def _vouch(self) -> None:
        """Count RSS as read where both sources were whole, and show the same papers.

        Until then later polls reach further back, for what RSS showed in between.
        """
        awaited = set(self._store.polls.awaited())
        for category in self._whole & self._announced.keys():
            if not self._announced[category] & awaited:
                state = self._store.polls.category(category)
                self._store.polls.set_category(category, replace(state, rss_read_at=self._now))

    def _disagreements(self, categories: Iterable[str]) -> Iterable[str]:
        awaited = self._store.polls.awaited()
        for category in categories:
            state = self._store.polls.category(category)
            said = poll.disagreement(state.news_by_day, awaited=awaited, now=self._now)
            if said:
                log.warning("%s: %s", category, said)
                yield f"{category}: {said}"

    def _days(self, category: str, parts: Sequence[Window]) -> str:
        return poll.in_words(category, parts, now=self._now)

    def _note(self, error: str) -> None:
        log.info("%s", error)
        self._errors.append(error)

    def _step(self) -> None:
        self._done += 1
        self._on_progress(self._done, self._steps)


def _covered(store: Store, category: str) -> Window | None:
    state = store.polls.category(category)
    if state.covered_since is None or state.covered_until is None:
        return None
    return Window(since=state.covered_since, until=state.covered_until)


def _renewed(paper: Paper, item: Announcement) -> Paper:
    """Return a known paper as its new version was announced; RSS leaves out the comment."""
    return replace(
        paper,
        version=item.version,
        title=item.title or paper.title,
        abstract=item.abstract or paper.abstract,
        journal_ref=item.journal_ref or paper.journal_ref,
        doi=item.doi or paper.doi,
    )
