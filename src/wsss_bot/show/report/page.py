"""The page: one file without scripts, pictures or addresses, so that it opens anywhere."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from wsss_bot.errors import ConfigError
from wsss_bot.evaluate import Backtest, Figures, OperatingPoint
from wsss_bot.fleet.overview import ListStatus
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
    """Return a page on a replay of the list's history; `point` is the threshold it suggests."""
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


def lists_page(lists: Sequence[ListStatus], *, now: datetime) -> str:
    """Return a page on the lists of an installation, those that fail first."""
    page = _TEMPLATES.get_template("lists.html")
    return page.render(list_name=f"{len(lists)} lists", lists=lists, now=now)


def write_page(path: str, page: str) -> None:
    """Write a page. Raises ConfigError where that cannot be."""
    try:
        Path(path).write_text(page, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot write the report {path}: {error.strerror}") from error
