"""Training and the scores of a normal day, beyond the imports; the ranking of a weekly run, whole.

Asked: with a warm cache of the classifier below 2 s of processor time for 400 papers; cold, on the
whole corpus, no more than plain TF-IDF of the same n-grams with logistic regression. Both train on
the same texts in memory, in turn, with BLAS on one thread, which is faster for both. A weekly run
on a list with many pairs of words: at most 450 MB for 30,000 papers and no more for more, at most
12 s of processor time, 5 s with the classifier that was kept.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from bench.measuring import page, processes
from bench.measuring.weekly_run import state_with
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import Example
from wsss_bot.list_file import read_list_file
from wsss_bot.papers_file.records import read_papers
from wsss_bot.score import from_bytes, names_of, to_bytes, train, training_set

ROUNDS = 3
PAPERS = (30_000, 53_000)
"""Of a year of cs.CV, and of more."""
DAY = 400


def least(*works: Callable[[], object]) -> list[tuple[float, float]]:
    """Return the least seconds that each took, done in turn, and the least of the processor."""
    rounds = []
    for _ in range(ROUNDS):
        times = []
        for work in works:
            began, cpu = time.perf_counter(), time.process_time()
            work()
            times.append((time.perf_counter() - began, time.process_time() - cpu))
        rounds.append(times)
    every = zip(*rounds, strict=True)
    return [(min(s for s, _ in taken), min(cpu for _, cpu in taken)) for taken in every]


def plainly_trained(examples: Sequence[Example], longest: int) -> None:
    vectorizer = TfidfVectorizer(stop_words="english", ngram_range=(1, longest), sublinear_tf=True)
    features = vectorizer.fit_transform(f"{e.title} {e.abstract}" for e in examples)
    regression = LogisticRegression(C=1, class_weight="balanced", max_iter=2_000)
    with threadpool_limits(limits=1, user_api="blas"):
        regression.fit(features, [e.relevant for e in examples])


def main() -> None:
    if HAS_DATA:
        page.show("day", [*lines(), *weekly_lines()])
    else:
        print(NO_DATA)


def lines() -> Iterator[str]:
    """Yield what training takes beside the plain recipe, and what a normal day takes."""
    listed = read_list(read_list_file(str(DATA / "seed-list.md")))
    texts = list(read_papers(str(DATA / "corpus.jsonl.gz")))
    day = list(islice(read_papers(str(DATA / "arxiv-2025.jsonl.gz")), DAY))
    examples = training_set(listed.entries, texts)
    classifier = train(examples)
    kept = to_bytes(classifier)
    longest = 2 if any(view.space.kind == "phrases" for view in classifier.views) else 1

    def warm() -> None:
        names = names_of(training_set(listed.entries, texts))
        from_bytes(kept, names).score(day)

    work: dict[str, Callable[[], object]] = {
        f"train on {len(examples)} texts, cold": lambda: train(examples),
        f"plain TF-IDF (1 to {longest} words) and logistic regression, the same": lambda: (
            plainly_trained(examples, longest)
        ),
        f"training set, classifier from the cache, scores of {len(day)} papers": warm,
    }
    taken = least(*work.values())
    yield "| work | seconds | of the processors |"
    yield "| --- | ---: | ---: |"
    for what, (seconds, cpu) in zip(work, taken, strict=True):
        yield f"| {what} | {seconds:.2f} | {cpu:.2f} |"
    (ours, ours_cpu), (plain, plain_cpu), _ = taken
    yield (
        f"\nCold, ours takes {ours / plain:.2f} times the seconds of the plain recipe, and "
        f"{ours_cpu / plain_cpu:.2f} times its processor time."
    )


def weekly_lines() -> Iterator[str]:
    """Yield what the ranking of a weekly run takes, cold and after a quiet day."""
    yield "\n| ranking of a weekly run | of the processors | MB |"
    yield "| --- | ---: | ---: |"
    code = "import sys; from bench.measuring.weekly_run import main; main(sys.argv[1])"
    for papers in PAPERS:
        path = state_with(papers)
        for kept in (".npz", ".scores.npz"):
            path.with_suffix(kept).unlink(missing_ok=True)
        for how in ("cold", "warm"):
            cost = processes.run(code, str(path))
            yield f"| {papers:,} papers, {how} | {cost.cpu:.1f} | {cost.megabytes:.0f} |"
