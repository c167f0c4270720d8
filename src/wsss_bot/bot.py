"""The bot as it works on GitHub: config and environment become state, arXiv and repository.

Only `cli` calls this. The libraries that make a start slow are imported inside.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wsss_bot import wiring
from wsss_bot.config import Config
from wsss_bot.domain import ArxivId, Entry, Example, Origin, Outcome, Paper, Proposed
from wsss_bot.errors import ConfigError

if TYPE_CHECKING:
    from wsss_bot.awesome_list import AwesomeList
    from wsss_bot.edges.store import Store
    from wsss_bot.pipeline.draft import Ranking
    from wsss_bot.pipeline.poll_arxiv import Poll
    from wsss_bot.pipeline.refresh_run import RefreshReport
    from wsss_bot.pipeline.rolling import Known, Settings
    from wsss_bot.pipeline.run import Report

PATIENCE_SECONDS = 900.0
"""How long a run that nobody waits for goes on trying when arXiv does not answer."""


def run(config: Config, *, dry_run: bool, tell: Callable[[str], None]) -> "Report":
    """Do one whole run; in a dry run `tell` is told what would be written, and nothing is."""
    from wsss_bot import progress
    from wsss_bot.edges.classifier_cache import ClassifierCache
    from wsss_bot.edges.dry_run import DryRunGitHub
    from wsss_bot.edges.store import Store
    from wsss_bot.evaluate import papers_per_week
    from wsss_bot.pipeline import run as stage
    from wsss_bot.pipeline.code_links import ask_once
    from wsss_bot.pipeline.poll_arxiv import catch_up
    from wsss_bot.pipeline.texts import kept_texts, stream_of

    if not config.list.repository:
        raise ConfigError(
            "run proposes on GitHub, and [list] repository is empty; for a list on this machine "
            "use `wsss-bot preview`, and `wsss-bot add --write` to add rows"
        )
    now = wiring.now()
    months = max(1, config.arxiv.backfill_months)  # there must be something to learn from
    state = Path(config.state.path)
    repository = wiring.connect(config)
    github = DryRunGitHub(repository, tell) if dry_run else repository
    with Store.copy(state, now=now) if dry_run else Store.open(state, now=now) as store:
        session, api, rss = wiring.arxiv(
            config, patience_seconds=PATIENCE_SECONDS, gate=store.polls
        )

        def poll() -> "Poll":
            first = now - months * stage.MONTH
            with progress.bar("reading arXiv") as on_progress:
                return catch_up(
                    store,
                    api,
                    rss,
                    categories=config.arxiv.categories,
                    first=first.date(),
                    overlap_days=config.arxiv.overlap_days,
                    now=now,
                    on_progress=on_progress,
                )

        def rank(
            listed: "AwesomeList", papers: Sequence[Paper], known: "Known[Proposed]"
        ) -> "Ranking":
            texts = kept_texts(store, api, listed.entries, now=now, months=months)
            return wiring.ranked(
                config,
                listed,
                texts,
                papers_per_week=papers_per_week(stream_of(store, config.arxiv.categories, papers)),
                decided=decided_examples(store, known.outcomes),
                cache=None if dry_run else ClassifierCache(state.with_name("classifier.npz")),
            )

        return stage.run(
            github,
            settings(config),
            store,
            poll=poll,
            rank=rank,
            taste=stage.Taste(
                backfill_months=months,
                near_misses=config.score.near_misses,
                exclude=config.score.exclude,
                facts_of=wiring.facts_of(config, ask_once(github.client, store, now=now)),
            ),
            requests=lambda: {
                "arxiv": len(session.exchanges),
                "github": github.requests,
            },
            now=now,
        )


def refresh(
    config: Config,
    *,
    dry_run: bool,
    tell: Callable[[str], None],
    sources: wiring.Sources | None = None,
) -> "RefreshReport":
    """Look for completions of old rows, and propose them; dry as in `run`.

    With papers in `sources` these are the records, and arXiv is not asked.
    """
    from wsss_bot import progress
    from wsss_bot.edges.dry_run import DryRunGitHub
    from wsss_bot.edges.store import Store
    from wsss_bot.pipeline import look_up, refresh_run
    from wsss_bot.pipeline.code_links import ask_again, ask_once

    if not config.list.repository:
        raise ConfigError(
            "refresh proposes on GitHub, and [list] repository is empty; for a list on this "
            "machine use `wsss-bot refresh --dry-run`"
        )
    given = wiring.read_papers(sources) if sources and sources.papers else None
    now = wiring.now()
    state = Path(config.state.path)
    repository = wiring.connect(config)
    github = DryRunGitHub(repository, tell) if dry_run else repository
    with Store.copy(state, now=now) if dry_run else Store.open(state, now=now) as store:
        session, api, _ = wiring.arxiv(config, patience_seconds=PATIENCE_SECONDS, gate=store.polls)

        def records(entries: Sequence[Entry]) -> "look_up.Records":
            if given is not None:
                return look_up.Records(papers=tuple(given))
            with progress.bar("looking the list's papers up") as on_progress:
                return look_up.look_up(store, api, entries, now=now, on_progress=on_progress)

        return refresh_run.refresh(
            github,
            replace(settings(config), branch=config.refresh.branch, branch_key="[refresh] branch"),
            store,
            look_up=records,
            facts_of=wiring.facts_of(config),
            links=refresh_run.Links(
                ask_once=ask_once(github.client, store, now=now),
                ask_again=ask_again(github.client, store, now=now),
            ),
            requests=lambda: {"arxiv": len(session.exchanges), "github": github.requests},
            now=now,
        )


def settings(config: Config) -> "Settings":
    """Return what the operator decided about list and pull request."""
    from wsss_bot.awesome_list import read_list
    from wsss_bot.pipeline.rolling import Settings

    return Settings(
        path=config.list.path,
        base=config.list.branch,
        branch=config.pull_request.branch,
        max_rows=config.pull_request.max_rows,
        labels=config.pull_request.labels,
        reviewers=config.pull_request.reviewers,
        draft=config.pull_request.draft,
        read=lambda text: read_list(text, overrides=wiring.overrides(config)),
    )


def decided_examples(store: "Store", outcomes: Mapping[str, Outcome]) -> list[Example]:
    """Return what was refused as examples; what was accepted stands in the list and needs none."""
    refused: dict[Outcome, Origin] = {Outcome.REMOVED: "removed", Outcome.DECLINED: "declined"}
    known = store.papers.find([ArxivId(i) for i, o in outcomes.items() if o in refused])
    return [
        Example(
            title=paper.title,
            abstract=paper.abstract,
            relevant=False,
            origin=refused[outcomes[arxiv_id]],
            key=arxiv_id,
        )
        for arxiv_id, paper in known.items()
    ]
