"""Papers that the operator follows by their words or authors, in whole runs."""

from pathlib import Path

import pytest

from tests.standins.arxiv import ArxivStandin
from tests.standins.github import GitHubStandIn
from wsss_bot.cli import run
from wsss_bot.pull_request.reading import read_items

ORCID = "0000-0002-1825-0097"


def follow(lines: str) -> None:
    config = Path("config.toml")
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[score]\n", f"[score]\nnear_misses = 1\n{lines}\n"), "utf-8")


def near_misses(github: GitHubStandIn) -> dict[str, str]:
    items = read_items(github.pull(1).body)
    return {item.key: item.markdown for item in items if item.near_miss and not item.ticked}


def test_papers_with_a_phrase_are_shown_whatever_their_score(github: GitHubStandIn) -> None:
    follow('include = ["PART  7", "nowhere"]')

    assert run(["run"]) == 0

    shown = near_misses(github)
    assert "2109.00007" in shown
    assert len(shown) == 2  # the best by score, and this one
    assert "always shown: says “part 7”" in shown["2109.00007"]


def test_they_are_shown_once_and_excluded_ones_never(github: GitHubStandIn) -> None:
    follow('include = ["part 7", "part 8"]\nexclude = ["part 8"]')
    assert run(["run"]) == 0
    before = near_misses(github)
    github.merge(1)

    assert run(["run"]) == 0

    assert "2109.00008" not in before
    assert len(github.pulls) == 1


def test_of_many_only_twenty_are_shown_at_once(github: GitHubStandIn) -> None:
    follow('include = ["optical flow"]')

    assert run(["run"]) == 0

    assert 20 <= len(near_misses(github)) <= 21


def test_people_are_followed_by_orcid_and_not_named(
    github: GitHubStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ArxivStandin, "claimed", {ORCID: ["2109.00011", "9901.00001"]})
    follow(f'authors = ["{ORCID}"]')

    assert run(["run"]) == 0

    assert "by an author whom this list follows" in near_misses(github)["2109.00011"]
    assert "follows" not in near_misses(github).get("2109.00012", "")
    assert ORCID not in github.pull(1).body


def test_people_are_followed_by_name_and_not_named(github: GitHubStandIn) -> None:
    follow('authors = ["A. Lovelace"]')

    assert run(["run"]) == 0

    assert len(near_misses(github)) >= 19
    assert "Lovelace" not in github.pull(1).body
