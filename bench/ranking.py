"""Our ranking beside the peers' recipes, on real lists and streams, in one run.

The recipes follow their published sources: arxiv-sanity-lite (compute.py, serve.py), the default
of ASReview 2 and 3 (ELAS u4), a count of the maintainers' own keywords as cv-arxiv-daily searches
for them, and the obvious first draft, TF-IDF and logistic regression.
`python -m bench ranking --write` puts the tables into docs/evaluation.md.
"""

import csv
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from bench.measuring import page
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import Entry, Example, Paper
from wsss_bot.evaluate import Budget, Figures, figures, judged, operating_point, parse_grades
from wsss_bot.list_file import read_list_file
from wsss_bot.papers_file.records import read_papers
from wsss_bot.score import Floats, train, training_set

KEYWORDS = re.compile(
    r"weakly[- ]supervised(?: semantic)? segmentation|\bwsss\b|class activation maps?"
    r"|image[- ]level labels?",
    re.IGNORECASE,
)
SAMPLE = 5_000
NOISE_PER_WEEK = 1.0

Truth = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Task:
    """A list to learn from, and papers to rank for it."""

    name: str
    examples: Sequence[Example]
    papers: Sequence[Paper]
    relevant: Truth


Ranker = Callable[[Task], Floats]


# --- the rankers ----------------------------------------------------------------------------


def ours(task: Task) -> Floats:
    return train(task.examples).score(task.papers)


def plain(task: Task) -> Floats:
    vectorizer = TfidfVectorizer(stop_words="english", ngram_range=(1, 2), sublinear_tf=True)
    features = vectorizer.fit_transform(text(e) for e in task.examples)
    regression = LogisticRegression(C=1, class_weight="balanced", max_iter=2_000)
    regression.fit(features, truth(task))
    return np.asarray(regression.decision_function(vectorizer.transform(map(text, task.papers))))


def elas_u4(task: Task) -> Floats:
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_df=0.95)
    features = vectorizer.fit_transform([*map(text, task.examples), *map(text, task.papers)])
    seen, wanted = len(task.examples), truth(task)
    weights = np.where(wanted, 1.0, wanted.sum() / (9.8 * (~wanted).sum()))
    machine = LinearSVC(loss="squared_hinge", C=0.11)
    machine.fit(features[:seen], wanted, sample_weight=weights * seen / weights.sum())
    return np.asarray(machine.decision_function(features[seen:]))


def arxiv_sanity_lite(task: Task) -> Floats:
    vectorizer = TfidfVectorizer(
        decode_error="replace",
        strip_accents="unicode",
        stop_words="english",
        token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b",  # noqa: S106  # not a secret
        ngram_range=(1, 2),
        max_features=20_000,
        sublinear_tf=True,
        max_df=0.1,
        min_df=5,
    )
    texts = [
        *map(text, task.examples),
        *(f"{text(paper)} {' '.join(paper.authors)}" for paper in task.papers),
    ]
    features = vectorizer.fit_transform(texts).astype(np.float32)
    wanted = np.concatenate([truth(task), np.zeros(len(task.papers), dtype=bool)])
    machine = LinearSVC(class_weight="balanced", max_iter=10_000, tol=1e-6, C=0.01)
    machine.fit(features, wanted)
    return np.asarray(machine.decision_function(features[len(task.examples) :]))


def keyword_count(task: Task) -> Floats:
    return np.array([float(len(KEYWORDS.findall(text(paper)))) for paper in task.papers])


RANKERS: dict[str, Ranker] = {
    "ours": ours,
    "plain TF-IDF + logistic regression": plain,
    "asreview ELAS u4": elas_u4,
    "arxiv-sanity-lite": arxiv_sanity_lite,
}


def text(of: Paper | Example) -> str:
    return f"{of.title} {of.abstract}"


def truth(task: Task) -> Truth:
    return np.array([e.relevant for e in task.examples])


# --- the tasks ------------------------------------------------------------------------------


def graded_tasks() -> Iterator[Task]:
    """Yield the list that the bot serves, on two streams that were graded for it."""
    listed = read_list(read_list_file(str(DATA / "seed-list.md")))
    examples = training_set(listed.entries, read_papers(str(DATA / "corpus.jsonl.gz")))
    for name in ("arxiv-2025", "conf-2022-23"):
        papers = list(read_papers(str(DATA / f"{name}.jsonl.gz")))
        grades = parse_grades((DATA / f"{name}.grades.tsv").read_text(encoding="utf-8"))
        places, relevant = judged(papers, grades)
        yield Task(
            name=name,
            examples=examples,
            papers=[papers[at] for at in places],
            relevant=relevant,
        )


def list_tasks() -> Iterator[Task]:
    """Yield lists of other topics: trained on earlier papers, tested on the months that follow."""
    stream = list(read_papers(str(DATA / "arxiv-2025.jsonl.gz")))
    folder = DATA / "more-lists"
    for row in table(folder / "INDEX.tsv"):
        parts = {r["arxiv_id"]: r["part"] for r in table(folder / f"{row['name']}.ids.tsv")}
        yield listed_task(row["name"], stream, parts, row["test_from"], row["test_to"])
    parts = {r["arxiv_id"]: r["part"] for r in table(DATA / "3dgs.ids.tsv")}
    parts = {i: "train" if i < "2509" else "test" for i, p in parts.items() if p == "train"}
    yield listed_task("3dgs", stream, parts, "2509", "2510")


