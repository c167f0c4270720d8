"""Training, and the scores of a normal day, beyond the imports.

Asked: with a warm cache of the classifier below 2 s of processor time for 400 papers; cold, on the
whole corpus, no more than plain TF-IDF of the same n-grams with logistic regression. Both train on
the same texts in memory, in turn, with BLAS on one thread, which is faster for both.
"""

import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import NamedTuple
from unittest.mock import patch

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from bench.measuring import plain
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import Example, Paper
from wsss_bot.list_file import read_list_file
from wsss_bot.papers_file.records import read_papers
from wsss_bot.score import Classifier, from_bytes, to_bytes, train, training_set
from wsss_bot.score.space import fitted
from wsss_bot.score.texts import words

ROUNDS = 3
DAY = 400
SHOWN = 8


class Least(NamedTuple):
    """The least that some work took, in rounds."""

    seconds: float
    cpu: float
    """Seconds of processor time."""


def least(*works: Callable[[], object]) -> list[Least]:
    """Return what each took, done in turn."""
    rounds = []
    for _ in range(ROUNDS):
        times = []
        for work in works:
            began, cpu = time.perf_counter(), time.process_time()
            work()
            times.append((time.perf_counter() - began, time.process_time() - cpu))
        rounds.append(times)
    return [Least(*map(min, zip(*taken, strict=True))) for taken in zip(*rounds, strict=True)]


def plainly_trained(examples: Sequence[Example], longest: int) -> None:
    vectorizer = TfidfVectorizer(stop_words="english", ngram_range=(1, longest), sublinear_tf=True)
    features = vectorizer.fit_transform(f"{e.title} {e.abstract}" for e in examples)
    regression = LogisticRegression(C=1, class_weight="balanced", max_iter=2_000)
    with threadpool_limits(limits=1, user_api="blas"):
        regression.fit(features, [e.relevant for e in examples])


def main() -> None:
    if not HAS_DATA:
        print(NO_DATA)
        return
    listed = read_list(read_list_file(str(DATA / "seed-list.md")))
    texts = list(read_papers(str(DATA / "corpus.jsonl.gz")))
    day = list(islice(read_papers(str(DATA / "arxiv-2025.jsonl.gz")), DAY))
    examples = training_set(listed.entries, texts)
    classifier = train(examples)
    kept = to_bytes(classifier)
    longest = 2 if any(view.space.kind == "phrases" for view in classifier.views) else 1

    def warm() -> None:
        again = training_set(listed.entries, texts)
        from_bytes(kept, again).score(day)

    cold, least_recipe, with_cache = least(
        lambda: train(examples), lambda: plainly_trained(examples, longest), warm
    )
    print("| work | seconds | of the processors |\n| --- | ---: | ---: |")
    for what, took in (
        (f"train on {len(examples)} texts, cold", cold),
        (f"plain TF-IDF (1 to {longest} words) and logistic regression, the same", least_recipe),
        (f"training set, classifier from the cache, scores of {len(day)} papers", with_cache),
    ):
        print(f"| {what} | {took.seconds:.2f} | {took.cpu:.2f} |")
    print(
        f"\nCold, ours takes {cold.seconds / least_recipe.seconds:.2f} times the seconds of the "
        f"plain recipe, and {cold.cpu / least_recipe.cpu:.2f} times its processor time."
    )
    stages(examples, classifier, day)
    profile(examples)


def stages(examples: Sequence[Example], classifier: Classifier, day: Sequence[Paper]) -> None:
    every = [f"{e.title} {e.abstract}" for e in examples]
    pairs = {
        f"words of {len(every)} texts": least(
            lambda: list(map(plain.words, every)), lambda: list(map(words, every))
        ),
        "their terms counted (before: by scikit-learn, of the words as now)": least(
            lambda: TfidfVectorizer(analyzer=words, sublinear_tf=True, min_df=2).fit_transform(
                every
            ),
            lambda: fitted("words", examples),
        ),
        "training (before: BLAS on all threads)": least(
            lambda: on_all_threads(examples), lambda: train(examples)
        ),
        f"terms and scores of {len(day)} papers (before: terms only)": least(
            lambda: plain.terms(classifier, day), lambda: classifier.score(day)
        ),
    }
    print("\nIn processor time:\n\n| stage | before | now |\n| --- | ---: | ---: |")
    for stage, (before, now) in pairs.items():
        print(f"| {stage} | {before.cpu:.2f} s | {now.cpu:.2f} s |")


def on_all_threads(examples: Sequence[Example]) -> None:
    """Train without holding BLAS to one thread."""
    with patch.object(
        sys.modules[train.__module__], "threadpool_limits", lambda **_: nullcontext()
    ):
        train(examples)


def profile(examples: Sequence[Example]) -> None:
    profiler = cProfile.Profile()
    profiler.runcall(train, examples)
    found = pstats.Stats(profiler).get_stats_profile()
    by_time = sorted(found.func_profiles.items(), key=lambda item: -item[1].tottime)
    print("\nWhere the time of a cold training goes now, by cProfile:\n")
    print("| function | own share |\n| --- | ---: |")
    for name, each in by_time[:SHOWN]:
        shown = name.replace("|", "/").replace("<", "").replace(">", "")
        print(f"| `{shown}` | {each.tottime / found.total_tt:.0%} |")
