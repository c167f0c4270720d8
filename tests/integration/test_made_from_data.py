"""Lists that a program makes from data, from the first `check` to a run: they get no rows."""

import json
from pathlib import Path

import pytest

from tests.standins.github import GitHubStandIn
from wsss_bot.cli import run

TITLES = [
    "Learning to segment rivers from aerial photographs",
    "Weak labels for the parts of plants in the field",
    "A study of scribbles as labels for indoor scenes",
    "Points that teach a network the shape of clouds",
]
README = "# Papers\n\n" + "".join(
    f"- [{title}](https://arxiv.org/abs/2204.0{n}206)\n" for n, title in enumerate(TITLES)
)
DATA = "".join(
    f"- title: {title}\n  url: https://arxiv.org/abs/2204.0{n}206\n"
    for n, title in enumerate(TITLES)
)
MAKER = 'open("README.md", "w").write(page(yaml.safe_load(open("data/papers.yaml"))))\n'
SENTENCE = (
    "README.md is made from data (make.py writes it), so no rows are put into it: people edit "
    "data/papers.yaml; name that as [list] path"
)


@pytest.fixture
def made(folder: Path) -> Path:
    """A folder with a list that a program makes from data."""
    (folder / ".git").mkdir()
    (folder / "data").mkdir()
    (folder / "README.md").write_text(README, encoding="utf-8")
    (folder / "data" / "papers.yaml").write_text(DATA, encoding="utf-8")
    (folder / "make.py").write_text(MAKER, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("made")
def test_check_names_the_file_that_people_edit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "README.md"]) == 0
    assert SENTENCE in " ".join(capsys.readouterr().out.split())
    assert run(["check", "README.md", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["generated"] == {
        "sign": "make.py writes it",
        "sources": ["data/papers.yaml"],
        "message": SENTENCE,
    }


def test_no_row_is_put_into_it(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["add", "--list", "README.md", "--papers", "new.jsonl", "--write"]

    assert run(told) == 1

    assert "no safe place for" in capsys.readouterr().out
    assert (made / "README.md").read_text(encoding="utf-8") == README


def test_the_operator_may_know_better(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (made / "config.toml").write_text(
        '[list]\npath = "README.md"\nby_hand = true\n', encoding="utf-8"
    )

    assert run(["check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["generated"] is None


def test_a_readme_that_is_no_list_leads_to_the_data(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (made / "README.md").write_text(
        "# Papers\n\nThis page is automatically generated from `data/papers.yaml`.\n",
        encoding="utf-8",
    )

    assert run(["check", "README.md"]) == 1
    assert "people edit data/papers.yaml" in capsys.readouterr().err


def test_on_github_the_doctor_and_a_run_name_it_and_nothing_is_written(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    github.write(MAKER, path="make.py")
    github.write(github.text(), path="data/papers.yaml")

    assert run(["doctor"]) == 1
    assert "README.md is made from data (make.py writes it)" in capsys.readouterr().out
    assert run(["run"]) == 1
    assert "people edit data/papers.yaml" in capsys.readouterr().err
    assert github.pulls == []
