"""What the commands do on this machine: drafts, figures, completions, a first config, the demo.

`cli` calls this, and `explain`; `bot.py` is its counterpart on GitHub. The libraries that make a
start slow are imported inside.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from wsss_bot import app as wiring
from wsss_bot.app import Sources
from wsss_bot.config import ArxivSection, Config, ListSection, ScoreSection, to_toml
from wsss_bot.domain import ArxivId, Paper, Polled
from wsss_bot.errors import ArxivError, ConfigError, ListError, PapersError, TrainingError

if TYPE_CHECKING:
    from wsss_bot.awesome_list import AwesomeList
    from wsss_bot.commands.introduce import Introduction
    from wsss_bot.evaluate import Backtest, Figures, OperatingPoint
    from wsss_bot.evaluate.figures import Truth
    from wsss_bot.old_rows.complete import Refreshed
    from wsss_bot.papers_file.verdicts import Stream
    from wsss_bot.pull_request.draft import Draft
    from wsss_bot.ranking.ranking import Ranking

log = logging.getLogger(__name__)

_ON_GITHUB = re.compile(
    r"(?:(?:https?://)?(?:www\.)?github\.com/)?([\w.-]+/[\w.-]+?)(?:\.git)?/?", re.IGNORECASE
)
"""A repository, as owner/name or as its address."""


def draft(config: Config, sources: Sources) -> "Draft":
    """Return the pull request that would be opened. Raises PapersError for days in disorder."""
    from wsss_bot.papers_file import verdicts as papers_file
    from wsss_bot.pull_request import draft

    if sources.since and sources.until and sources.since > sources.until:
        raise PapersError(
            f"nothing can have been submitted from {sources.since} to {sources.until}; give the "
            "earlier day first"
        )
    listed = wiring.open_list(config, sources)
    stream = (
        nullcontext(_polled(config, sources, listed))
        if sources.papers is None
        else papers_file.asked_for(config, sources, listed)
    )
    with stream as found:
        return draft.draft(
            listed,
            found.papers,
            scores=found.scores,
            ranking=found.ranking,
            polled=found.polled,
            max_rows=config.pull_request.max_rows,
            near_misses=config.score.near_misses,
            exclude=config.score.exclude,
            path=wiring.shown_name(wiring.list_name(config, sources)),
            facts_of=wiring.facts_of(config),
        )


def _polled(config: Config, sources: Sources, listed: "AwesomeList") -> "Stream":
    from wsss_bot.evaluate import papers_per_week
    from wsss_bot.papers_file.verdicts import Stream

    papers, polled = _poll(config, sources)
    classifier = wiring.learn(config, listed, sources)
    per_week = papers_per_week(papers)
    return Stream(
        papers=papers,
        scores=classifier.score(papers),
        ranking=wiring.with_line(config, classifier, papers_per_week=per_week),
        polled=polled,
    )


def _poll(config: Config, sources: Sources) -> tuple[list[Paper], Polled]:
    from wsss_bot import progress
    from wsss_bot.state import Store

    arxiv = wiring.arxiv(config, patience_seconds=wiring.PATIENCE_SECONDS)
    with progress.bar("reading arXiv") as on_progress, Store.in_memory() as store:
        papers, polled = arxiv.poll_days(
            store,
            categories=config.arxiv.categories,
            overlap_days=config.arxiv.overlap_days,
            now=wiring.now(),
            since=sources.since,
            until=sources.until,
            on_progress=on_progress,
        )
    return list(papers), polled


def ranked_by_texts(
    config: Config, listed: "AwesomeList", texts: Sequence[Paper], sources: Sources
) -> "Ranking":
    """Draw the line for a stream as large as the texts tell; a corpus may be a mere sample."""
    from wsss_bot.evaluate import papers_per_week
    from wsss_bot.ranking.texts import sampled_per_week

    if sources.corpus is not None:
        per_week = papers_per_week(texts)
    else:
        months = config.arxiv.backfill_months
        per_week = sampled_per_week(texts, now=wiring.now(), months=months)
    return wiring.ranked(config, listed, texts, papers_per_week=per_week)


def evaluate(
    config: Config, sources: Sources, grades_path: str, *, report_path: str | None = None
) -> "dict[str, Figures]":
    """Return the figures of our ranking of graded papers, and of the plain recipe's beside it.

    With `report_path` a page with plots is written there. Raises PapersError for grades that
    cannot be read, or call no paper relevant.
    """
    from wsss_bot import evaluate
    from wsss_bot.ranking.ranking import rank
    from wsss_bot.score import DEFAULT, PLAIN, train, training_set

    papers, places, relevant = _graded(sources, grades_path)
    listed = wiring.open_list(config, sources)
    examples = training_set(listed.entries, wiring.read_texts(config, listed, sources))
    rankings = {
        recipe.name: rank(
            examples,
            papers_per_week=evaluate.papers_per_week(papers),
            noise_per_week=config.score.noise_per_week,
            threshold=config.score.threshold,
            learn=partial(train, recipe=recipe),
        )
        for recipe in (DEFAULT, PLAIN)
    }
    found = {
        name: evaluate.figures(
            relevant, one.classifier.score(papers)[places], threshold=one.point.threshold
        )
        for name, one in rankings.items()
    }
    if report_path is not None:
        from wsss_bot.show.report import evaluation_page

        name = wiring.shown_name(wiring.list_name(config, sources))
        point = rankings[DEFAULT.name].point
        _write(report_path, evaluation_page(list(found.items()), point=point, list_name=name))
    return found


def _graded(sources: Sources, grades_path: str) -> "tuple[list[Paper], list[int], Truth]":
    """Return the papers, the places of those that count, and which of these are relevant."""
    from wsss_bot.evaluate import RELEVANT, judged, parse_grades

    try:
        grades = parse_grades(Path(grades_path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise PapersError(f"cannot read the grades in {grades_path}: {reason}") from error
    papers = list(wiring.read_papers(sources))
    places, relevant = judged(papers, grades)
    if not relevant.any():
        raise PapersError(
            f"no paper in {sources.papers} has the grade {RELEVANT} in {grades_path}, so there is "
            "nothing to find; give the papers that were graded"
        )
    return papers, places, relevant


def backtest(
    config: Config, sources: Sources, *, report_path: str | None = None
) -> "tuple[Backtest, OperatingPoint]":
    """Replay the list's own history; return that, and the line it suggests today.

    With `report_path` a page with plots is written there. Raises TrainingError where too little of
    the history is known.
    """
    from wsss_bot import evaluate, progress
    from wsss_bot.score import training_set

    listed = wiring.open_list(config, sources)
    texts = list(wiring.read_texts(config, listed, sources))
    with progress.working("replaying the list's history"):
        replayed = evaluate.backtest(
            training_set(listed.entries, texts), noise_per_week=config.score.noise_per_week
        )
    point = ranked_by_texts(config, listed, texts, sources).point
    if report_path is not None:
        from wsss_bot.show.report import backtest_page

        name = wiring.shown_name(wiring.list_name(config, sources))
        _write(report_path, backtest_page(replayed, point=point, list_name=name))
    return replayed, point


def _write(path: str, page: str) -> None:
    try:
        Path(path).write_text(page, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot write the report {path}: {error.strerror}") from error


def refresh(config: Config, sources: Sources) -> "Refreshed":
    """Return the pull request that would complete old rows."""
    from wsss_bot import progress
    from wsss_bot.awesome_list import read_list
    from wsss_bot.old_rows.complete import refresh_rows
    from wsss_bot.old_rows.look_up import fetch_records

    listed = wiring.open_list(config, sources)
    if sources.papers is not None:
        papers = list(wiring.read_papers(sources))
    else:
        arxiv = wiring.arxiv(config, patience_seconds=wiring.PATIENCE_SECONDS)
        with progress.bar("looking the list's papers up") as on_progress:
            papers = list(fetch_records(arxiv, listed.entries, on_progress=on_progress))
    path = wiring.shown_name(wiring.list_name(config, sources))
    return refresh_rows(
        listed,
        papers,
        path=path,
        facts_of=wiring.facts_of(config),
        read=partial(read_list, overrides=wiring.overrides(config)),
    )


MOST_LOOKED_UP = 100
"""How many of a list's papers are looked up to learn their categories: one request."""
QUICK = (4.0, 10.0)
"""Seconds to wait for arXiv where a first config can also be written without it."""