def listed_task(
    name: str, stream: Sequence[Paper], parts: dict[str, str], first: str, last: str
) -> Task:
    generator = np.random.default_rng(0)

    def sample(papers: list[Paper]) -> list[Paper]:
        kept = generator.permutation(len(papers))[:SAMPLE]
        return [papers[at] for at in sorted(kept)]

    unlisted = [p for p in stream if p.arxiv_id not in parts]
    background = sample([p for p in unlisted if p.arxiv_id[:4] < first])
    others = sample([p for p in unlisted if first <= p.arxiv_id[:4] <= last])
    known = [p for p in stream if parts.get(p.arxiv_id) == "train"]
    wanted = [p for p in stream if parts.get(p.arxiv_id) == "test"]
    entries = [
        Entry(line=n, title=p.title, arxiv_id=p.arxiv_id) for n, p in enumerate(known, start=1)
    ]
    return Task(
        name=name,
        examples=training_set(entries, [*known, *background]),
        papers=[*wanted, *others],
        relevant=np.array([True] * len(wanted) + [False] * len(others)),
    )


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


# --- the figures ----------------------------------------------------------------------------


def measure(task: Task, ranker: Ranker) -> tuple[Figures, float]:
    """Return the figures of a ranker, and the seconds that it took."""
    began = time.perf_counter()
    scores = ranker(task)
    seconds = time.perf_counter() - began
    return figures(task.relevant, scores, threshold=float("inf")), seconds


def graded_lines(tasks: Sequence[Task]) -> Iterator[str]:
    yield "| stream | ranker | AP | 95 % interval | read95 | seconds |"
    yield "| --- | --- | ---: | --- | ---: | ---: |"
    for task in tasks:
        for name, ranker in {**RANKERS, "keyword count": keyword_count}.items():
            found, seconds = measure(task, ranker)
            yield (
                f"| {task.name} | {name} | {found.average_precision:.3f} "
                f"| {found.interval[0]:.2f} to {found.interval[1]:.2f} "
                f"| {found.read95} | {seconds:.0f} |"
            )


def threshold_lines(task: Task) -> Iterator[str]:
    """Say what the threshold of `noise_per_week` does on a graded stream."""
    classifier = train(task.examples)
    scores = classifier.score(task.papers)
    days = [paper.submitted_at for paper in task.papers]
    weeks = (max(days) - min(days)).days / 7
    yield "| `noise_per_week` | promised | found | irrelevant rows a week |"
    yield "| ---: | --- | ---: | ---: |"
    for noise in (0.25, 0.5, NOISE_PER_WEEK, 2.0):
        point = operating_point(
            classifier.held_out,
            papers_per_week=len(task.papers) / weeks,
            budget=Budget(noise_per_week=noise),
        )
        found = figures(task.relevant, scores, threshold=point.threshold)
        refused = (found.proposed - found.found) / weeks
        yield f"| {noise} | {point} | {found.found} of {found.relevant} | {refused:.2f} |"


def list_lines(tasks: Sequence[Task]) -> Iterator[str]:
    yield f"| list | {' | '.join(RANKERS)} |"
    yield f"| --- |{' ---: |' * len(RANKERS)}"
    rows = []
    for task in tasks:
        row = [measure(task, ranker)[0] for ranker in RANKERS.values()]
        cells = [f"{f.average_precision:.3f}" for f in row]
        cells[0] += " ({:.2f} to {:.2f})".format(*row[0].interval)
        yield f"| {task.name} | {' | '.join(cells)} |"
        if task.name != "3dgs":
            rows.append([f.average_precision for f in row])
    values = np.array(rows)
    mean = (f"**{value:.3f}**" for value in values.mean(axis=0))
    yield f"| mean of the {len(values)}, without 3dgs | {' | '.join(mean)} |"
    draws = np.random.default_rng(0).integers(0, len(values), (1_000, len(values)))
    gain = (values[:, 0] - values[:, 1])[draws].mean(axis=1)
    low, high = np.quantile(gain, [0.025, 0.975])
    yield ""
    yield (
        f"Ours is above plain on {(values[:, 0] > values[:, 1]).sum()} of {len(values)} lists, by "
        f"{(values[:, 0] - values[:, 1]).mean():+.3f} in the mean ({low:+.3f} to {high:+.3f} when "
        "the lists are drawn again)."
    )


def report() -> Iterator[str]:
    """Yield the lines of the tables."""
    graded = list(graded_tasks())
    yield from threshold_lines(graded[0])
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"\nReading, training and scoring took {megabytes:.0f} MB of memory at most.\n"
    yield from graded_lines(graded)
    yield ""
    yield from list_lines(list(list_tasks()))


def main() -> None:
    if HAS_DATA:
        page.show("ranking", report())
    else:
        print(NO_DATA)
