"""Lists that a program makes from data, from the first `check` to a run: they get no rows."""

import json
from pathlib import Path

import pytest

from tests.standins.github import GitHubStandIn
from tests.working_folder import LISTED
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


def test_init_leads_from_the_readme_to_the_data_and_the_rows_are_entries_there(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (made / "config.toml").unlink()

    assert run(["init", "README.md", "--corpus", "corpus.jsonl"]) == 0
    assert "rows go into data/papers.yaml, which people edit" in capsys.readouterr().out
    assert run(["check"]) == 0
    assert "entries of data of 4 papers" in capsys.readouterr().out
    assert run(["add", "--papers", "new.jsonl", "--write"]) == 0

    shown = capsys.readouterr().out
    assert "+- title: 'SeedNet: Growing Seeds" in shown
    written = (made / "data" / "papers.yaml").read_text(encoding="utf-8")
    assert written.startswith(DATA)
    assert "\n- title: 'SeedNet: Growing Seeds for Weakly" in written
    assert (made / "README.md").read_text(encoding="utf-8") == README


def test_a_run_proposes_entries_of_a_data_file(github: GitHubStandIn) -> None:
    papers = "".join(
        f"- title: {title}\n  link: https://arxiv.org/abs/{arxiv_id}\n"
        for arxiv_id, title in LISTED.items()
    ).replace(": Knowledge", " - Knowledge")
    github.write(papers, path="data/papers.yaml")
    config = Path("config.toml").read_text(encoding="utf-8")
    Path("config.toml").write_text(
        config.replace("[list]\n", '[list]\npath = "data/papers.yaml"\n'), encoding="utf-8"
    )

    assert run(["run"]) == 0

    [pull] = github.pulls
    now = github.text(pull.head, path="data/papers.yaml")
    assert "\n- title: 'SeedNet: Growing Seeds for Weakly" in now or now.startswith("- title: 'Se")
    assert all(line in now for line in papers.splitlines())
    assert github.text(pull.head) == github.text()
