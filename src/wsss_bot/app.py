"""Where config and environment become the list, the papers and the ranking of a command.

The libraries that make a start slow are imported inside.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wsss_bot.config import Config, read_config
from wsss_bot.domain import ArxivId, Example, Facts, Paper
from wsss_bot.errors import PapersError
from wsss_bot.text.arxiv_ids import parse_arxiv_id

if TYPE_CHECKING:
    from wsss_bot.awesome_list import AwesomeList, Overrides
    from wsss_bot.github import GitHubRepository
    from wsss_bot.github.code_links import Ask
    from wsss_bot.ranking.ranking import Ranking
    from wsss_bot.ranking.trained import Cache
    from wsss_bot.score import Classifier
    from wsss_bot.sources.arxiv.arxiv import Arxiv
    from wsss_bot.sources.gate import Gate, GateFile

log = logging.getLogger(__name__)

CONFIG = "config.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a command was told to work on; None: what the config says."""

    list_path: str | None = None
    papers: str | None = None
    corpus: str | None = None
    keep_going: bool = False
    since: date | None = None
    until: date | None = None


def load_config(path: str | None) -> Config:
    """Return the config at `path`; without one, config.toml of this folder, else the defaults."""
    if path is not None:
        return read_config(Path(path))
    return read_config(Path(CONFIG)) if Path(CONFIG).exists() else Config()


def open_list(config: Config, sources: Sources) -> "AwesomeList":
    """Read the list: a local file, or a file on GitHub."""
    from wsss_bot.awesome_list import read_list
    from wsss_bot.list_file import read_list_file

    if sources.list_path or not config.list.repository:
        text = read_list_file(list_name(config, sources))
    else:
        text = connect(config).read_list(config.list.path, branch=config.list.branch)
    return read_list(text, overrides=overrides(config))


def overrides(config: Config) -> "Overrides":
    """Return what the config says of the list that the list does not tell."""
    from wsss_bot.awesome_list import Overrides

    return Overrides(
        roles=config.list.columns,
        section=config.list.section,
        order=config.list.order or None,
    )


def facts_of(config: Config, ask: "Ask | None" = None) -> "Callable[[Paper], Facts]":
    """Return what tells the facts of a paper; with `ask`, its code links are looked at too."""
    from wsss_bot import compose
    from wsss_bot.venues import KNOWN_VENUES, venues_in

    table = KNOWN_VENUES.extended(
        venues_in({"conferences": config.venues.conferences, "journals": config.venues.journals})
    )

    def facts(paper: Paper) -> Facts:
        known = compose.facts_of(paper, venues=table)
        if ask is None:
            return known
        from wsss_bot.github.code_links import checked

        return checked(known, ask)

    return facts


def connect(config: Config, *, with_issues: bool = False) -> "GitHubRepository":
    """Return the list's repository, with the rights that the environment gives.

    An app is asked for its right to write issues only `with_issues`: one that was never given it
    would be refused altogether.
    """
    from wsss_bot import github, network

    network.check(os.environ, config.github.api_url)
    app = None
    if app_id := os.environ.get("WSSS_BOT_APP_ID", ""):
        app = github.App(
            app_id=app_id,
            private_key=os.environ.get("WSSS_BOT_APP_KEY", ""),
            installation_id=os.environ.get("WSSS_BOT_INSTALLATION_ID", ""),
        )
    return github.connect(
        config.list.repository,
        token=os.environ.get("GITHUB_TOKEN", "").strip(),
        app=app,
        api_url=config.github.api_url,
        sleep=sleep,
        with_issues=with_issues,
    )


def secrets() -> tuple[str, ...]:
    """Return what must never be shown to anybody."""
    return tuple(os.environ.get(name, "") for name in ("GITHUB_TOKEN", "WSSS_BOT_APP_KEY"))


def credentials() -> str:
    """Return in words what the environment holds to sign in to GitHub with; '' for nothing."""
    from wsss_bot import github

    if os.environ.get("WSSS_BOT_APP_ID", ""):
        return "a GitHub App"
    token = os.environ.get("GITHUB_TOKEN", "").strip()
    return github.kind_of(token) if token else ""


