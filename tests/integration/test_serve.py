"""`Service` with a real state file; time is told, and the jobs only say how they ended."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.standins.clock import Clock
from wsss_bot.cli import run
from wsss_bot.config import ScheduleSection
from wsss_bot.errors import INTERRUPTED, ArxivError, ConfigError
from wsss_bot.service.child import KILLED, Children
from wsss_bot.service.health import judge, read_past
from wsss_bot.service.serve import PULSE, Service, make_clock, put_right
from wsss_bot.state import Store

MONDAY = datetime(2026, 11, 23, 4, tzinfo=UTC)
FAILURES: dict[int, BaseException | None] = {
    0: None,
    1: ConfigError("no token"),
    75: ArxivError("arXiv is away"),
    130: KeyboardInterrupt(),
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Place:
    """A state file, a clock, and jobs that end as they are told; they take a minute."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "var" / "state.sqlite"
        self.schedule = ScheduleSection(propose="0 7 * * mon", refresh="0 7 1 * *")
        self.clock = Clock(MONDAY)
        self.done: list[str] = []
        self.endings: dict[str, int | None] = {}
        self.recording = True

    def service(self, *, after: Callable[[str], None] = lambda _: None) -> Service:
        def do(job: str) -> int | None:
            self.done.append(job)
            code = self.endings.get(job, 0)
            self.clock.sleep(60)
            if self.recording:
                with Store.open(self.state, now=self.clock.now()) as store:
                    for name in ("poll", "propose") if job == "propose" else (job,):
                        number = store.runs.start(name, at=self.clock.now())
                        if code is not None:
                            store.runs.finish(
                                number, {}, at=self.clock.now(), failure=FAILURES[code]
                            )
            after(job)
            return code

        service = Service(self.schedule, self.state, do=do, now=self.clock.now)
        service.open()
        return service

    def damage(self) -> None:
        """Damage the state, and forget what was done."""
        content = bytearray(self.state.read_bytes())
        content[2000:] = b"\xff" * (len(content) - 2000)
        self.state.write_bytes(content)
        self.done.clear()

    def up_for(self, service: Service, time: timedelta) -> None:
        """Let time pass, from one moment at which something is due to the next."""
        over = self.clock.now() + time
        while self.clock.now() < over:
            service.beat()
            service.attend()
            self.clock.moment = min(over, *service.starts().values())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_at_the_first_start_everything_is_done_and_a_whole_run_polls(place: Place) -> None:
    place.service().attend()

    assert place.done == ["propose", "refresh"]


def test_in_a_week_each_job_is_done_at_its_times(place: Place) -> None:
    service = place.service()
    service.attend()
    place.done.clear()

    place.up_for(service, 7 * DAY)

    assert place.done == ["poll", "propose", "poll", "poll", "poll", "poll"]


def test_what_was_missed_in_three_weeks_is_done_once(place: Place) -> None:
    place.service().attend()
    place.done.clear()
    place.clock.sleep(21 * DAY.total_seconds())

    place.service().attend()

    assert sorted(place.done) == ["propose", "refresh"]


def test_an_outage_of_a_day_is_survived_with_few_tries(place: Place) -> None:
    service = place.service()
    service.attend()
    place.done.clear()
    place.endings = {"poll": 75}
    place.up_for(service, DAY)
    place.endings = {}
    tried = len(place.done)
    place.up_for(service, 8 * HOUR)

    assert 5 <= tried <= 12
    assert place.done.count("propose") == 1
    assert read_past(place.state, now=place.clock.now())["poll"][0].exit_code == 0


@pytest.mark.parametrize("recording", [True, False])
def test_a_job_that_needs_the_operator_is_left_alone_until_its_next_time(
    place: Place, recording: bool
) -> None:
    place.recording = recording
    place.endings = {"propose": 1}
    service = place.service()

    place.up_for(service, 2 * HOUR)

    assert place.done.count("propose") == 1
    assert place.done.count("refresh") == 1


def test_what_the_state_cannot_say_is_not_tried_without_end_after_a_wrong_clock(
    place: Place,
) -> None:
    service = place.service()
    place.clock.sleep(400 * DAY.total_seconds())
    service.attend()
    place.clock.sleep(-400 * DAY.total_seconds())
    place.done.clear()
    place.recording = False
    place.endings = {"propose": 75, "poll": 1, "refresh": None}

    service.attend()

    assert place.done == ["propose", "poll", "refresh"]


