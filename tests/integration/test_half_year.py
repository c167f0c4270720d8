"""Half a year of `serve`: outages, restarts, kills, wrong clocks, people; nothing lost or twice.

The sources beside arXiv fail at random all the while.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from tests.standins.arxiv import ArxivStandin, Event
from tests.standins.arxiv_transports import serve
from tests.standins.arxiv_years import years
from tests.standins.clock import Clock
from tests.standins.github import TOKEN, Conflict, GitHubStandIn
from tests.standins.machine import Blow, Killed, Machine
from tests.standins.sources import BOT_CHECK, Answer, SourcesStandin
from tests.working_folder import PAGES, WEAK, WITH_PAGES, arxiv_events, config_for, weak_event
from wsss_bot.config import read_config
from wsss_bot.domain import ArxivId
from wsss_bot.errors import DONE
from wsss_bot.jobs.polling import MONTH
from wsss_bot.pull_request.memory import PAPERS
from wsss_bot.service.scheduler import crontabs, next_run_at
from wsss_bot.state import Run, Store
from wsss_bot.text.paper_ids import is_on_arxiv

pytestmark = pytest.mark.long

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LONG_ENOUGH = 6 * HOUR
"""After so long without trouble everything that failed has been tried again."""
ADDITIONS, COMPLETIONS = "wsss-bot/candidates", "wsss-bot/completions"
LIVES = {
    "Europe/Berlin": (date(2027, 1, 4), "30 2 * * *"),  # 28 March has no 02:30
    "America/Los_Angeles": (date(2027, 7, 5), "30 1 * * *"),  # 7 November has two 01:30
}
AUTHOR = "Grace Hopper"
LISTED = tuple(
    f"{name}: {name} for Weakly Supervised Semantic Segmentation"
    for name in ("Grafting", "Pruning", "Ploughing")
)
"""What a conference lists, more and more of them; the first comes to arXiv later."""
OTHERS = [(f"On optical flow by method {n}", "Alan Turing", "") for n in range(40)]
WAYS = ("Growing", "Erasing", "Mining", "Refining", "Contrasting")
THINGS = ("Seeds", "Activation Maps", "Boundaries", "Prototypes", "Affinities")


@dataclass
class HalfYear:
    """One life of the bot, and what troubled it."""

    since: datetime
    until: datetime
    machine: Machine
    arxiv: ArxivStandin
    github: GitHubStandIn
    folder: Path
    random: Random
    fitting: set[ArxivId]
    sources: "RandomlyFailing"
    troubles: list[tuple[datetime, datetime]] = field(default_factory=list)
    wrong_clocks: list[tuple[datetime, datetime]] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    """How many objects of the bot were alive every other week."""

    def live(self) -> None:
        self.machine.after_each_job = self._look
        self.machine.start()
        for at, happens in sorted(self._events(), key=lambda event: event[0]):
            self.machine.live(at)
            happens()
        self.machine.live(self.until)

    def _look(self, _job: str, _code: int | None) -> None:
        opened = Counter(pull.head for pull in self.github.pulls if pull.state == "open")
        assert max(opened.values(), default=0) <= 1, opened

    def _count_objects(self) -> None:
        gc.collect()
        self.objects.append(
            sum(str(type(thing).__module__).startswith("wsss_bot") for thing in gc.get_objects())
        )

    # --- what happens -----------------------------------------------------------------------

    def _events(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        week = self.since + 2 * DAY + 12 * HOUR
        while week < self.until:
            yield week, self._people_answer
            yield week + self._within(5 * DAY), self._blow
            yield week + self._within(5 * DAY), self.machine.stop
            week += 7 * DAY
        for fortnight in range((self.until - self.since) // (14 * DAY)):
            yield self.since + fortnight * 14 * DAY + 3 * DAY, self._count_objects
        for begin, end in (
            (self._arxiv_fails, self._arxiv_is_well),
            (self._github_fails, self._github_is_well),
            (self._switch_off, self._switch_on),
            (self._clock_goes_wrong, self._clock_is_set),
        ):
            for _ in range(4):
                begins = self.since + 10 * DAY + self._within(self.until - self.since - 30 * DAY)
                ends = begins + self._within(3 * DAY)
                self.troubles.append((begins, ends))
                if begin == self._clock_goes_wrong:
                    self.wrong_clocks.append((begins, ends))
                yield begins, begin
                yield ends, end

    def _within(self, longest: timedelta) -> timedelta:
        return self.random.random() * longest

    def _people_answer(self) -> None:
        for pull in self.github.pulls:
            what = self.random.choice(["merge", "merge", "merge", "squash", "close", "wait"])
            if pull.state != "open" or what == "wait":
                continue
            if what == "close":
                self.github.close(pull.number)
                continue
            with suppress(Conflict):
                self.github.merge(pull.number, squash=what == "squash")

    def _blow(self) -> None:
        now = self.machine.clock.now()
        self.troubles.append((now, now + 2 * DAY))
        kinds: list[type[Killed] | type[KeyboardInterrupt]] = [Killed, KeyboardInterrupt]
        self.machine.blow = Blow(
            what=self.random.choice(kinds),
            steps=self.random.randrange(1, 60),
            arrives=self.random.random() < 0.5,
            serve_too=self.random.random() < 0.7,
        )

    def _arxiv_fails(self) -> None:
        self.arxiv.always = self.random.choice(["503 retry-after", "reset", "html", "no results"])

    def _arxiv_is_well(self) -> None:
        self.arxiv.always = None

    def _github_fails(self) -> None:
        self.github.dead_from = 1

    def _github_is_well(self) -> None:
        self.github.begin()

    def _switch_off(self) -> None:
        self.machine.stop()
        self.machine.off = True

    def _switch_on(self) -> None:
        self.machine.off = False

    def _clock_goes_wrong(self) -> None:
        self.machine.skew = self.random.choice([-5, -1, 1, 5]) * HOUR

    def _clock_is_set(self) -> None:
        self.machine.skew = timedelta()

    # --- what is left -----------------------------------------------------------------------

    @property
    def state(self) -> Path:
        return self.folder / "state.sqlite"

    def runs(self) -> tuple[Run, ...]:
        with Store.open_to_read(self.state, now=self.until) as store:
            return store.runs.latest(1_000_000)[::-1]

    def calm_within(self, begin: datetime, end: datetime) -> bool:
        """Whether there was long enough no trouble between two times."""
        moment = begin
        for first, last in sorted(self.troubles):
            if first - moment >= LONG_ENOUGH and moment + LONG_ENOUGH <= end:
                return True
            moment = max(moment, last)
        return end - moment >= LONG_ENOUGH

    def clock_was_wrong_within(self, begin: datetime, end: datetime) -> bool:
        return any(first < end and begin < last for first, last in self.wrong_clocks)


def what_arxiv_shows(
    since: datetime, until: datetime, random: Random
) -> tuple[list[Event], set[ArxivId]]:
    """A stream of papers, of which every other week one fits the list."""
    stream = years((since - 5 * DAY).date(), until.date(), papers_per_day=1.5, random=random)
    subjects = [f"{way} {thing}" for way in WAYS for thing in THINGS]
    random.shuffle(subjects)
    new = [event for event in stream if event.paper.version == 1][3::18]
    titles = {
        event.paper.arxiv_id: f"{subject.replace(' ', '')}Net: {subject} for Weakly "
        "Supervised Semantic Segmentation"
        for event, subject in zip(new, subjects, strict=False)
    }
    shown = [
        replace(event, paper=replace(event.paper, title=title, abstract=WEAK))
        if (title := titles.get(event.paper.arxiv_id))
        else event
        for event in stream
    ]
    early = {event.paper.arxiv_id for event in new if event.at < until - 21 * DAY}
    late = weak_event("2712.09999", LISTED[0], AUTHOR, at=since + 120 * DAY)
    return [*arxiv_events(flow=180, now=since), *shown, late], early & set(titles)


@pytest.fixture(params=LIVES)
def life(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[HalfYear]:
    zone = request.param
    day, poll = LIVES[zone]
    since = datetime.combine(day, time(), tzinfo=UTC)
    until = since + 182 * DAY
    random = Random(zone)  # noqa: S311  # nothing secret
    clock = Clock(since)
    events, fitting = what_arxiv_shows(since, until, random)
    arxiv = ArxivStandin(events, now=clock.now)
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    (tmp_path / "github").mkdir()
    sources = RandomlyFailing(Random(f"sources {zone}"), now=clock.now)  # noqa: S311
    with (
        serve(arxiv) as url,
        sources.serving(),
        GitHubStandIn(tmp_path / "github").serving() as github,
    ):
        sources.stands_in(monkeypatch, at=PAGES)
        github.write(WITH_PAGES)
        (tmp_path / "config.toml").write_text(
            config_for(url, github).replace("= false", "= true")
            + f'[state]\npath = "{tmp_path}/state.sqlite"\n'
            f'[schedule]\npoll = "{poll}"\ntimezone = "{zone}"\n'
            "[report]\ndashboard = true\n",
            encoding="utf-8",
        )
        yield HalfYear(
            since=since,
            until=until,
            machine=Machine(tmp_path, clock, monkeypatch),
            arxiv=arxiv,
            github=github,
            folder=tmp_path,
            random=random,
            fitting=fitting,
            sources=sources,
        )


class RandomlyFailing(SourcesStandin):
    """Sources that give bad answers every other day."""

    def __init__(self, random: Random, *, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.random, self.now = random, now
        self.since = now()
        self.times: dict[str, list[datetime]] = {}
        self.faults: dict[date, Answer | None] = {}

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        now = self.now()
        self.times.setdefault(path, []).append(now)
        papers = LISTED[: 1 + (now - self.since) // (50 * DAY)]
        self.lists("CVPR", now.year, *((title, AUTHOR, "") for title in papers), *OTHERS)
        for number in range(len(papers)):
            self.tells("CVPR", now.year, number, WEAK)
        bad: Answer = (200, {}, BOT_CHECK) if self.random.random() < 0.25 else (500, {}, b"oops")
        today = bad if self.random.random() < 0.5 else None
        self.fault = self.faults.setdefault(now.date(), today)
        return super().answer(path, headers, body)


def test_in_half_a_year_nothing_is_lost_and_nothing_is_done_twice(life: HalfYear) -> None:
    life.live()
    every_due_job_was_done_once(life)
    life.machine.do("poll")

    every_paper_was_polled(life)
    every_fitting_paper_was_proposed_once(life)
    every_listed_paper_was_proposed_once(life)
    assert any(pull.head == COMPLETIONS for pull in life.github.pulls)
    a_conference_of_the_year_cost_a_request_a_week(life)
    memory_is_flat(life)


def a_conference_of_the_year_cost_a_request_a_week(life: HalfYear) -> None:
    weeks = (life.until - life.since) / timedelta(weeks=1)
    for path, times in life.sources.times.items():
        if path.startswith(f"/CVPR{life.since.year}"):
            assert weeks / 3 < len(times) <= weeks + len(life.wrong_clocks) + 2


def every_due_job_was_done_once(life: HalfYear) -> None:
    schedule = read_config(life.folder / "config.toml").schedule
    runs = life.runs()
    for job, crontab in crontabs(schedule).items():
        done = [run for run in runs if run.job == job and run.exit_code == DONE]
        due = [life.since]
        while due[-1] < life.until:
            due.append(next_run_at(crontab, timezone=schedule.timezone, now=due[-1]))
        calm = 0
        for begin, end in pairwise(due[:-1]):
            times = [run.started_at for run in done if begin <= run.started_at < end]
            if not life.clock_was_wrong_within(begin, end):
                by_itself = [at for at in times if not is_part_of_another(job, at, runs)]
                # A refresh is done once more for what a listing has to say.
                assert len(by_itself) <= (2 if job == "refresh" else 1), (job, begin)
            if life.calm_within(begin, end):
                assert times, (job, begin)
                calm += 1
        assert calm >= len(due) * 2 / 3, (job, calm, len(due))


def is_part_of_another(job: str, at: datetime, runs: Sequence[Run]) -> bool:
    """Whether it was a whole run that polled."""
    wholes = [run.started_at for run in runs if run.job == "propose"]
    return job == "poll" and any(timedelta() <= at - whole < HOUR for whole in wholes)


def every_paper_was_polled(life: HalfYear) -> None:
    first = life.since - 3 * MONTH
    served = life.arxiv.served("cs.CV")
    due = {i for i in served if life.arxiv.paper(i).submitted_at.date() >= first.date()}
    with Store.open_to_read(life.state, now=life.until) as store:
        known = store.papers.known_ids()
    assert len(due) > 250
    assert due <= {i for i in known if is_on_arxiv(i)} <= served


def every_fitting_paper_was_proposed_once(life: HalfYear) -> None:
    proposed = Counter[str]()
    for pull in life.github.pulls:
        if pull.head == ADDITIONS:
            memory = PAPERS.read(pull.body)
            assert memory is not None
            proposed.update(list(memory.proposed()))
    assert len(life.fitting) >= 10
    assert proposed == Counter({*life.fitting, *proposed})
    assert all(
        life.github.text().count(paper) in ({0, 2} if is_on_arxiv(ArxivId(paper)) else {0, 1})
        for paper in proposed
    )


def every_listed_paper_was_proposed_once(life: HalfYear) -> None:
    titles = Counter[str]()
    for pull in life.github.pulls:
        memory = PAPERS.read(pull.body) if pull.head == ADDITIONS else None
        titles.update([one.title for one in memory.proposed().values()] if memory else [])
    assert [titles[title] for title in LISTED] == [1, 1, 1]


def memory_is_flat(life: HalfYear) -> None:
    half = len(life.objects) // 2
    assert max(life.objects[half:]) <= 1.02 * max(life.objects[:half])
