"""The main job on real input: the first list, its corpus, eight months of cs.CV."""

import csv
import json

import pytest

from tests.realdata.where import DATA, needs_data
from wsss_bot.cli import run

pytestmark = needs_data


def grades() -> dict[str, int]:
    with (DATA / "arxiv-2025.grades.tsv").open(encoding="utf-8") as file:
        return {
            line["arxiv_id"]: int(line["grade"]) for line in csv.DictReader(file, delimiter="\t")
        }


def test_of_the_ten_best_candidates_at_least_eight_were_graded_relevant_or_borderline(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["--list", "seed-list.md", "--corpus", "corpus.jsonl.gz", "--papers"]
    words = [word if word.startswith("--") else str(DATA / word) for word in words]

    assert run(["preview", *words, str(DATA / "arxiv-2025.jsonl.gz"), "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    graded = grades()
    best = [graded.get(candidate["arxiv_id"], 0) for candidate in shown["candidates"]]
    assert len(best) == 10
    assert sum(grade >= 1 for grade in best) >= 8
    before = (DATA / "seed-list.md").read_text(encoding="utf-8").splitlines()
    after = shown["text"].splitlines()
    rows = {candidate["row"] for candidate in shown["candidates"]}
    assert [line for line in after if line not in rows] == before
    months = [line.split("|")[1].strip() for line in after if line in rows]
    assert months == sorted(months, reverse=True)
