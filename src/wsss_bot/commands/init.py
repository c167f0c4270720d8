"""`init`: a first config.toml that fits a list."""

import logging
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import structs
from rich.console import Console
from rich.text import Text

from wsss_bot import show
from wsss_bot.app import CONFIG, App
from wsss_bot.awesome_list import AwesomeList, PapersElsewhere
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.introduction import Introduction, introduce
from wsss_bot.commands.learning import ranked_by_texts, read_texts
from wsss_bot.commands.own_branches import with_own_branches
from wsss_bot.config import ArxivSection, Config, ListSection, to_toml
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.errors import ArxivError, ConfigError, ListError, PapersError, TrainingError
from wsss_bot.list_file import FilesBeside
from wsss_bot.papers_file.records import read_papers
from wsss_bot.pull_request.phrases import counted
from wsss_bot.show.console import console

log = logging.getLogger(__name__)

_ON_GITHUB = re.compile(
    r"(?:(?:https?://)?(?:www\.)?github\.com/|(?!.*\.(?:md|markdown|rst|ya?ml|json|csv|tsv|bib)\Z))"
    r"([a-z0-9][\w-]*/[\w.-]+?)(?:\.git)?/?",
    re.IGNORECASE,
)
"""A repository, as owner/name or as its address. No owner has a dot, and what ends
like a list's file is one that is missing."""

MOST_LOOKED_UP = 100
"""How many of a list's papers are looked up to learn their categories: one request."""
QUICK = (4.0, 10.0)
"""Seconds to wait for arXiv where a first config can also be written without it."""


