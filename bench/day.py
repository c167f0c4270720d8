"""Training, and the scores of a normal day, in seconds of processor time beyond the imports.

Asked: with a warm cache of the classifier below 2 s for 400 papers; cold, on the whole corpus, no
more than plain TF-IDF of the same n-grams with logistic regression. Both train on the same texts
in memory, in turn, with BLAS on one thread, which is faster for both.
"""

import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import islice

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from bench.measuring import plain
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import Example, Paper
from wsss_bot.edges.corpus import read_papers
from wsss_bot.edges.local_list import read_list_file
from wsss_bot.score import Classifier, from_bytes, to_bytes, train, training_set
from wsss_bot.score.texts import words

ROUNDS = 3
DAY = 400
SHOWN = 8


def least(*works: Callable[[], object]) -> list[float]:
    """Return the least processor time that each took, in rounds."""
    rounds = []
    for _ in range(ROUNDS):
        times = []
        for work in works:
            began = time.process_time()
            work()
            times.append(time.process_time() - began)
        rounds.append(times)
    return [min(times) for times in zip(*rounds, strict=True)]


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
    print(
        f"| work | seconds |\n| --- | ---: |\n"
        f"| train on {len(examples)} texts, cold | {cold:.1f} |\n"
        f"| plain TF-IDF (1 to {longest} words) and logistic regression, the same texts "
        f"| {least_recipe:.1f} |\n"
        f"| training set, classifier from the cache, scores of {len(day)} papers "
        f"| {with_cache:.2f} |\n\n"
        f"Cold, ours takes {cold / least_recipe:.2f} times as long as the plain recipe."
    )
    stages(examples, classifier, day)
    profile(examples)


def stages(examples: Sequence[Example], classifier: Classifier, day: Sequence[Paper]) -> None:
    every = [f"{e.title} {e.abstract}" for e in examples]
    before, now = least(lambda: list(map(plain.words, every)), lambda: list(map(words, every)))
    threads, one_thread = least(lambda: on_all_threads(examples), lambda: train(examples))
    terms_before, scores_now = least(
        lambda: plain.terms(classifier, day), lambda: classifier.score(day)
    )
    print(
        "\n| stage | before | now |\n| --- | ---: | ---: |\n"
        f"| training (before: BLAS on all threads) | {threads:.1f} s | {one_thread:.1f} s |\n"
        f"| words of {len(every)} texts | {before:.2f} s | {now:.2f} s |\n"
        f"| terms and scores of {len(day)} papers (before: terms only) "
        f"| {terms_before * 1000:.0f} ms | {scores_now * 1000:.0f} ms |"
    )


def on_all_threads(examples: Sequence[Example]) -> None:
    """Train without holding BLAS to one thread."""
    module = sys.modules[train.__module__]
    held = module.threadpool_limits
    setattr(module, "threadpool_limits", lambda **_: nullcontext())  # noqa: B010
    try:
        train(examples)
    finally:
        setattr(module, "threadpool_limits", held)  # noqa: B010


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
