"""A file like the public arXiv metadata snapshot: as many papers, as long, of as many fields.

Made of the real records beside this checkout: each line has the text of one of them with its words
shuffled within the sentences, another id and another day; a tenth of them are of the category
asked for, the others of fields that the snapshot is full of. Some last sentences are left out, so
that a line is as long as in the snapshot. It is kept in the folder for temporary files, and never
committed.
"""

import gzip
import random
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from bench.measuring.where import DATA

WHOLE = 2_900_000
"""How many papers the snapshot holds, at 4.5 GB."""
SHARE = 0.1
"""So many of them are in the category asked for."""
CUT = 0.55
"""So many abstracts lose their last two sentences: 1,550 bytes a line remain."""
OTHER_FIELDS = (
    *("hep-ph", "astro-ph.GA", "cond-mat.mtrl-sci", "quant-ph", "math.CO", "math.AG", "gr-qc"),
    *("cs.LG stat.ML", "cs.CL", "cs.IT math.IT", "physics.optics", "q-bio.NC", "stat.ME"),
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_YEARS = range(1992, 2026)


def snapshot_file(papers: int) -> Path:
    """Return a file with so many papers, made now or by an earlier run."""
    path = Path(tempfile.gettempdir()) / f"wsss-bot-bench-{papers}.jsonl"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            file.writelines(lines(papers))
        unfinished.replace(path)
    return path


def lines(papers: int) -> Iterator[bytes]:
    """Yield the lines of such a file; the same every time."""
    chance = random.Random(10)  # noqa: S311  # nothing secret
    with gzip.open(DATA / "corpus.jsonl.gz") as real:
        records = [orjson.loads(line) for line in real]
    for number in range(papers):
        yield orjson.dumps(_another(chance.choice(records), number, papers, chance)) + b"\n"


def _another(record: dict[str, Any], number: int, papers: int, chance: random.Random) -> Any:
    months = number * len(_YEARS) * 12 // papers
    year, month = _YEARS[months // 12], months % 12 + 1
    ours = chance.random() < SHARE
    day = f"{chance.randint(1, 28)} {'JanFebMarAprMayJunJulAugSepOctNovDec'[3 * month - 3 :][:3]}"
    return record | {
        "id": f"{year % 100:02}{month:02}.{number % 100_000:05}",
        "title": _shuffled(record["title"], chance),
        "abstract": _shuffled(record["abstract"], chance, cut=2 * (chance.random() < CUT)),
        "categories": "cs.CV cs.LG" if ours else chance.choice(OTHER_FIELDS),
        "versions": [{"version": "v1", "created": f"Mon, {day} {year} 12:00:00 GMT"}],
        "update_date": f"{year}-{month:02}-28",
    }


def _shuffled(text: str, chance: random.Random, *, cut: int = 0) -> str:
    sentences = [sentence.split() for sentence in _SENTENCE.split(text)]
    del sentences[max(1, len(sentences) - cut) :]
    for words in sentences:
        chance.shuffle(words)
    return " ".join(" ".join(words) for words in sentences)