def _holds_only_defaults(path: Path) -> bool:
    """Whether a config is the one of a fresh checkout, in which nobody decided anything."""
    try:
        return path.read_bytes() == to_toml(Config()).encode()
    except OSError:
        return False


def introduce_list(named: str | None, target: str, *, corpus: str | None = None) -> "Introduction":
    """Read a list (a file, or owner/name; None: a README.md here) and write a config that fits it.

    The categories of its papers are asked of arXiv, once, or read in the file `corpus`, which
    also tells what the line comes to. Raises ConfigError when there is a config already, unless
    it holds nothing but the defaults.
    """
    from wsss_bot.commands.introduce import introduce

    list_name = named or ListSection().path
    on_github = _ON_GITHUB.fullmatch(list_name) if not Path(list_name).exists() else None
    where = ListSection(repository=on_github[1]) if on_github else ListSection(path=list_name)
    listed = wiring.open_list(Config(list=where), Sources())
    if named is None and not any(entry.arxiv_id for entry in listed.entries):
        raise ListError(
            f"{list_name} is perhaps no list of papers: none of its entries has an arXiv id; name "
            "your list, a file or owner/name on GitHub"
        )
    if Path(target).exists() and not _holds_only_defaults(Path(target)):
        raise ConfigError(f"{target} exists; remove it first, or name another with --config")
    ids = [entry.arxiv_id for entry in listed.entries if entry.arxiv_id]
    if corpus is not None:
        papers, unread = _in_corpus(corpus, ids), f"{corpus} holds none of them"
    else:
        papers, unread = _look_up(ids[:MOST_LOOKED_UP])
    found = introduce(listed, papers, unread=unread)
    config = Config(
        list=structs.replace(where, columns=found.columns),
        arxiv=ArxivSection(categories=found.categories or ArxivSection().categories),
    )
    if corpus is not None:
        found = replace(found, line=_line(config, listed, corpus))
    try:
        Path(target).write_text(to_toml(config, _notes(found)), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot write {target}: {error.strerror}") from error
    return found


def _look_up(ids: Sequence[ArxivId]) -> tuple[list[Paper], str]:
    """Return those of the papers that arXiv knows, and why there are none if there are none."""
    if not ids:
        return [], "none of them has an arXiv id"
    arxiv = wiring.arxiv(Config(), patience_seconds=0.0, timeouts=QUICK)
    try:
        return list(arxiv.by_ids(ids)), "unknown to arXiv"
    except ArxivError as error:
        log.info("%s", error)
        return [], f"arXiv did not answer: {str(error).partition(' (')[0]}"


def _in_corpus(corpus: str, ids: Sequence[ArxivId]) -> list[Paper]:
    from wsss_bot.papers_file.records import read_papers

    wanted = set(ids)
    return [paper for paper in read_papers(corpus) if paper.arxiv_id in wanted]


def _line(config: Config, listed: "AwesomeList", corpus: str) -> str:
    """Say what the line comes to on this list; empty when there is too little to learn from."""
    sources = Sources(corpus=corpus)
    try:
        texts = list(wiring.read_texts(config, listed, sources))
        point = ranked_by_texts(config, listed, texts, sources).point
        said = f"{point.in_full()}, as in the corpus, which may be a sample"
        if 2 * point.missed > point.listed:
            said += "; to see more of what looks like the list, set [score] noise_per_week higher"
        return said
    except (PapersError, TrainingError) as error:
        log.info("%s", error)
        return ""


def _notes(found: "Introduction") -> dict[str, str]:
    """Return what the config says beside its keys, as only this list makes it worth saying."""
    line = "`wsss-bot backtest` says what that comes to on this list"
    notes = {
        "list.order": f"Understood: {found.order}",
        "score.noise_per_week": f"On this list: {found.line}" if found.line else line,
    }
    if not found.categories:
        notes["arxiv.categories"] = "NOT FOUND OUT, this is the default: name those of the list"
    return notes


DEMO_CONFIG = Config(score=ScoreSection(noise_per_week=0.5))
"""Titles alone say less than abstracts do; a stricter line makes up for it."""


@contextmanager
def demo_sources() -> Iterator[Sources]:
    """Yield the embedded list, stream and background as files."""
    folder = resources.files("wsss_bot.demo")
    with (
        resources.as_file(folder / "list.md") as list_path,
        resources.as_file(folder / "papers.jsonl.gz") as papers,
        resources.as_file(folder / "background.jsonl.gz") as corpus,
    ):
        yield Sources(list_path=str(list_path), papers=str(papers), corpus=str(corpus))