def list_name(config: Config, sources: Sources) -> str:
    """Return the path of the list's file."""
    return sources.list_path or config.list.path


def shown_name(path: str) -> str:
    """Return how a diff names the file at `path`: relative, and never the way to it."""
    return Path(path).name if Path(path).is_absolute() else path


def read_papers(sources: Sources) -> Iterator[Paper]:
    """Read the file of papers that the command was given."""
    from wsss_bot.papers_file import records as corpus

    return corpus.read_papers(papers_path(sources), keep_going=sources.keep_going)


def papers_path(sources: Sources) -> str:
    """Return the path of the file of papers. Raises PapersError when none was given."""
    if sources.papers is None:
        raise PapersError("no papers were given; name a file with --papers")
    return sources.papers


def named_ids(texts: Sequence[str]) -> list[ArxivId]:
    """Return the arXiv ids that these texts hold. Raises PapersError for one without."""
    try:
        return [parse_arxiv_id(text)[0] for text in texts]
    except ValueError as error:
        raise PapersError(str(error)) from error


def named_papers(
    config: Config,
    ids: Sequence[str],
    sources: Sources,
    *,
    on_read: Callable[[Paper], None] = lambda _: None,
) -> list[Paper]:
    """Return the papers with these ids, from the file if one is given, else from arXiv.

    Without ids: every paper in the file. `on_read` is told of each paper of the file, named or
    not, because a pipe is read only once. Raises PapersError for what is not there.
    """
    from wsss_bot.papers_file import records as corpus

    wanted = named_ids(ids)
    if sources.papers is None:
        if not wanted:
            raise PapersError("no papers were named; give arXiv ids, or a file with --papers")
        return _fetch_named(config, wanted)
    given = {}
    for paper in read_papers(sources):
        on_read(paper)
        if not wanted or paper.arxiv_id in wanted:
            given[paper.arxiv_id] = paper
    if missing := [arxiv_id for arxiv_id in wanted if arxiv_id not in given]:
        raise PapersError(f"{corpus.name_of(sources.papers)} does not hold {', '.join(missing)}")
    return [given[arxiv_id] for arxiv_id in wanted] if wanted else list(given.values())


def learn(config: Config, listed: "AwesomeList", sources: Sources) -> "Classifier":
    """Train on the list. Raises PapersError, ArxivError and TrainingError."""
    from wsss_bot import progress
    from wsss_bot.score import train, training_set

    texts = read_texts(config, listed, sources)
    with progress.working(f"learning from {len(listed.entries)} entries"):
        return train(training_set(listed.entries, texts))


def with_line(config: Config, classifier: "Classifier", *, papers_per_week: float) -> "Ranking":
    """Draw the line that the config asks for in a stream of `papers_per_week`."""
    from wsss_bot.ranking import ranking

    return ranking.ranking(
        classifier,
        papers_per_week=papers_per_week,
        noise_per_week=config.score.noise_per_week,
        threshold=config.score.threshold,
    )


def ranked(
    config: Config,
    listed: "AwesomeList",
    texts: Iterable[Paper],
    *,
    papers_per_week: float,
    decided: Sequence[Example] = (),
    cache: "Cache | None" = None,
) -> "Ranking":
    """Train on the list with `texts` and on what was decided, and draw the line.

    `papers_per_week` is the size of the stream. A classifier of the same examples is taken from
    the `cache`. Raises TrainingError.
    """
    from wsss_bot import progress
    from wsss_bot.ranking.trained import trained
    from wsss_bot.score import train, training_set

    with progress.working(f"learning from {len(listed.entries)} entries"):
        examples = [*training_set(listed.entries, texts), *decided]
        classifier = trained(examples, cache=cache) if cache else train(examples)
    return with_line(config, classifier, papers_per_week=papers_per_week)


