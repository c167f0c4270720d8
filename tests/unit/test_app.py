"""The composition root: what config, environment and clock become."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from tests.make import a_paper
from wsss_bot.app import App
from wsss_bot.config import Config, ListSection
from wsss_bot.config.sections import VenuesSection
from wsss_bot.errors import ConfigError

NOW = datetime(2024, 6, 3, 7, tzinfo=UTC)


class StoppedClock:
    def now(self) -> datetime:
        return NOW

    def sleep(self, seconds: float) -> None:
        raise AssertionError(f"nobody waits {seconds} s here")


def an_app(environment: Mapping[str, str] | None = None, **sections: object) -> App:
    return App(Config(**sections), environment or {}, StoppedClock())  # type: ignore[arg-type]


def test_only_the_given_environment_is_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "ghp_of_this_process")

    app = an_app({"GITHUB_TOKEN": " github_pat_given\n"})

    assert app.credentials() == "a fine-grained token"
    assert app.secrets() == (" github_pat_given\n", "", "")
    assert an_app().credentials() == ""


def test_an_app_of_github_is_preferred_to_a_token() -> None:
    given = {"GITHUB_TOKEN": "ghp_a", "WSSS_BOT_APP_ID": "12", "WSSS_BOT_APP_KEY": "no key"}

    assert an_app(given).credentials() == "a GitHub App"
    with pytest.raises(ConfigError, match="the GitHub App cannot sign in"):
        an_app(given, list=ListSection(repository="someone/a-list")).forge()


def test_the_config_tells_how_a_list_is_read() -> None:
    text = "| name | at |\n| --- | --- |\n| [Seeds](https://arxiv.org/abs/2405.00001) | CVPR |\n"

    [as_found] = an_app().read_list(text).tables
    [as_told] = an_app(list=ListSection(columns={"at": "other"})).read_list(text).tables

    assert [column.role for column in as_found.columns][1:] == ["venue"]
    assert [column.role for column in as_told.columns][1:] == ["other"]


def test_a_venue_of_the_config_is_a_fact() -> None:
    paper = a_paper("2405.00001", comment="Accepted to Conference on Foo 2024")
    venues = VenuesSection(conferences={"FooConf": ("Conference on Foo",)})

    names = [
        facts.venue and facts.venue.name
        for facts in (an_app(venues=venues).facts_of()(paper), an_app().facts_of()(paper))
    ]

    assert names[0] == "FooConf"
    assert names[1] != "FooConf"
