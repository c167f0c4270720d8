import re
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

    assert parse_config(to_toml(config), name="config.toml") == config


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "# a comment\n\n[score]\nnoise_per_weak = 2.0\n",
            r"c\.toml, line 4: \[score\] noise_per_weak is not a key of this program; "
            r"did you mean 'noise_per_week'\?",
        ),
        (
            "[scores]\nthreshold = 0.5\n",
            r"line 1: \[scores\] is not a section of this program; did you mean 'score'\?",
        ),
        (
            "max_rows = 3\n",
            r"line 1: \[max_rows\] is not a key .*; it belongs under \[pull_request\]",
        ),
        ("[list]\ncategories = ['cs.CV']\n", r"line 2: .*; it belongs under \[arxiv\]"),
        ("[list]\nzzz = 1\n", r"line 2: .*; known are repository, path, branch, columns"),
        (
            "[arxiv]\npause_seconds = 1.0\n",
            r"pause_seconds is 1.0; arXiv asks for at least 3.0 sec",
        ),
        ("[list\n", r"c\.toml is not TOML: .*line 1"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_a_remedy(text: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        parse_config(text, name="c.toml")


@pytest.mark.parametrize(
    ("section", "line", "sentence"),
    [
        ("list", "path = ''", 'path is "": expected text that is not empty'),
        ("list", "path = 2026-11-21", "path is 2026-11-21: expected text in quotation marks"),
        ("list", "repository = 'a b'", 'repository is "a b": expected owner/name, as in'),
        (
            "list",
            'columns = { "Where" = "place" }',
            'columns is { "Where" = "place" }: expected names in braces, each with one of "auth',
        ),
        ("score", "authors = ['0000-0002-1825-0098']", "is no ORCID: its last digit does not fit"),
        ("score", "authors = ['jane@example.org']", "neither a name nor an ORCID; expected 'Jane"),
        ("list", "order = 'new'", 'order is "new": expected one of "", "newest first", "none"'),
        ("arxiv", "api_url = 'ftp://x'", "expected an address that begins with https://"),
        ("github", "api_url = 'http://github.example.org'", "begins with https://, unless on this"),
        (
            "github",
            "api_url = 'https://me:pass@github.example.org'",
            "without a user or a password",
        ),
        ("github", 'api_url = "https://github.example.org\\nX: y"', "begins with https://"),
        ("score", "exclude = ['']", 'exclude is [""]: expected no text in the list that is empty'),
        ("pull_request", "labels = [' ']", "expected no text in the list that is empty"),
        ("arxiv", "categories = []", "categories is []: expected at least one"),
        ("arxiv", "categories = 'cs.CV'", 'is "cs.CV": expected a list in brackets, like ["…"]'),
        ("arxiv", 'contact = "a\\nb"', 'is "a\\nb": expected an e-mail or web address in plain'),
        ("arxiv", "overlap_days = 3.5", "is 3.5: expected a whole number from 1 to 90"),
        ("arxiv", "overlap_days = true", "is true: expected a whole number from 1 to 90"),
        (
            "venues",
            "journals = { A = 'B' }",
            'is { "A" = "B" }: expected names in braces, each with a list in brackets, like ["…"]',
        ),
        ("score", "noise_per_week = 0", "is 0: expected a number above 0, and 1000 at most"),
        ("score", "threshold = 80", "threshold is 80: expected a number from 0 to 1"),
        ("score", "threshold = 'high'", 'threshold is "high": expected a number from 0 to 1'),
        ("pull_request", "branch = 'a b'", 'branch is "a b": expected letters, digits and ./-_'),
        ("pull_request", "draft = 1", "draft is 1: expected true or false"),
        ("pull_request", "labels = [1]", 'labels is [1]: expected a list in brackets, like ["…"]'),
        ("schedule", "poll = 'daily'", 'poll is "daily": it must have five fields'),
        ("schedule", "poll = '0 61 5 * * mon'", "it must have five fields"),
        ("schedule", "poll = '61 5 * * mon'", "not a time to run at: bad minute; expected five"),
        ("schedule", "poll = '0 5 * * someday'", "not a time to run at: bad day-of-week"),
        ("schedule", "poll = '0 0 31 feb *'", "not a time to run at: bad day-of-month"),
        # The first as a second Monday.
        ("schedule", "poll = '0 0 */31 * mon#2'", 'is "0 0 */31 * mon#2": it never comes'),
        ("schedule", "timezone = 'Mars/Olympus'", 'is "Mars/Olympus": no such time zone; expected'),
    ],
)
def test_a_value_that_cannot_be_is_shown_with_what_was_expected_wherever_it_stands(
    section: str, line: str, sentence: str
) -> None:
    name = line.partition(" =")[0]
    for text, number in (
        (f"[{section}]\n{line}\n", 2),
        (f"\n{section}.{line}\n", 2),
        (f"\n\n{section} = {{ {line} }}\n", 3),
    ):
        with pytest.raises(ConfigError) as refused:
            parse_config(text, name="c.toml")
        assert str(refused.value).startswith(f"c.toml, line {number}: [{section}] {name} is ")
        assert sentence in str(refused.value)


def test_a_value_where_a_section_should_be_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"line 1: \[list\] is 3: expected a section with keys"):
        parse_config("list = 3\n", name="c.toml")


def test_all_mistakes_are_named_at_once() -> None:
    text = (
        "[list]\nzzz = 1\npath = ''\n[arxiv]\npause_seconds = 0.5\n[lists]\n[log]\n"
        "[score]\nthreshold = 2.0\nnear_misses = 2.0\n"
    )

    with pytest.raises(ConfigError) as refused:
        parse_config(text, name="c.toml")

    lines = [
        int(n) for n in re.findall(r"^c\.toml, line (\d+): ", str(refused.value), re.MULTILINE)
    ]
    assert lines == [2, 3, 4, 6, 9, 10]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[score]\n[list]\n[list.columns]\nWhere = 'x'\n", 3),
        ("[venues]\n\n[venues.conferences]\nFooConf = 'x'\n", 3),
        ("# a comment\u2028 of one \x85 line\n[list]\npath = 5\n", 3),
        ("\n\nlist . path = 5\n", 3),
        ('\n[ "list" ]\n"path" = 5\n', 3),
        ("\nlist.columns.Where = 'x'\n", 2),
        ('[score]\nexclude = [\n  "near_misses = 3",\n]\nnear_misses = 99\n', 5),
        ('[list]\npath = """\nsection = 5\n"""\nsection = 5\n', 5),
        ("\n\n[[list]]\n\n[[list]]\n", 3),
        ("[list]\r\n\r\npath = 5\r\n", 3),
        ('[list]\n"my key" = 1\n', 2),
        ('[list]\npath = """\n[score]\n\\""" # [\n""""\nzzz = 1\n', 6),
        ("[list]\npath = '''\n[''''\nzzz = 1\n", 4),
        ("[list] # [\nsection = '[\"' # {\nzzz = 1\n", 3),
        ("[score]\nexclude = [ # ]\n ['a']\n]\n", 2),
        ("[list.columns]\nA = 'code'\n[score]\nzzz = 1\n", 4),
    ],
)
def test_a_mistake_is_found_however_toml_writes_it(text: str, line: int) -> None:
    with pytest.raises(ConfigError, match=rf"^c\.toml, line {line}: [^\n]*$"):
        parse_config(text, name="c.toml")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[score]\nnear_misses = 1" + "0" * 5000, "is not TOML: Exceeds the limit"),
        ("[score]\nexclude = " + "[" * 3000, "is not TOML: maximum recursion"),
        ('[score]\nthreshold = "' + "x" * 5000 + '"', "x…: expected a number from 0 to 1"),
        ("[score]\nthreshold = nan", "threshold is nan: expected a number from 0 to 1"),
        ("[score]\nthreshold = inf", "threshold is inf: expected a number from 0 to 1"),
        ('[list]\n"a\\nall is well" = 1', '[list] "a\\nall is well" is not a key of this program'),
        ("[list]\npath" + ".a" * 5000 + " = 1", "is not TOML: line 2 has a key of more than 100"),
        ("[list]\npath" + '."a"' * 5000 + " = 1", "is not TOML: line 2 has a key of more than"),
        ("[list]\npath = " + "{a=" * 99 + "1.5" + "}" * 99, "…: expected text in quotation marks"),
        ('[list]\n"" = 1', "is not a key of this program"),
        ("[list]\n" + "k" * 5000 + " = 1", "… is not a key of this program"),
        ('[pull_request]\nbranch = "wsss-bot/completions"', "for both pull requests; each needs"),
    ],
)
def test_whatever_stands_in_a_config_is_refused_on_one_short_line(text: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_config(text, name="c.toml")

    assert sentence in str(refused.value)
    assert len(str(refused.value)) < 300
    assert str(refused.value).isprintable()


def test_a_mark_at_the_beginning_of_the_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xef\xbb\xbf[score]\nthreshold = 0.5\n")

    assert read_config(tmp_path / "config.toml").score.threshold == 0.5


@pytest.mark.parametrize("names", ["['CS']", "['CS', 'CS']", "['cs.CV', 'CS']"])
def test_a_bad_category_is_named_once(names: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_config(f"[arxiv]\ncategories = {names}\n", name="c.toml")

    assert str(refused.value).endswith(
        "]: no arXiv category looks like 'CS'; expected names like 'cs.CV'"
    )


def test_a_config_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Config().list.path = "other.md"  # type: ignore[misc]


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
