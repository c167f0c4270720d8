"""The image of the Dockerfile, built by hand and run as a hardened container runs it.

It takes root, name spaces and a package registry, so it is a step of its own: `make image-check`.
"""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.image import root_folder
from tests.image.build import Image, build, unmet
from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.working_folder import LIST, arxiv_events, config_for
from wsss_bot.app import SystemClock

SOURCE = Path(__file__).parents[2]
WANTED = "IMAGE_CHECK" in os.environ
REASON = unmet(SOURCE) if WANTED else "make image-check builds and tries the image"
SECONDS = 60
"""How long one command may take."""

pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON)


@pytest.fixture(scope="session")
def image() -> Iterator[Image]:
    """The built image; it is large, so it does not stay behind."""
    with tempfile.TemporaryDirectory() as scratch:
        yield build(SOURCE, Path(scratch))


class Volume:
    """A container's /data, and what runs with it."""

    def __init__(self, image: Image, data: Path) -> None:
        self.image, self.data = image, data
        self.user = image.stage.last("USER").rest
        number, group = self.user.split(":")
        os.chown(data, int(number), int(group))

    @property
    def started(self) -> tuple[list[str], list[str]]:
        """What a container without a command starts: the entry point, and the default for it."""
        stage = self.image.stage
        return stage.last("ENTRYPOINT").exec_form, stage.last("CMD").exec_form

    def line(self, *command: str) -> list[str]:
        return root_folder.as_container(
            self.image.root,
            command,
            env={**self.image.env, "GITHUB_TOKEN": TOKEN},
            user=self.user,
            data=self.data,
        )

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  # the image's own commands
            self.line(*command), capture_output=True, text=True, timeout=SECONDS, check=False
        )

    def healthcheck(self, first: int) -> int:
        """Return the exit code of the image's health check beside process `first`."""
        command = self.image.stage.last("HEALTHCHECK").exec_form
        line = root_folder.beside(
            first, self.image.root, command, env=self.image.env, user=self.user
        )
        return subprocess.run(line, timeout=SECONDS, check=False).returncode  # noqa: S603


@pytest.fixture
def volume(image: Image, tmp_path: Path) -> Volume:
    data = tmp_path / "data"
    data.mkdir()
    return Volume(image, data)


@pytest.fixture
def github(volume: Volume, tmp_path: Path) -> Iterator[GitHubStandIn]:
    """A config in the volume that points at stand-ins of arXiv and GitHub."""
    folder = tmp_path / "github"
    folder.mkdir()
    arxiv = ArxivStandin(arxiv_events(flow=120, now=SystemClock().now()), now=SystemClock().now)
    with serve(arxiv) as url, GitHubStandIn(folder).serving() as hub:
        hub.write(LIST)
        (volume.data / "config.toml").write_text(config_for(url, hub), encoding="utf-8")
        yield hub


def wait_for(what: Callable[[], bool]) -> bool:
    end = time.monotonic() + SECONDS
    while not (came := what()) and time.monotonic() < end:
        time.sleep(0.2)
    return came


def children_of(process: int) -> list[int]:
    """Return the processes that a process has started and not taken leave of."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(number) for one in lists for number in one.read_text(encoding="ascii").split()]


def is_zombie(process: int) -> bool:
    try:
        return "(zombie)" in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:  # it is gone
        return False


def test_the_program_is_what_the_container_starts(volume: Volume) -> None:
    entry, command = volume.started

    assert "wsss-bot, version" in volume.run(*entry, "--version").stdout
    assert "Usage:" in volume.run(*entry, *command, "--help").stdout


def test_it_is_a_user_without_rights_and_can_write_nothing_but_the_volume(volume: Volume) -> None:
    tried = "for f in / /tmp /opt/wsss-bot /usr/local /etc /data; do touch $f/x && echo $f; done"
    printed = volume.run("sh", "-c", f"id -u; {tried}; cat /proc/self/status").stdout

    assert printed.split("\nName:")[0].splitlines() == ["10001", "/data"]
    assert set(re.findall(r"Cap\w+:\t(\w+)", printed)) == {"0" * 16}


def test_the_demo_works_there_and_leaves_nothing_behind(volume: Volume) -> None:
    done = volume.run("wsss-bot", "demo")

    assert done.returncode == 0
    assert "papers for the list" in done.stdout
    assert "wsss-bot init" in done.stderr  # the next command; what is for programs stands alone
    assert list(volume.data.iterdir()) == []


def test_every_module_is_compiled_and_bound_to_its_source_not_to_a_date(volume: Volume) -> None:
    [package] = volume.image.root.glob("opt/wsss-bot/lib/python3.*/site-packages/wsss_bot")
    modules = sorted(package.rglob("*.py"))
    compiled = [next((m.parent / "__pycache__").glob(f"{m.stem}.*.pyc"), None) for m in modules]

    assert None not in compiled
    # https://peps.python.org/pep-0552/: flags 3 say that the hash of the source is checked.
    assert {path.read_bytes()[4:8] for path in compiled if path} == {b"\3\0\0\0"}


def test_what_only_building_needs_stays_behind(volume: Volume) -> None:
    assert not (volume.image.root / "build").exists()
    assert volume.run("python", "-c", "import hatchling").returncode == 1
    assert volume.run("python", "-m", "pip").returncode == 1


def test_a_run_opens_a_pull_request_and_keeps_its_state_in_the_volume(
    volume: Volume, github: GitHubStandIn
) -> None:
    done = volume.run("wsss-bot", "run")

    assert (done.returncode, done.stderr) == (0, "")
    assert github.pull(1).title == "1 paper for the list: SeedNet"
    assert {path.name for path in volume.data.iterdir()} == {"config.toml", "var"}


def test_as_process_1_it_serves_is_healthy_and_ends_when_told(
    volume: Volume, github: GitHubStandIn
) -> None:
    entry, command = volume.started
    with subprocess.Popen(volume.line(*entry, *command)) as container:  # noqa: S603
        assert wait_for(lambda: bool(children_of(container.pid)))

        [first] = children_of(container.pid)  # what `unshare` has started

        assert wait_for(lambda: bool(github.pulls))
        assert wait_for(lambda: volume.healthcheck(first) == 0)
        assert wait_for(lambda: not any(map(is_zombie, children_of(first))))

        os.kill(first, signal.SIGTERM)
        told_at = time.monotonic()

        assert container.wait(SECONDS) == 0
        assert time.monotonic() - told_at < 5


def test_without_a_bot_at_work_it_is_not_healthy(volume: Volume, github: GitHubStandIn) -> None:
    del github

    assert volume.run("wsss-bot", "healthcheck").returncode == 1
