"""Papers of a new listing that are not on arXiv: proposed once, and known when arXiv has them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.standins.sources import BOT_CHECK, SourcesStandin
from tests.working_folder import (
    LIST,
    NOW,
    PAGES,
    WEAK,
    WITH_PAGES,
    arxiv_events,
    config_for,
    weak_event,
)
from wsss_bot.app import SystemClock
from wsss_bot.cli import run
from wsss_bot.domain import ArxivId

TITLE = "GraftNet: Grafting Seeds for Weakly Supervised Semantic Segmentation"
OTHERS = [(f"On optical flow by method {n}", "Alan Turing", "") for n in range(40)]
PAGE = "openaccess.thecvf.com/content/CVPR2022/html/P0.html"


class Life:
    """The bot's life with its list: what time it is, what arXiv shows, what is proposed."""

    def __init__(self, sources: SourcesStandin, arxiv: ArxivStandin, hub: GitHubStandIn) -> None:
        self.sources, self.arxiv, self.hub = sources, arxiv, hub
        self.now = NOW

    def lists(self, *papers: tuple[str, str, str]) -> None:
        self.sources.lists("CVPR", 2022, *papers, *OTHERS)
        for number in range(len(papers)):
            self.sources.tells("CVPR", 2022, number, WEAK)

    @property
    def branch(self) -> str:
        return self.hub.text("wsss-bot/candidates")

    @property
    def pages(self) -> list[str]:
        return [path for path in self.sources.paths if path.startswith("/content/")]


@pytest.fixture
def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    folder = tmp_path / "github"
    folder.mkdir()
    with SourcesStandin().serving() as sources:
        arxiv = ArxivStandin(arxiv_events(flow=200), now=lambda: it.now)
        with serve(arxiv) as url, GitHubStandIn(folder).serving() as hub:
            it = Life(sources, arxiv, hub)
            monkeypatch.setattr(SystemClock, "now", lambda _: it.now)
            monkeypatch.setattr(SystemClock, "sleep", lambda _, __: None)
            sources.stands_in(monkeypatch, at=PAGES)
            hub.now = lambda: it.now
            hub.write(WITH_PAGES)
            text = config_for(url, hub).replace("= false", "= true")
            (tmp_path / "config.toml").write_text(text, encoding="utf-8")
            yield it


def done(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run([*words, "--json"]) == 0
    shown: dict[str, Any] = json.loads(capsys.readouterr().out)
    return shown


def test_a_paper_of_a_new_listing_is_proposed_with_the_link_to_its_proceedings(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    life.lists((TITLE, "Grace Hopper", ""))

    report = done(capsys, "run")

    assert PAGE in report["proposed"]
    [row] = [line for line in life.branch.splitlines() if TITLE in line]
    assert f"| [CVPR 2022](https://{PAGE}) | - | - |" in row
    assert f"](https://{PAGE})" in life.hub.pull(1).body
    assert len(life.pages) == 3  # 6 % of 41 titles, rounded up


def test_a_second_run_asks_for_nothing_and_proposes_nothing_again(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    life.lists((TITLE, "Grace Hopper", ""))
    done(capsys, "run")
    asked = len(life.sources.asked)
    life.now += timedelta(days=1)

    report = done(capsys, "run")

    assert report["proposed"] == []
    assert len(life.sources.asked) == asked
    assert life.branch.count(TITLE) == 1


def test_what_came_to_arxiv_later_is_not_proposed_again(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    life.lists((TITLE, "Grace Hopper", ""))
    done(capsys, "run")
    life.hub.close(1)
    life.arxiv.add([weak_event("2205.00077", TITLE, "G. Hopper", at=life.now)])
    life.now += timedelta(days=7)

    report = done(capsys, "run")

    assert ArxivId("2205.00077") not in report["proposed"]
    assert report["outcomes"][PAGE] == "declined"


def test_what_nobody_decided_on_is_proposed_again_when_it_came_to_arxiv(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    life.lists((TITLE, "Grace Hopper", ""))
    done(capsys, "run")
    life.hub.close(1, by="stale[bot]")
    done(capsys, "run")
    life.arxiv.add([weak_event("2205.00077", TITLE, "G. Hopper", at=life.now)])
    life.now += timedelta(days=7)

    report = done(capsys, "run")

    assert ArxivId("2205.00077") in report["proposed"]
    assert PAGE not in report["proposed"]


def test_what_was_refused_under_another_page_stays_refused_without_a_state(
    life: Life, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    life.lists((TITLE, "Grace Hopper", ""))
    done(capsys, "run")
    life.hub.close(1)
    done(capsys, "run")
    for path in (tmp_path / "var").glob("*.sqlite*"):
        path.unlink()
    life.lists(("Another paper of that day", "Alan Turing", ""), (TITLE, "Grace Hopper", ""))
    life.now += timedelta(days=7)

    report = done(capsys, "run")

    assert not [one for one in report["proposed"] if "CVPR2022" in one]


def test_what_is_on_arxiv_already_is_left_to_arxiv(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    life.lists((TITLE, "Grace Hopper", ""), (f"{TITLE} Two", "Grace Hopper", "2203.00001"))
    life.arxiv.add([weak_event("2205.00077", TITLE, "G. Hopper", at=NOW - timedelta(days=9))])

    report = done(capsys, "run")

    assert PAGE not in report["proposed"]
    assert "2205.00077" in report["proposed"]


def test_a_search_that_was_broken_off_goes_on_where_it_was(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    life.lists((TITLE, "Grace Hopper", ""))
    good = life.sources.answers["/content/CVPR2022/html/P0.html"]
    life.sources.answers["/content/CVPR2022/html/P0.html"] = (200, {}, BOT_CHECK)
    assert PAGE not in done(capsys, "run")["proposed"]
    life.sources.answers["/content/CVPR2022/html/P0.html"] = good
    life.now += timedelta(days=1)

    report = done(capsys, "run")

    assert PAGE in report["proposed"]
    assert life.sources.paths.count("/CVPR2022?day=all") == 1


@pytest.mark.parametrize("listed", [LIST, WITH_PAGES])
def test_only_a_list_with_such_rows_gets_more_of_them(
    life: Life, capsys: pytest.CaptureFixture[str], listed: str
) -> None:
    life.hub.write(listed)
    life.lists((TITLE, "Grace Hopper", ""))

    report = done(capsys, "run")

    assert (PAGE in report["proposed"]) == (listed == WITH_PAGES)


def test_a_switch_ends_it(life: Life, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    life.lists((TITLE, "Grace Hopper", ""))
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    (tmp_path / "config.toml").write_text(f"{text}discover = false\n", encoding="utf-8")

    assert PAGE not in done(capsys, "run")["proposed"]
    assert life.pages == []
