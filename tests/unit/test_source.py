"""Whatever keeps to `Source` serves ranking and completion: nothing there asks who it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tests.make import a_paper, an_entry
from wsss_bot.domain import ArxivId, Paper, Polled
from wsss_bot.old_rows.look_up import fetch_records
from wsss_bot.ranking.texts import SAMPLES, fetch_texts
from wsss_bot.sources.poll_state import PollState
from wsss_bot.sources.source import MOST_IDS, Poll, Progress, Source, Window, show_no_progress

NOW = datetime(2026, 5, 14, tzinfo=UTC)


@dataclass
class Handful:
    """A source that is a handful of papers."""

    papers: tuple[Paper, ...]
    asked: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.asked)

    def poll(
        self,
        state: PollState,
        *,
        categories: Sequence[str],
        first: date,
        overlap_days: int,
        now: datetime,
        on_progress: Progress = show_no_progress,
    ) -> Poll:
        del overlap_days, on_progress
        polled = Polled(
            papers=len(self.papers),
            first_on=first,
            last_on=now.date(),
            categories=tuple(categories),
            complete=True,
        )
        state.papers.keep(self.papers, at=now)
        return Poll(polled=polled, news=self.papers, errors=(), disagreements=())

    def by_ids(self, ids: Sequence[ArxivId]) -> Iterator[Paper]:
        self.asked.append(f"{len(ids)} ids")
        return (paper for paper in self.papers if paper.arxiv_id in ids)

    def by_title(self, title: str) -> Iterator[Paper]:
        self.asked.append(title)
        return (paper for paper in self.papers if paper.title == title)

    def by_orcid(self, orcid: str) -> frozenset[ArxivId]:
        del orcid
        return frozenset()

    def submitted(self, category: str, window: Window) -> Iterator[Paper]:
        self.asked.append(category)
        return (p for p in self.papers if window.since <= p.submitted_at < window.until)


LISTED = a_paper("2401.00001", title="A listed paper on weak labels")
UNNAMED = a_paper("2401.00002", title="A paper without an id in its row")
SAMPLED = a_paper("2604.00003", submitted_at=NOW - timedelta(days=15))
ENTRIES = [an_entry(LISTED.title, arxiv_id=LISTED.arxiv_id), an_entry(UNNAMED.title)]


def a_source() -> Handful:
    return Handful((LISTED, UNNAMED, SAMPLED))


def test_old_rows_are_looked_up_in_any_source() -> None:
    source = a_source()
    other: Source = source

    found = list(fetch_records(other, ENTRIES, on_progress=show_no_progress))

    assert found == [LISTED, UNNAMED]
    assert source.asked == ["1 ids", UNNAMED.title]


def test_ids_are_asked_for_so_many_at_once() -> None:
    source = a_source()
    entries = [an_entry(arxiv_id=f"2401.{n:05}") for n in range(MOST_IDS + 1)]

    list(fetch_records(source, entries, on_progress=show_no_progress))

    assert source.asked == [f"{MOST_IDS} ids", "1 ids"]


def test_what_to_learn_from_comes_from_any_source() -> None:
    source = a_source()

    found = list(
        fetch_texts(
            source,
            ENTRIES,
            categories=["cs.CV"],
            now=NOW,
            months=12,
            on_progress=show_no_progress,
        )
    )

    assert found == [LISTED, SAMPLED]
    assert source.asked == ["1 ids", *["cs.CV"] * SAMPLES]
