import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.config import Config, ListSection, parse_config, read_config, to_toml
from wsss_bot.errors import ConfigError

ROOT = Path(__file__).parents[2]


def test_the_documented_config_holds_every_default() -> None:
    assert (ROOT / "config.toml").read_text(encoding="utf-8") == to_toml(Config())


def test_an_empty_config_is_the_default() -> None:
    assert parse_config("", name="config.toml") == Config()


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_what_is_written_is_read_again(path: str) -> None:
    config = Config(list=ListSection(path=path))

    assert Config.model_validate(tomllib.loads(to_toml(config))) == config


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "# a comment\n\n[score]\nnoise_per_weak = 2.0\n",
            r"c\.toml, line 4: \[score\] noise_per_weak is not a key of this program; "
            r"did you mean 'noise_per_week'\?",
        ),
        (
            '[arxiv]\ncontact = "a\\nb"\n',
            r"line 2: \[arxiv\] contact is 'a\\nb': expected an e-mail or web address",
        ),
        (
            "[scores]\nthreshold = 0.5\n",
            r"line 1: \[scores\] is not a section of this program; did you mean 'score'\?",
        ),
        ("max_rows = 3\n", r"line 1: \[max_rows\] .*; it belongs under \[pull_request\]"),
        ("[list]\ncategories = ['cs.CV']\n", r"line 2: .*; it belongs under \[arxiv\]"),
        ("[list]\nzzz = 1\n", r"line 2: .*; known are repository, path, branch, columns"),
        ("[score]\nthreshold = 80\n", r"line 2: \[score\] threshold is 80: input should be less"),
        (
            "score = { threshold = 'high' }\n",
            r"line 1: \[score\] threshold is 'high': input should be a valid number",
        ),
        ("score.threshold = 2.0\n", r"line 1: \[score\] threshold is 2.0"),
        ("[list]\nrepository = 'a b'\n", r"line 2: \[list\] repository is 'a b': expected owner/n"),
        ("[pull_request]\nbranch = 'a b'\n", r"line 2: .* branch is 'a b': expected letters"),
        ("[refresh]\nbranch = 'a b'\n", r"line 2: .* branch is 'a b': expected letters"),
        ("[arxiv]\ncategories = []\n", r"line 2: .* categories is \[\]: expected at least one"),
        ("[schedule]\npoll = '30 5 * * 1-5'\n", "name the days of the week"),
        ("[schedule]\npoll = 'daily'\n", "it must have five fields"),
        ("[schedule]\ntimezone = 'Mars/Olympus'\n", "no such time zone"),
        ("[arxiv]\napi_url = 'ftp://x'\n", "expected an address that begins with https://"),
        (
            "[arxiv]\npause_seconds = 1.0\n",
            r"line 1: \[arxiv\]: pause_seconds is 1.0; arXiv asks for at least 3.0 seconds",
        ),
        ("[list\n", r"c\.toml is not TOML: .*line 1"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_a_remedy(text: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        parse_config(text, name="c.toml")


def test_two_mistakes_are_both_named() -> None:
    with pytest.raises(ConfigError, match=r"(?s)line 2: .*line 4: "):
        parse_config("[list]\nzzz = 1\n[score]\nthreshold = 2.0\n", name="c.toml")


@pytest.mark.parametrize("names", ["['CS']", "['CS', 'CS']", "['cs.CV', 'CS']"])
def test_a_bad_category_is_named_once(names: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_config(f"[arxiv]\ncategories = {names}\n", name="c.toml")

    assert str(refused.value) == (
        "c.toml, line 2: [arxiv] categories is 'CS': no arXiv category looks like that; "
        "expected a name like 'cs.CV'"
    )


def test_a_shorter_pause_is_allowed_towards_a_server_on_this_machine() -> None:
    text = (
        "[arxiv]\npause_seconds = 0.0\n"
        "api_url = 'http://127.0.0.1:8000/api/query'\nrss_url = 'http://localhost:8000/rss'\n"
    )

    assert parse_config(text, name="c.toml").arxiv.pause_seconds == 0.0


def test_a_config_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read the config .*gone\.toml: No such file"):
        read_config(tmp_path / "gone.toml")


def test_a_config_that_is_not_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        read_config(path)


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"line 2: \[list\] columns"):
        parse_config('[list]\ncolumns = { "Where" = "place" }\n', name="c.toml")