def read_texts(config: Config, listed: "AwesomeList", sources: Sources) -> Iterable[Paper]:
    """Return the papers to learn from: those of the corpus, else fetched from arXiv."""
    if sources.corpus == sources.papers == "-":
        raise PapersError(
            "papers and corpus cannot both come from standard input; name a file for one of them"
        )
    if sources.corpus is None:
        return _fetch_texts(config, listed)
    return _read_corpus(config, listed, sources.corpus, keep_going=sources.keep_going)


def _read_corpus(
    config: Config, listed: "AwesomeList", path: str, *, keep_going: bool
) -> Iterator[Paper]:
    from wsss_bot.papers_file import records as corpus

    count = 0
    for paper in corpus.read_papers(
        path,
        keep_going=keep_going,
        categories=config.arxiv.categories,
        named=[entry.arxiv_id for entry in listed.entries if entry.arxiv_id],
    ):
        count += 1
        yield paper
    if not count:
        raise PapersError(
            f"the corpus {path} holds no papers of "
            f"{', '.join(config.arxiv.categories)}; expected the list's own papers, and "
            "others of the same categories as background"
        )


# --- arXiv ----------------------------------------------------------------------------------

PATIENCE_SECONDS = 20.0
"""How long a command that somebody waits for goes on trying when arXiv does not answer."""


def arxiv(
    config: Config,
    *,
    patience_seconds: float,
    gate: "Gate | None" = None,
    timeouts: tuple[float, float] | None = None,
) -> "Arxiv":
    """Return arXiv's query API and RSS behind one polite session; `gate` shares its pause.

    `timeouts` are seconds to connect, and between two pieces of an answer; None: patient ones.
    """
    import random

    from wsss_bot import network
    from wsss_bot.sources.arxiv.arxiv import Arxiv
    from wsss_bot.sources.arxiv.session import TIMEOUTS, PoliteSession

    network.check(os.environ, config.arxiv.api_url, config.arxiv.rss_url)
    session = PoliteSession(
        contact=config.arxiv.contact,
        now=now,
        sleep=sleep,
        random=random.random,
        pause_seconds=config.arxiv.pause_seconds,
        patience_seconds=patience_seconds,
        timeouts=timeouts or TIMEOUTS,
        gate=gate,
        gate_file=_gate_file(config),
    )
    return Arxiv(session, api_url=config.arxiv.api_url, rss_url=config.arxiv.rss_url)


def _gate_file(config: Config) -> "GateFile | None":
    """Return the gate that all commands of this user pass, where arXiv is owed a pause."""
    from wsss_bot.sources.gate import GateFile, cache_folder
    from wsss_bot.sources.pace import least_pause

    asked = config.arxiv
    if max(asked.pause_seconds, least_pause(asked.api_url), least_pause(asked.rss_url)) <= 0:
        return None
    try:
        return GateFile(cache_folder(os.environ) / "arxiv.gate")
    except (OSError, RuntimeError) as error:
        log.info("other commands cannot be made to wait for arXiv: %s", error)
        return None


def _fetch_texts(config: Config, listed: "AwesomeList") -> list[Paper]:
    from wsss_bot import progress
    from wsss_bot.ranking.texts import fetch_texts

    with progress.bar("fetching papers to learn from") as on_progress:
        texts = fetch_texts(
            arxiv(config, patience_seconds=PATIENCE_SECONDS),
            listed.entries,
            categories=config.arxiv.categories,
            now=now(),
            months=config.arxiv.backfill_months,
            on_progress=on_progress,
        )
        return list(texts)


def _fetch_named(config: Config, ids: Sequence[ArxivId]) -> list[Paper]:
    source = arxiv(config, patience_seconds=PATIENCE_SECONDS)
    found = {paper.arxiv_id: paper for paper in source.by_ids(ids)}
    if missing := [arxiv_id for arxiv_id in ids if arxiv_id not in found]:
        raise PapersError(f"arXiv has no paper {', '.join(missing)}; check the id")
    return [found[arxiv_id] for arxiv_id in ids]


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)
