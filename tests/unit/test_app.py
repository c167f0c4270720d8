"""The composition root: what config, environment and clock become."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from tests.make import a_paper
from wsss_bot.app import App
from wsss_bot.config import Config, ListSection
from wsss_bot.config.sections import GitHubSection, VenuesSection
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


ELSEWHERE = "https://github.example.org/api/v3"


def an_app_elsewhere(environment: Mapping[str, str], *, is_named: bool = False) -> App:
    config = Config(
        list=ListSection(repository="someone/a-list"), github=GitHubSection(api_url=ELSEWHERE)
    )
    return App(config, environment, StoppedClock(), is_named=is_named)


@pytest.mark.parametrize(
    "secrets", [{"GITHUB_TOKEN": "ghp_a"}, {"WSSS_BOT_APP_ID": "12", "WSSS_BOT_APP_KEY": "a key"}]
)
def test_the_config_of_a_strangers_folder_sends_no_token_anywhere(
    secrets: Mapping[str, str],
) -> None:
    with pytest.raises(ConfigError, match=r"would send the token to github\.example\.org"):
        an_app_elsewhere(secrets).forge()


def test_a_workflow_sends_its_token_where_it_runs_and_not_where_the_repository_says() -> None:
    workflow = {"GITHUB_TOKEN": "ghs_a", "GITHUB_ACTIONS": "true"}

    at_home = workflow | {"GITHUB_API_URL": "https://api.github.com"}
    with pytest.raises(ConfigError, match="would send the token"):
        an_app_elsewhere(at_home, is_named=True).forge()

    there = an_app_elsewhere(workflow | {"GITHUB_API_URL": ELSEWHERE})
    assert there.forge().client.web_host == "github.example.org"


def test_a_token_is_sent_elsewhere_where_the_operator_says_so() -> None:
    token = {"GITHUB_TOKEN": "ghp_a"}

    for app in (
        an_app_elsewhere(token, is_named=True),
        an_app_elsewhere(token | {"WSSS_BOT_API_URL": ELSEWHERE}),
        an_app_elsewhere({}),
    ):
        assert app.forge().client.web_host == "github.example.org"


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