def test_a_restart_tries_it_again(place: Place) -> None:
    place.endings = {"propose": 1}
    place.service().attend()
    place.clock.sleep(600)
    place.endings = {}

    place.service().attend()

    assert place.done.count("propose") == 2


def test_after_stop_no_other_job_begins(place: Place) -> None:
    service = place.service(after=lambda _: service.stopping.set())

    service.attend()

    assert place.done == ["propose"]


def test_a_state_that_is_lost_while_it_is_up_is_begun_again(place: Place) -> None:
    service = place.service()
    service.attend()
    for file in place.state.parent.iterdir():
        file.unlink()

    service.beat()
    service.attend()

    assert place.state.exists()


def test_a_damaged_state_is_put_aside_at_the_start(place: Place) -> None:
    place.service().attend()
    place.damage()

    place.service().attend()

    assert place.done == ["propose", "refresh"]
    assert list(place.state.parent.glob("*.damaged-*"))


def test_a_state_that_is_damaged_while_it_is_up_is_put_aside_within_a_minute(place: Place) -> None:
    service = place.service()
    service.attend()
    place.damage()

    service.attend()
    service.attend()

    assert place.done == ["propose", "refresh"]
    assert list(place.state.parent.glob("*.damaged-*"))


def test_a_state_that_an_orphan_is_still_working_with_is_waited_for(place: Place) -> None:
    with Store.open(place.state, now=place.clock.now()):
        place.recording = False
        place.endings = {"propose": 75, "poll": 75, "refresh": 75}
        service = place.service()
        service.attend()
    tried = len(place.done)
    place.recording, place.endings = True, {}
    place.clock.sleep(600)

    service.attend()

    assert place.done[tried:] == ["propose", "refresh"]


def test_a_job_that_somebody_else_interrupts_is_left_alone_for_a_minute(place: Place) -> None:
    place.endings = {"propose": 130}
    service = place.service()

    service.attend()

    assert place.done == ["propose"]
    assert service.due()[0] == "propose"


def test_a_sign_of_life_is_given_while_a_job_works_and_taken_back_at_the_end(place: Place) -> None:
    service = place.service()
    with Store.open(place.state, now=place.clock.now()) as at_work:
        service.beat()
        beat = at_work.heartbeat.last()
        assert beat is not None
        assert beat.at == place.clock.now()

        service.end()
        assert at_work.heartbeat.last() is None


def test_a_bot_that_is_up_and_has_caught_up_is_healthy(place: Place) -> None:
    service = place.service()
    service.attend()
    service.beat()

    with Store.open_to_read(place.state, now=place.clock.now()) as store:
        beat = store.heartbeat.last()
    past = read_past(place.state, now=place.clock.now())
    assert judge(place.schedule, past, beat, now=place.clock.now()).ok


def test_serve_on_a_local_list_names_the_commands_that_work_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["serve"]) == 1

    assert "wsss-bot preview" in capsys.readouterr().err


def test_a_clock_that_is_set_back_by_a_day_does_not_silence_the_bot(place: Place) -> None:
    clock = make_clock(place.service(), now=datetime.now(UTC))
    clock.start(paused=True)
    yesterday = datetime.now(UTC) - DAY

    put_right(clock, now=yesterday)

    assert [job.next_run_time <= yesterday + PULSE for job in clock.get_jobs()] == [True, True]
    clock.shutdown()


def test_a_command_that_hangs_is_killed(caplog: pytest.LogCaptureFixture) -> None:
    assert Children(longest_seconds=0.0).run(["--help"]) is KILLED

    assert caplog.messages == ["wsss-bot --help hangs and is killed"]


def test_a_command_that_cannot_be_started_is_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    assert Children().run(["poll"]) is KILLED

    assert caplog.messages == ["wsss-bot poll cannot be started: No such file or directory"]


def test_after_stop_no_command_is_started() -> None:
    children = Children()

    children.stop(grace_seconds=0)

    assert children.run(["poll"]) == INTERRUPTED
