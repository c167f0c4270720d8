"""`evaluate`: how good the ranking of graded papers is, beside the plain recipe."""

from functools import partial
from pathlib import Path

from wsss_bot import evaluate as measures
from wsss_bot import show
from wsss_bot.app import App
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.learning import read_texts
from wsss_bot.commands.named import given_papers
from wsss_bot.domain import Paper
from wsss_bot.errors import PapersError
from wsss_bot.evaluate.figures import Truth
from wsss_bot.jobs.rank import budget_of
from wsss_bot.ranking.ranking import rank
from wsss_bot.score import DEFAULT, PLAIN, train, training_set
from wsss_bot.show import figures
from wsss_bot.show.console import console
from wsss_bot.show.report import evaluation_page, write_page


def evaluate(
    app: App, inputs: Inputs, grades_path: str, *, report: str | None, as_json: bool
) -> None:
    """Print the figures of our ranking of graded papers, and of the plain recipe's beside it.

    A page with plots is written to `report`. Raises PapersError for grades that cannot be read, or
    call no paper relevant, and TrainingError.
    """
    papers, places, relevant = _graded(inputs, grades_path)
    config, listed = app.config, app.open_list(inputs.list_path)
    examples = training_set(listed.entries, read_texts(app, listed, inputs))
    rankings = {
        recipe.name: rank(
            examples,
            papers_per_week=measures.papers_per_week(papers),
            budget=budget_of(config),
            learn=partial(train, recipe=recipe),
        )
        for recipe in (DEFAULT, PLAIN)
    }
    found = {
        name: measures.figures(
            relevant, one.classifier.score(papers)[places], threshold=one.point.threshold
        )
        for name, one in rankings.items()
    }
    if report is not None:
        name, point = inputs.shown_name(config), rankings[DEFAULT.name].point
        write_page(report, evaluation_page(list(found.items()), point=point, list_name=name))
    if as_json:
        show.print_json(figures.figures_json(found))
    else:
        figures.print_figures(found, out=console())


def _graded(inputs: Inputs, grades_path: str) -> tuple[list[Paper], list[int], Truth]:
    """Return the papers, the places of those that count, and which of these are relevant."""
    try:
        grades = measures.parse_grades(Path(grades_path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise PapersError(f"cannot read the grades in {grades_path}: {reason}") from error
    papers = list(given_papers(inputs))
    places, relevant = measures.judged(papers, grades)
    if not relevant.any():
        raise PapersError(
            f"no paper in {inputs.papers} has the grade {measures.RELEVANT} in {grades_path}, so "
            "there is nothing to find; give the papers that were graded"
        )
    return papers, places, relevant
