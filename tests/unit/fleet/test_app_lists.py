"""The folder of a GitHub App's lists: kept as its installations are, within what they may say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wsss_bot.config import ArxivSection, Config, read_config
from wsss_bot.errors import GitHubError
from wsss_bot.fleet.app_lists import installations_in, keep_current
from wsss_bot.fleet.members import read_members

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
OURS = Config(arxiv=ArxivSection(contact="us@example.org"))
HOSTILE = """
[list]
repository = "somebody/else"
path = "LIST.md"
[arxiv]
api_url = "https://elsewhere.example/api"
rss_url = "https://elsewhere.example/rss"
categories = ["cs.CL"]
backfill_months = 120
[state]
path = "/etc/passwd"
[github]
api_url = "https://elsewhere.example"
[report]
dashboard = true
notify = ["json://internal.example/", "$WSSS_BOT_APP_KEY"]
"""


@dataclass(frozen=True)
class Repository:
    repository: str
    config: str | None = ""
    installation: str = "7"


def test_a_config_decides_about_its_list_and_about_nothing_else(tmp_path: Path) -> None:
    keep_current(tmp_path, [Repository("a/list", HOSTILE)], ours=OURS, now=NOW)

    config = read_config(tmp_path / "a+list.toml")
    assert (config.list.repository, config.list.path) == ("a/list", "LIST.md")
    assert config.arxiv.categories == ("cs.CL",)
    assert config.arxiv.backfill_months == OURS.arxiv.backfill_months
    assert (config.arxiv.api_url, config.arxiv.contact) == (OURS.arxiv.api_url, "us@example.org")
    assert (config.state, config.github) == (OURS.state, OURS.github)
    assert (config.report.dashboard, config.report.notify) == (True, ())


def test_lists_come_and_go_with_the_installations_once_an_hour(tmp_path: Path) -> None:
    first = [Repository("a/list"), Repository("b/list"), Repository("c/none", None)]
    keep_current(tmp_path, first, ours=OURS, now=NOW)
    keep_current(tmp_path, [], ours=OURS, now=NOW + timedelta(minutes=59))
    assert installations_in(tmp_path) == {"a+list": "7", "b+list": "7"}

    later = [Repository("b/list", installation="9")]
    keep_current(tmp_path, later, ours=OURS, now=NOW + timedelta(hours=1))

    members = read_members(tmp_path, tmp_path / "var")
    assert [(m.name, m.repository, m.installation) for m in members] == [("b+list", "b/list", "9")]


def test_a_config_with_a_fault_is_named_and_harms_no_other(tmp_path: Path) -> None:
    found = [Repository("a/list", "[list"), Repository("b/list")]
    keep_current(tmp_path, found, ours=OURS, now=NOW)

    broken, sound = read_members(tmp_path, tmp_path / "var")
    assert "is not TOML" in broken.fault
    assert sound.fault == ""


def test_where_github_is_away_the_lists_stay_as_they_were(tmp_path: Path) -> None:
    def away() -> Iterator[Repository]:
        yield Repository("a/other")
        raise GitHubError("GitHub did not answer")

    keep_current(tmp_path, [Repository("a/list")], ours=OURS, now=NOW)
    keep_current(tmp_path, away(), ours=OURS, now=NOW + timedelta(hours=2))
    assert list(installations_in(tmp_path)) == ["a+list"]

    with pytest.raises(GitHubError):
        keep_current(tmp_path / "new", away(), ours=OURS, now=NOW)
