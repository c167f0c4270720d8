"""Why a paper gets its score, and where the line is: as the next run would have it, if it can.

A bot that has read arXiv learns from what it has read, and knows how much comes. Without one, or
where a command names other papers or another list, it is said what the line was counted for.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wsss_bot import app as wiring
from wsss_bot.app import Sources
from wsss_bot.commands import local
from wsss_bot.config import Config
from wsss_bot.domain import Paper, Score
from wsss_bot.jobs import bot
from wsss_bot.jobs.propose import undecided
from wsss_bot.papers_file.sift import Tally
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.state import is_there

Stream = Literal["papers", "state", "arXiv", "corpus"]
"""The file of papers, what the bot has read, a sample of whole days, or whatever a corpus holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A paper, its score with the reasons, and the ranking that gave it."""

    paper: Paper
    score: Score
    ranking: Ranking
    counted_in: Stream
    """Where the papers a week were counted for which the line is drawn."""


def explain(config: Config, sources: Sources, text: str) -> Explanation:
    """Return why the paper that `text` names has its score.

    Raises PapersError, ArxivError and TrainingError.
    """
    told = sources.list_path or sources.papers or sources.corpus
    found = None if told else _by_the_state(config, text)
    return found or _by_what_is_given(config, sources, text)


def _by_the_state(config: Config, text: str) -> Explanation | None:
    """Explain as the next run would; None for a bot that has not read arXiv yet."""
    if not (config.list.repository and is_there(Path(config.state.path))):
        return None
    with bot.at_desk(config, dry_run=True, is_awaited=True) as desk:
        store = desk.store
        if store.polls.covered_since(config.arxiv.categories) is None:
            return None
        known = store.papers.find(wiring.named_ids([text]))
        [paper] = known.values() or wiring.named_papers(config, [text], Sources())
        ranking = bot.rank(
            desk,
            wiring.open_list(config, Sources()),
            undecided(store, months=desk.months, now=desk.now),
            {i: decision.outcome for i, decision in store.outcomes.all().items()},
        )
    return _explanation(paper, ranking, counted_in="state")


def _by_what_is_given(config: Config, sources: Sources, text: str) -> Explanation:
    """Explain by a file of papers and a corpus, or by what arXiv shows."""
    listed = wiring.open_list(config, sources)
    stream, categories = Tally(), set(config.arxiv.categories)

    def count(read: Paper) -> None:
        if not read.categories or not categories.isdisjoint(read.categories):
            stream.count(read.submitted_at.toordinal())

    [paper] = wiring.named_papers(config, [text], sources, on_read=count)
    texts = wiring.read_texts(config, listed, sources)
    if sources.papers is not None:
        ranking = wiring.ranked(config, listed, texts, papers_per_week=stream.per_week)
        return _explanation(paper, ranking, counted_in="papers")
    ranking = local.ranked_by_texts(config, listed, list(texts), sources)
    return _explanation(paper, ranking, counted_in="corpus" if sources.corpus else "arXiv")


def _explanation(paper: Paper, ranking: Ranking, *, counted_in: Stream) -> Explanation:
    score = ranking.classifier.explain(paper)
    return Explanation(paper=paper, score=score, ranking=ranking, counted_in=counted_in)
