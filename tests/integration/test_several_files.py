"""A list of several files, on this machine and on GitHub: one list, one pull request."""

import json
from pathlib import Path

import pytest

from tests.standins.github import GitHubStandIn
from tests.working_folder import LIST
from wsss_bot.cli import run

OTHER = """\
# Robots

| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2022/02 | - | A robot that grasps cups | - | [2202.00001](https://arxiv.org/abs/2202.00001) | - |
| 2021/02 | - | A robot that grasps tools | - | [2102.00001](https://arxiv.org/abs/2102.00001) | - |
"""
README = "# All papers\n\nThey are in the folder papers.\n"


def told(paths: str = '["papers/*.md"]') -> None:
    config = Path("config.toml").read_text(encoding="utf-8").removeprefix("[list]\n")
    Path("config.toml").write_text(f"[list]\npaths = {paths}\n{config}", encoding="utf-8")


@pytest.fixture
def several(folder: Path) -> Path:
    """A folder with a list of two files, and a README that is none."""
    told()
    (folder / "README.md").write_text(README, encoding="utf-8")
    (folder / "papers").mkdir()
    (folder / "papers" / "weak-labels.md").write_text(LIST, encoding="utf-8")
    (folder / "papers" / "robots.md").write_text(OTHER, encoding="utf-8")
    return folder


def test_check_add_and_preview_work_on_all_files(
    several: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check"]) == 0
    shown = capsys.readouterr().out
    assert "papers/robots.md line 3 below 'Robots': a table of 2 papers" in shown
    assert "7 entries, 7 with an arXiv id" in shown
    assert run(["check", "--json"]) == 0
    places = [(e["file"], e["line"]) for e in json.loads(capsys.readouterr().out)["entries"]]
    assert places[:2] == [("papers/robots.md", 5), ("papers/robots.md", 6)]

    assert run(["add", "--papers", "new.jsonl", "--write"]) == 0

    shown = capsys.readouterr().out
    assert "+++ b/papers/weak-labels.md" in shown
    assert "SeedNet" in (several / "papers" / "weak-labels.md").read_text(encoding="utf-8")
    assert (several / "README.md").read_text(encoding="utf-8") == README


def test_one_pull_request_changes_the_files_that_rows_go_into(github: GitHubStandIn) -> None:
    github.write(README)
    github.write(LIST, path="papers/weak-labels.md")
    github.write(OTHER, path="papers/robots.md")
    told()

    assert run(["run"]) == 0

    [pull] = github.pulls
    assert "SeedNet" in github.text(pull.head, path="papers/weak-labels.md")
    assert github.text(pull.head, path="papers/robots.md") == OTHER
    assert github.text(pull.head) == README

    # Somebody works on the other file meanwhile: both changes stand on the branch.
    more = (
        OTHER + "| 2020/02 | - | More | - | [2002.00001](https://arxiv.org/abs/2002.00001) | - |\n"
    )
    github.write(more, path="papers/robots.md")
    assert run(["run"]) == 0
    assert github.text(pull.head, path="papers/robots.md") == more
    assert "SeedNet" in github.text(pull.head, path="papers/weak-labels.md")

    github.merge(pull.number)
    assert run(["run"]) == 0
    assert "SeedNet" in github.text(path="papers/weak-labels.md")
    assert len(github.pulls) == 1


def test_a_new_file_is_made_on_the_branch_where_the_operator_says_so(
    github: GitHubStandIn,
) -> None:
    old = LIST.replace("# Papers on segmentation from weak labels", "# 2021")
    github.write(README)
    github.write("\n".join(r for r in old.splitlines() if "2022" not in r), path="papers/2021.md")
    github.write(OTHER.replace("# Robots", "# 2020"), path="papers/2020.md")
    told('["papers/*.md"]\nnew_files = true')

    assert run(["run"]) == 0

    [pull] = github.pulls
    made = github.text(pull.head, path="papers/2022.md")
    assert made.startswith("# 2022\n\n| when | what |")
    assert "SeedNet" in made
    assert github.text(path="papers/2022.md") == ""