def init(named: str | None, config_path: str | None, *, corpus: str | None, as_json: bool) -> None:
    """Read a list (a file, or owner/name; None: a README.md here) and write a config that fits it.

    The categories of its papers are asked of arXiv, once, or read in the file `corpus`, which
    also tells what the threshold comes to. Raises ConfigError when there is a config already,
    unless it holds nothing but the defaults.
    """
    target = config_path or CONFIG
    asked = _place_of(named or ListSection().path)
    listed, where = _what_people_edit(asked)
    _refuse_what_is_no_list(listed, named)
    _refuse_to_overwrite(target)
    ids = [entry.arxiv_id for entry in listed.entries if entry.arxiv_id]
    if corpus is not None:
        papers, unread = _in_corpus(corpus, ids), f"{corpus} holds none of them"
    else:
        papers, unread = _look_up(ids[:MOST_LOOKED_UP])
    found = introduce(listed, papers, unread=unread)
    if where.path != asked.path:
        found = replace(found, path=where.path)
    config = with_own_branches(
        Config(
            list=structs.replace(where, columns=found.columns),
            arxiv=ArxivSection(categories=found.categories or ArxivSection().categories),
        )
    )
    if corpus is not None:
        threshold, topic = _threshold(App.here(config), listed, corpus)
        found = replace(found, threshold=threshold, topic=topic)
    try:
        Path(target).write_text(to_toml(config, _notes(found)), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot write {target}: {error.strerror}") from error
    if as_json:
        show.print_json(_as_json(found, target))
    else:
        _print(found, target, out=console())


def _place_of(list_name: str) -> ListSection:
    """Return where the list is that people call so: a file here, else a repository."""
    on_github = _ON_GITHUB.fullmatch(list_name) if not Path(list_name).exists() else None
    return ListSection(repository=on_github[1]) if on_github else ListSection(path=list_name)


def _what_people_edit(where: ListSection) -> tuple[AwesomeList, ListSection]:
    """Return the list and where it is; of one that is made from data, the file that people edit.

    Raises ListError, also where entries cannot be added to such a file.
    """
    try:
        listed = App.here(Config(list=where)).open_list()
        generated = listed.generated
    except PapersElsewhere as error:
        generated = error.generated
    if generated is None:
        return listed, where
    here = None if where.repository else FilesBeside(where.path)
    for source in generated.sources:
        path = source if here is None else os.path.relpath(here.root / source)
        there = structs.replace(where, path=path)
        try:
            return App.here(Config(list=there)).open_list(), there
        except ListError as error:
            log.info("%s", error)
    raise ListError(generated.sentence)


def _refuse_what_is_no_list(listed: AwesomeList, named: str | None) -> None:
    """Raise ListError for a file that nobody named and that holds no paper."""
    if named is None and not any(entry.arxiv_id for entry in listed.entries):
        raise ListError(
            f"{ListSection().path} is perhaps no list of papers: none of its entries has an arXiv "
            "id; name your list, a file or owner/name on GitHub"
        )


def _refuse_to_overwrite(target: str) -> None:
    """Raise ConfigError for a config in which somebody decided something."""
    if Path(target).exists() and not _holds_only_defaults(Path(target)):
        raise ConfigError(f"{target} exists; remove it first, or name another with --config")


def _holds_only_defaults(path: Path) -> bool:
    """Whether a config is the one of a fresh checkout, in which nobody decided anything."""
    try:
        return path.read_bytes() == to_toml(Config()).encode()
    except OSError:
        return False


def _look_up(ids: Sequence[ArxivId]) -> tuple[list[Paper], str]:
    """Return those of the papers that arXiv knows, and why there are none if there are none."""
    if not ids:
        return [], "none of them has an arXiv id"
    arxiv = App.here(Config()).arxiv(patience_seconds=0.0, timeouts=QUICK)
    try:
        return list(arxiv.by_ids(ids)), "unknown to arXiv"
    except ArxivError as error:
        log.info("%s", error)
        return [], f"arXiv did not answer: {str(error).partition(' (')[0]}"


def _in_corpus(corpus: str, ids: Sequence[ArxivId]) -> list[Paper]:
    wanted = set(ids)
    return [paper for paper in read_papers(corpus) if paper.arxiv_id in wanted]


DENSE = 3
"""From so many papers a week on a topic is dense: then it is steadier to say how many to read."""


def _threshold(app: App, listed: AwesomeList, corpus: str) -> tuple[str, str]:
    """Say what the threshold comes to on this list, and which key fits its topic.

    Both are empty when there is too little to learn from.
    """
    inputs = Inputs(corpus=corpus)
    try:
        texts = list(read_texts(app, listed, inputs))
        point = ranked_by_texts(app, listed, texts, inputs).point
    except (PapersError, TrainingError) as error:
        log.info("%s", error)
        return "", ""
    sentence = f"{point.in_full()}, as in the corpus, which may be a sample"
    if 2 * point.missed > point.listed:
        sentence += "; to see more of what looks like the list, set [score] noise_per_week higher"
    rate, fits = "less than 1 paper", "noise_per_week"
    if point.topic_per_week >= 1:
        rate = f"about {counted(round(point.topic_per_week), 'paper', 'papers')}"
    if point.topic_per_week > DENSE:
        fits = "rows_per_week"
    return sentence, f"your topic has {rate} a week, as in the corpus: [score] {fits} fits"


def _notes(found: Introduction) -> dict[str, str]:
    """Return what the config says beside its keys, as only this list makes it worth saying."""
    unknown = "`wsss-bot backtest` says what that comes to on this list"
    notes = {
        "list.order": f"Understood: {found.order}",
        "score.noise_per_week": f"On this list: {found.threshold}" if found.threshold else unknown,
    }
    if found.topic:
        notes["score.rows_per_week"] = f"On this list {found.topic}"
    if not found.categories:
        notes["arxiv.categories"] = "NOT FOUND OUT, this is the default: name those of the list"
    return notes


def _print(found: Introduction, target: str, *, out: Console) -> None:
    """Print what a new config says, and what was not understood of the list."""
    out.print(Text(f"Wrote {target}."))
    if found.path:
        out.print(Text(f"the list is made from data: rows go into {found.path}, which people edit"))
    if found.categories:
        out.print(Text(f"categories: {', '.join(found.categories)}"))
    if found.columns:
        columns = ", ".join(f"{header} = {role}" for header, role in found.columns.items())
        out.print(Text(f"columns: {columns}"))
    out.print(Text(f"order: {found.order}"))
    unknown = "set by [score] noise_per_week; `wsss-bot backtest` says what it comes to"
    out.print(Text(f"the threshold: {found.threshold or unknown}"))
    if found.topic:
        out.print(Text(found.topic))
    for sentence in found.not_understood:
        out.print(Text(f"not understood: {sentence}", "yellow"))


def _as_json(found: Introduction, target: str) -> dict[str, Any]:
    return {
        "config": target,
        "categories": list(found.categories),
        "columns": found.columns,
        "order": found.order,
        "path": found.path,
        "threshold_in_words": found.threshold,
        "topic": found.topic,
        "not_understood": list(found.not_understood),
    }
