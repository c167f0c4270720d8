"""One poll of arXiv: read the query API, read RSS, fetch the papers that only RSS shows, keep all.

Papers are kept page by page; how far arXiv was read is written only after its papers. A poll that
is killed, or that arXiv breaks off, is simply made again.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from wsss_bot.domain import ArxivId, Paper, Polled
from wsss_bot.errors import ArxivError, PapersError
from wsss_bot.sources.arxiv import windows
from wsss_bot.sources.arxiv.api import ArxivApi, Page
from wsss_bot.sources.arxiv.rss import Announcement, ArxivRss
from wsss_bot.sources.arxiv.windows import Plan
from wsss_bot.sources.poll_state import PollState
from wsss_bot.sources.source import Poll, Progress, Window, show_no_progress

log = logging.getLogger(__name__)


def catch_up(
    state: PollState,
    api: ArxivApi,
    rss: ArxivRss,
    *,
    categories: Sequence[str],
    first: date,
    overlap_days: int,
    now: datetime,
    on_progress: Progress = show_no_progress,
) -> Poll:
    """Keep in `state` what arXiv has shown since the last complete poll.

    The first poll, and each until one is complete, goes back to the submissions of `first`. Raises
    ArxivError when arXiv could not be read at all; else `Poll` says what is missing.
    """
    overlap = timedelta(days=overlap_days)
    plans = {}
    for category in categories:
        known = state.polls.category(category)
        plans[category] = windows.plan(
            _covered(state, category),
            first=windows.days(first, first).since,
            now=now,
            overlap=overlap,
            missed_rss=windows.missed_announcement(known.rss_read_at, now=now),
        )
    under_way = _PollUnderWay(state, api, rss, now=now, overlap=overlap, on_progress=on_progress)
    return under_way.run(plans, with_rss=True)


def read_days(
    state: PollState,
    api: ArxivApi,
    rss: ArxivRss,
    *,
    categories: Sequence[str],
    overlap_days: int,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    on_progress: Progress = show_no_progress,
) -> tuple[tuple[Paper, ...], Polled]:
    """Read the papers submitted from `since` to `until` (both included) into an empty `state`.

    Without `since` these are the last `overlap_days`, without `until` they end now. Raises
    ArxivError when arXiv could not be read at all, PapersError when the days are still to come;
    when a part is missing, `Polled` says which.
    """
    overlap = timedelta(days=overlap_days)
    first, last = since or (now - overlap).date(), until or now.date()
    whole = windows.days(first, last)
    if until is None or until >= now.date():
        whole = replace(whole, until=now + windows.LOOKAHEAD)
    if whole.since >= min(whole.until, now):
        raise PapersError(
            f"nothing can have been submitted from {first} to {last}; "
            "give days that have come, the earlier one first"
        )
    plans = {category: Plan(news=windows.slices(whole)) for category in categories}
    under_way = _PollUnderWay(state, api, rss, now=now, overlap=overlap, on_progress=on_progress)
    found = under_way.run(plans, with_rss=whole.until > now)
    return tuple(found.news), found.polled


class _PollUnderWay:
    """One poll under way: what it has found so far, and what went wrong."""

    def __init__(
        self,
        state: PollState,
        api: ArxivApi,
        rss: ArxivRss,
        *,
        now: datetime,
        overlap: timedelta,
        on_progress: Progress,
    ) -> None:
        self._state, self._api, self._rss = state, api, rss
        self._now, self._overlap = now, overlap
        self._on_progress = on_progress
        self._steps = self._done = 0
        self._read: set[ArxivId] = set()
        self._news: dict[ArxivId, Paper] = {}
        self._query_news: Counter[str] = Counter()
        self._whole: set[str] = set()
        """The categories whose newest slices the query API gave whole."""
        self._announced: dict[str, frozenset[ArxivId]] = {}
        """What the RSS of each category shows, where it is the feed of today."""
        self._unread: dict[str, list[Window]] = defaultdict(list)
        """The slices of each category that could not be read, or not for certain."""
        self._missing: list[str] = []
        """What else is missing, in words."""
        self._errors: list[str] = []
        self._refusal: ArxivError | None = None
        """Why the query API was not asked for the rest of this poll."""

    def run(self, plans: Mapping[str, Plan], *, with_rss: bool) -> Poll:
        """Read all slices, then RSS, then the papers that are still awaited."""
        parts = [part for plan in plans.values() for part in (*plan.news, *plan.old)]
        first_on, last_on = windows.first_and_last_day(parts, now=self._now)
        self._steps = len(parts) + (len(plans) if with_rss else 0)
        number = self._state.polls.start(
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
        self._count_rss_as_read()
        missing = [
            self._days(category, stretch)
            for category, parts in self._unread.items()
            for stretch in windows.stretches(parts)
        ] + self._missing
        polled = Polled(
            papers=len(self._read),
            first_on=first_on,
            last_on=last_on,
            categories=tuple(plans),
            complete=not missing,
            missing="; ".join(missing),
        )
        self._state.polls.finish(number, polled, news=len(self._news), at=self._now)
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
        """Read and keep slices until arXiv refuses one; return whether every answer was whole."""
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
        """Read and keep a slice; return whether the answer was whole, so that it counts as read."""
        known = self._state.papers.ids_in(category, since=part.since, until=part.until)
        pages = self._api.fetch(windows.query(category, part))
        found, nameless = self._keep(pages, category=category)
        fault = windows.fault_in(part, found=found, known=known, now=self._now)
        if nameless and not fault:
            fault = "arXiv shows an entry without a readable id"
        if fault:
            self._note(f"{fault} for {self._days(category, [part])}")
            self._unread[category].append(part)
            return False
        covered = windows.cover(
            _covered(self._state, category), part, now=self._now, overlap=self._overlap
        )
        if covered is not None:
            state = self._state.polls.category(category)
            self._state.polls.set_category(
                category, replace(state, covered_since=covered.since, covered_until=covered.until)
            )
        return True

    def _keep(self, pages: Iterable[Page], *, category: str = "") -> tuple[set[ArxivId], bool]:
        """Keep pages as they come; return the ids on them, and whether an entry had no readable id.

        An unreadable entry with a readable id is asked for again later. `category` is the one that
        was asked for.
        """
        found: set[ArxivId] = set()
        nameless = False
        for page in pages:
            ids = {paper.arxiv_id for paper in page.papers}
            news, changed = windows.sift(page.papers, self._state.papers.find(ids))
            with self._state.transaction():
                self._state.papers.keep([*news, *changed], at=self._now)
                self._state.polls.drop_awaited(ids)
                self._state.polls.await_papers(
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
        known = self._state.papers.find({item.arxiv_id for item in shown})
        unseen = [arxiv_id for arxiv_id in sorted(ids) if arxiv_id not in known]
        replaced = [
            _renewed(known[item.arxiv_id], item)
            for item in shown
            if item.arxiv_id in known and item.version > known[item.arxiv_id].version
        ]
        state = self._state.polls.category(category)
        fresh = ids - state.rss_ids
        # Else it is still the feed of the day before, or empty on a day that has news.
        if fresh or (not ids and not self._query_news[category]):
            self._announced[category] = ids
        by_day = state.news_by_day
        if category in self._whole:
            query_news = self._query_news[category]
            by_day = windows.count_news(by_day, query=query_news, rss=len(fresh), now=self._now)
        state = replace(state, rss_ids=ids if fresh else state.rss_ids, news_by_day=by_day)
        with self._state.transaction():
            self._state.papers.keep(replaced, at=self._now)
            self._state.polls.await_papers(unseen, at=self._now)
            self._state.polls.set_category(category, state)

    # --- what is still awaited ----------------------------------------------------------------

    def _read_awaited(self) -> None:
        awaited = self._state.polls.awaited()
        lost = [i for i, since_at in awaited.items() if self._now - since_at > windows.GIVE_UP]
        if lost:
            self._note(f"arXiv never showed {windows.name(lost)}; the bot stops asking for them")
            self._state.polls.drop_awaited(lost)
        wanted = [arxiv_id for arxiv_id in awaited if arxiv_id not in lost]
        try:
            if wanted and self._refusal is None:
                self._keep(self._api.fetch_ids(wanted))
        except ArxivError as error:
            self._note(str(error))
        if waiting := tuple(self._state.polls.awaited()):
            self._missing.append(f"{windows.name(waiting)}, which arXiv has named but not shown")

    def _count_rss_as_read(self) -> None:
        """Note that RSS was read in each category where query API and RSS show the same papers.

        Both must have been read whole. In the other categories later polls read more days of the
        query API again, to find there what RSS showed meanwhile.
        """
        awaited = set(self._state.polls.awaited())
        for category in self._whole & self._announced.keys():
            if not self._announced[category] & awaited:
                state = self._state.polls.category(category)
                self._state.polls.set_category(category, replace(state, rss_read_at=self._now))

    def _disagreements(self, categories: Iterable[str]) -> Iterator[str]:
        awaited = self._state.polls.awaited()
        for category in categories:
            state = self._state.polls.category(category)
            said = windows.disagreement(state.news_by_day, awaited=awaited, now=self._now)
            if said:
                log.warning("%s: %s", category, said)
                yield f"{category}: {said}"

    def _days(self, category: str, parts: Sequence[Window]) -> str:
        return windows.in_words(category, parts, now=self._now)

    def _note(self, error: str) -> None:
        log.info("%s", error)
        self._errors.append(error)

    def _step(self) -> None:
        self._done += 1
        self._on_progress(self._done, self._steps)


def _covered(state: PollState, category: str) -> Window | None:
    known = state.polls.category(category)
    if known.covered_since is None or known.covered_until is None:
        return None
    return Window(since=known.covered_since, until=known.covered_until)


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
