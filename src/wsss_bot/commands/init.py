"""`init`: a first config.toml that fits a list."""

import logging
import re
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import structs
from rich.text import Text

from wsss_bot import show
from wsss_bot.app import CONFIG, App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.learning import ranked_by_texts, read_texts
from wsss_bot.commands.own_branches import with_own_branches
from wsss_bot.config import ArxivSection, Config, ListSection, parse_config, read_config, to_toml
from wsss_bot.config.changing import changed
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.errors import ConfigError, ListError, PapersError, RemoteError, TrainingError
from wsss_bot.files import replace_file
from wsss_bot.jobs.introduction import Introduction, introduce, look_up, what_people_edit
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


def init(named: str | None, config_path: str | None, *, corpus: str | None, as_json: bool) -> None:
    """Read a list (a file, or owner/name; None: a README.md here) and write a config that fits it.

    The categories of its papers are asked of arXiv, once, or read in the file `corpus`, which
    also tells what the threshold comes to. In a config that is there already what somebody decided
    stays, and each comment. Raises ConfigError where it is the config of another list.
    """
    target = Path(config_path or CONFIG)
    before = read_config(target) if target.exists() else Config()
    asked = _place_of(named, before)
    app = App.here(structs.replace(before, list=asked), is_named=config_path is not None)
    with _for_somebody_who_waits():
        listed, where = what_people_edit(app)
    _refuse_another_list(before.list, {_named(asked), _named(where)}, target)
    _refuse_what_is_no_list(listed, where, named)
    ids = [entry.arxiv_id for entry in listed.entries if entry.arxiv_id]
    if corpus is not None:
        papers, unread = _in_corpus(corpus, ids), f"{corpus} holds none of them"
    else:
        papers, unread = look_up(app, ids)
    found = introduce(listed, papers, unread=unread)
    if where.path != asked.path:
        found = replace(found, path=where.path)
    config, kept = _decided(structs.replace(before, list=where), found)
    if before == Config():
        config = with_own_branches(config)
    if corpus is not None:
        threshold, topic = _threshold(App.here(config), listed, corpus)
        found = replace(found, threshold=threshold, topic=topic)
    is_new = _write(target, before, config, found)
    if as_json:
        show.print_json(_as_json(found, str(target), kept))
    else:
        _print(found, f"{'Wrote' if is_new else 'Brought up to date:'} {target}.", kept)


def _place_of(named: str | None, before: Config) -> ListSection:
    """Return where the list is that people call so: a file here, else a repository."""
    if named is None:
        return before.list
    on_github = _ON_GITHUB.fullmatch(named) if not Path(named).exists() else None
    place = {"repository": on_github[1]} if on_github else {"repository": "", "path": named}
    if on_github and on_github[1] != before.list.repository:
        place["path"] = ListSection().path
    return structs.replace(before.list, **place)


def _named(where: ListSection) -> tuple[str, str]:
    return where.repository, where.path


def _refuse_another_list(old: ListSection, now: Collection[tuple[str, str]], target: Path) -> None:
    """Raise ConfigError where the config that is there is about another list."""
    if _named(old) != _named(ListSection()) and _named(old) not in now:
        raise ConfigError(
            f"{target} is about the list {old.repository or old.path}; for another list name "
            "another config with --config"
        )


@contextmanager
def _for_somebody_who_waits() -> Iterator[None]:
    """Say of another machine's failure what somebody can do who is no schedule."""
    try:
        yield
    except RemoteError as error:
        said = re.sub(r"the next run \w+(?: \w+)*", "try again in a while", str(error))
        raise type(error)(said, url=error.url, status=error.status) from error


def _refuse_what_is_no_list(listed: AwesomeList, where: ListSection, named: str | None) -> None:
    """Raise ListError for a file that nobody named and that holds no paper."""
    is_told = named is not None or where != ListSection()
    if not is_told and not any(entry.arxiv_id for entry in listed.entries):
        raise ListError(
            f"{ListSection().path} is perhaps no list of papers: none of its entries has an arXiv "
            "id; name your list, a file or owner/name on GitHub"
        )


def _decided(before: Config, found: Introduction) -> tuple[Config, tuple[str, ...]]:
    """Return the config with what was found where nobody decided, and what was kept instead."""
    kept = []
    columns, categories = before.list.columns, before.arxiv.categories
    if not columns:
        columns = found.columns
    elif columns != found.columns:
        kept.append("columns")
    if categories == ArxivSection().categories:
        categories = found.categories or categories
    elif found.categories and categories != found.categories:
        kept.append("categories")
    config = structs.replace(
        before,
        list=structs.replace(before.list, columns=columns),
        arxiv=structs.replace(before.arxiv, categories=categories),
    )
    return config, tuple(kept)


def _write(target: Path, before: Config, config: Config, found: Introduction) -> bool:
    """Write the config, or change the one that is there; return whether it is new."""
    notes = found.notes()
    is_new = not target.exists() or before == Config()
    try:
        if is_new:
            text = to_toml(config, notes)
        else:
            # As it is: a file of Windows keeps its line ends.
            text = target.read_bytes().decode("utf-8-sig")
            text = changed(text, _differences(before, config), notes, name=str(target))
            parse_config(text, name=str(target))
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
        replace_file(target.resolve(), text.encode(), mode=mode)
    except OSError as error:
        raise ConfigError(f"cannot write {target}: {error.strerror}") from error
    return is_new


def _differences(before: Config, config: Config) -> dict[str, object]:
    """Return the keys that have another value now, by "section.key"."""
    return {
        f"{section}.{key}": value
        for section, table in structs.asdict(config).items()
        for key, value in structs.asdict(table).items()
        if value != getattr(getattr(before, section), key)
    }


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


def _print(found: Introduction, done: str, kept: Collection[str]) -> None:
    """Print what a config says now, and what was not understood of the list."""
    out = console()
    out.print(Text(done))
    if kept:
        out.print(Text(f"kept as somebody decided: {', '.join(kept)}; found were:"))
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


def _as_json(found: Introduction, target: str, kept: Collection[str]) -> dict[str, Any]:
    return {
        "config": target,
        "kept": list(kept),
        "categories": list(found.categories),
        "columns": found.columns,
        "order": found.order,
        "path": found.path,
        "threshold_in_words": found.threshold,
        "topic": found.topic,
        "not_understood": list(found.not_understood),
    }
