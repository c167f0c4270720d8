"""`explain`: why a paper gets its score, and where the threshold is.

As the next run would have it, if it can: a bot that has read arXiv learns from what it has read,
and knows how much comes. Without one, or where a command names another list or a corpus, it is said
what the threshold was counted for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rich.console import Console
from rich.text import Text

from wsss_bot import show
from wsss_bot.app import App
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.learning import ranked_by_texts, read_texts
from wsss_bot.commands.named import named_ids, named_papers
from wsss_bot.commands.next_run import next_run
from wsss_bot.domain import ArxivId, Paper, Score
from wsss_bot.jobs.rank import first_estimate
from wsss_bot.papers_file.sift import Tally
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.show.console import console
from wsss_bot.show.papers import why_json

CountedIn = Literal["papers", "state", "arXiv", "corpus"]
"""The file of papers, what the bot has read, a sample of whole days, or whatever a corpus holds."""

COUNTED_IN: dict[CountedIn, str] = {
    "papers": "as in the papers given",
    "state": "as the bot has read them",
    "arXiv": "by a sample of arXiv's days",
    "corpus": "as in the corpus, which may be a sample",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A paper, its score with the reasons, and the ranking that gave it."""

    paper: Paper
    score: Score
    ranking: Ranking
    counted_in: CountedIn
    """Where the papers a week were counted for which the threshold is set."""


def explain(app: App, inputs: Inputs, text: str, *, as_json: bool) -> None:
    """Print why the paper that `text` names has its score.

    Raises PapersError, ArxivError and TrainingError.
    """
    ids = named_ids([text])
    found = _by_the_state(app, inputs, ids) or _by_what_is_given(app, inputs, ids)
    if as_json:
        show.print_json(_as_json(found))
    else:
        _print(found, out=console())


def _by_the_state(app: App, inputs: Inputs, ids: Sequence[ArxivId]) -> Explanation | None:
    """Explain as the next run would; None for a bot that has not read arXiv yet."""
    with next_run(app, inputs) as coming:
        if coming is None:
            return None
        known = {} if inputs.papers else coming.job.state.papers.find(ids)
        [paper] = known.values() or named_papers(app, ids, inputs)
        return _explanation(paper, coming.ranking, counted_in="state")


def _by_what_is_given(app: App, inputs: Inputs, ids: Sequence[ArxivId]) -> Explanation:
    """Explain by a file of papers and a corpus, or by what arXiv shows."""
    listed = app.open_list(inputs.list_path)
    stream, categories = Tally(), set(app.config.arxiv.categories)

    def count(read: Paper) -> None:
        if not read.categories or not categories.isdisjoint(read.categories):
            stream.count(read.submitted_at.toordinal())

    [paper] = named_papers(app, ids, inputs, on_read=count)
    texts = read_texts(app, listed, inputs)
    if inputs.papers is not None:
        ranking = first_estimate(app.config, listed, texts, papers_per_week=stream.per_week)
        return _explanation(paper, ranking, counted_in="papers")
    ranking = ranked_by_texts(app, listed, list(texts), inputs)
    return _explanation(paper, ranking, counted_in="corpus" if inputs.corpus else "arXiv")


def _explanation(paper: Paper, ranking: Ranking, *, counted_in: CountedIn) -> Explanation:
    score = ranking.classifier.explain(paper)
    return Explanation(paper=paper, score=score, ranking=ranking, counted_in=counted_in)


def _print(found: Explanation, *, out: Console) -> None:
    score, point = found.score, found.ranking.point
    side = "at or above" if score.value >= point.threshold else "below"
    out.print(Text(found.paper.title, style="bold"))
    out.print(Text(f"relevance score {score.value:.2f}, {side} the threshold"))
    out.print(Text(f"the threshold: {point.in_full()}, {COUNTED_IN[found.counted_in]}"))
    for heading, pushes in (
        ("up", [term for term in score.terms if term.push > 0]),
        ("down", [term for term in score.terms if term.push < 0]),
    ):
        words = ", ".join(f"{term.text} {term.push:+.2f}" for term in pushes)
        out.print(Text(f"pushed {heading}: {words or 'nothing'}"))
    for neighbour in score.nearest:
        out.print(
            Text(
                f"like line {neighbour.entry.line}, {neighbour.similarity:.2f}: "
                f"{neighbour.entry.title}"
            )
        )
    out.print(Text(f"recipe {score.recipe}, trained on {score.trained_on}", style="dim"))


def _as_json(found: Explanation) -> dict[str, Any]:
    score, point = found.score, found.ranking.point
    return {
        "arxiv_id": found.paper.arxiv_id,
        "title": found.paper.title,
        "score": score.value,
        "threshold": point.threshold,
        "estimate": found.counted_in != "state",
        "threshold_in_words": str(point),
        "papers_per_week": point.papers_per_week,
        "counted_in": found.counted_in,
        **why_json(score),
        "recipe": score.recipe,
        "trained_on": score.trained_on,
    }
