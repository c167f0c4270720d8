"""A working folder as an operator has one: a list, a corpus, new papers, a config."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.standins.arxiv import Event
from tests.standins.github import GitHubStandIn
from wsss_bot.domain import ArxivId, Paper

# ruff: noqa: E501  # rows are long

LIST = """\
# Papers on segmentation from weak labels

| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2022/04 | **L2G** | L2G: Knowledge Transfer for Weakly Supervised Semantic Segmentation | CVPR 2022 | [2204.03206](https://arxiv.org/abs/2204.03206) | [pytorch](https://github.com/someone/L2G) |
| 2022/03 | **SIPE** | Prototype Exploration for Weakly Supervised Semantic Segmentation | CVPR 2022 | [2203.02909](https://arxiv.org/abs/2203.02909) | - |
| 2021/12 | - | Pixel-level Self-supervision for Weakly Supervised Semantic Segmentation | - | [2112.05351](https://arxiv.org/abs/2112.05351) | - |
| 2021/10 | **RIB** | Reducing Bottlenecks for Weakly Supervised Semantic Segmentation | NIPS 2021 | [2110.06530](https://arxiv.org/abs/2110.06530) | - |
| 2020/08 | **SEAM** | Equivariant Attention for Weakly Supervised Semantic Segmentation | CVPR 2020 | [2004.04581](https://arxiv.org/abs/2004.04581) | - |
"""
PAGES = "https://openaccess.thecvf.com"
WITH_PAGES = LIST + "".join(
    f"| 2019/0{n} | **Old{n}** | Old{n}: Weakly Supervised Semantic Segmentation by Old Way {n} "
    f"| [CVPR 2019]({PAGES}/content_CVPR_2019/html/Old{n}.html) | - | - |\n"
    for n in range(6, 2, -1)
)
"""The list with papers that are not on arXiv."""
LISTED = {row.split("/abs/")[1][:10]: row.split(" | ")[2] for row in LIST.splitlines()[4:]}
SUBJECTS = ("robot grasping", "text to video diffusion", "face recognition", "optical flow")
WEAK = "We learn semantic segmentation from image tags with class activation maps."
NOW = datetime(2022, 5, 12, 12, tzinfo=UTC)  # a Thursday
FITTING = "SeedNet: Growing Seeds for Weakly Supervised Semantic Segmentation"


def a_record(
    arxiv_id: str, title: str, abstract: str, comment: str | None = None
) -> dict[str, Any]:
    month = f"20{arxiv_id[:2]}-{arxiv_id[2:4]}"
    return {
        "id": arxiv_id,
        "title": title,
        "abstract": abstract,
        "comments": comment,
        "categories": "cs.CV",
        "update_date": f"{month}-03",
    }


def write_lines(path: Path, records: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


MATERIAL = ("--list", "list.md", "--corpus", "corpus.jsonl", "--papers", "new.jsonl")


def fill(folder: Path) -> None:
    """Put a list, a corpus, new papers, and a config that draws the line into a folder."""
    (folder / "config.toml").write_text("[score]\nthreshold = 0.5\n", encoding="utf-8")
    (folder / "list.md").write_text(LIST, encoding="utf-8")
    listed = [a_record(arxiv_id, title, WEAK) for arxiv_id, title in LISTED.items()]
    others = [
        a_record(
            f"2101.{number:05}",
            f"On {SUBJECTS[number % 4]}, part {number}",
            f"We study {SUBJECTS[number % 4]} with a method of our own.",
        )
        for number in range(200)
    ]
    write_lines(folder / "corpus.jsonl", [*listed, *others])
    new = [
        a_record("2205.00001", "More on robot grasping", "We study robot grasping."),
        a_record("2205.00002", FITTING, WEAK, "Accepted to ECCV 2022"),
        a_record("2205.00003", "More on face recognition", "We study face recognition."),
        a_record("2204.03206", "L2G: Knowledge Transfer", WEAK),
    ]
    write_lines(folder / "new.jsonl", new)


def config_for(arxiv_url: str, github: GitHubStandIn) -> str:
    """A config for the list on that GitHub and an arXiv at that address; sections may follow it."""
    return (
        f'[list]\nrepository = "{github.repository.full_name}"\n'
        f'[arxiv]\napi_url = "{arxiv_url}/api/query"\nrss_url = "{arxiv_url}/rss"\n'
        "pause_seconds = 0.0\nbackfill_months = 3\n[score]\nthreshold = 0.5\n"
        f'[github]\napi_url = "{github.url}"\n'
        "[sources]\nproceedings = false\ncrossref = false\n"
    )


def arxiv_events(*, flow: int, now: datetime = NOW) -> list[Event]:
    """What arXiv shows at `now`: the listed papers, `flow` others, and a new one that fits."""
    listed = [(arxiv_id, title, WEAK, 100.0) for arxiv_id, title in LISTED.items()]
    others = [
        (
            f"2109.{number:05}",
            f"On optical flow, part {number}",
            "We study optical flow with a method of our own.",
            2 + number * 0.7,
        )
        for number in range(flow)
    ]
    return [
        _event(arxiv_id, title, abstract, submitted_at=now - timedelta(days=days_ago))
        for arxiv_id, title, abstract, days_ago in (
            *listed,
            *others,
            ("2205.00002", FITTING, WEAK, 3.0),
        )
    ]


def weak_event(arxiv_id: str, title: str, author: str, *, at: datetime) -> Event:
    """Another paper that fits the list, submitted `at` that time."""
    event = _event(arxiv_id, title, WEAK, submitted_at=at)
    return replace(event, paper=replace(event.paper, authors=(author,)))


def _event(arxiv_id: str, title: str, abstract: str, *, submitted_at: datetime) -> Event:
    paper = Paper(
        arxiv_id=ArxivId(arxiv_id),
        title=title,
        abstract=abstract,
        authors=("Ada Lovelace",),
        submitted_at=submitted_at,
        updated_at=submitted_at,
        primary_category="cs.CV",
        categories=("cs.CV",),
    )
    return Event(at=submitted_at + timedelta(days=1), paper=paper)
