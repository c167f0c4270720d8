"""A working folder as an operator has one: a list, a corpus, new papers, a config."""

import json
from pathlib import Path
from typing import Any

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
LISTED = {row.split("/abs/")[1][:10]: row.split(" | ")[2] for row in LIST.splitlines()[4:]}
SUBJECTS = ("robot grasping", "text to video diffusion", "face recognition", "optical flow")
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
    weak = "We learn semantic segmentation from image tags with class activation maps."
    listed = [a_record(arxiv_id, title, weak) for arxiv_id, title in LISTED.items()]
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
        a_record("2205.00002", FITTING, weak, "Accepted to ECCV 2022"),
        a_record("2205.00003", "More on face recognition", "We study face recognition."),
        a_record("2204.03206", "L2G: Knowledge Transfer", weak),
    ]
    write_lines(folder / "new.jsonl", new)
