"""The page: one file without scripts, pictures or addresses, so that it opens anywhere."""

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from wsss_bot.evaluate import Backtest, Figures, OperatingPoint
from wsss_bot.show.report import plots
from wsss_bot.text.escape import one_line


def _shown(value: object) -> object:
    """Return text without escape and direction characters, which a title may hold."""
    return one_line(value) if type(value) is str else value


_TEMPLATES = Environment(
    loader=PackageLoader("wsss_bot.show.report"),
    autoescape=True,
    finalize=_shown,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def evaluation_page(
    rankings: Sequence[tuple[str, Figures]], *, point: OperatingPoint, list_name: str
) -> str:
    """Return a page on rankings of one graded stream, ours first, each with its name."""
    return _TEMPLATES.get_template("evaluation.html").render(
        list_name=list_name,
        rankings=rankings,
        point=point,
        drawings=[plots.precision_plot(rankings), plots.reading_plot(rankings)],
        plots=plots,
    )


def backtest_page(replayed: Backtest, *, point: OperatingPoint, list_name: str) -> str:
    """Return a page on a replay of the list's history; `point` is the line it suggests today."""
    rows = [row for step in replayed.steps for row in step.rows]
    ranking = [("the list's own history", replayed.figures)]
    return _TEMPLATES.get_template("backtest.html").render(
        list_name=list_name,
        replayed=replayed,
        point=point,
        rows=rows,
        timeline=plots.timeline(rows),
        drawings=[plots.precision_plot(ranking), plots.reading_plot(ranking)],
        plots=plots,
    )
