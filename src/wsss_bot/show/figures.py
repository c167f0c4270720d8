"""Figures of rankings, and a list's history replayed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from wsss_bot.evaluate import Backtest, Figures, OperatingPoint, Recall


def print_figures(found: Mapping[str, Figures], *, out: Console) -> None:
    """Print the figures of rankings of the same papers side by side."""
    first = next(iter(found.values()))
    out.print(Text(f"{first.papers} papers, {first.relevant} of them relevant"))
    names = ("recipe", "AP", "95 %", "read95", "threshold", "precision", "recall")
    rows = [(name, *_cells(one)) for name, one in found.items()]
    table = Table(box=None, pad_edge=False, collapse_padding=True)
    for name, column in zip(names, zip(*rows, strict=True), strict=True):
        # Else rich cuts the cells where it takes what it writes to for narrow, as a pipe.
        whole = max(len(cell) for cell in (name, *column))
        table.add_column(name, justify="left" if name == "recipe" else "right", min_width=whole)
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _cells(one: Figures) -> tuple[str, ...]:
    low, high = one.interval
    return (
        f"{one.average_precision:.3f}",
        f"{low:.2f}–{high:.2f}",
        str(one.read95),
        f"{one.threshold:.2f}",
        f"{one.precision:.2f} ({one.found}/{one.proposed})" if one.proposed else "none",
        f"{one.recall:.2f} ({one.found}/{one.relevant})",
    )


def figures_json(found: Mapping[str, Figures]) -> dict[str, Any]:
    """Return the figures of each recipe by its name; what is not a number is null."""
    return {
        name: {
            "papers": one.papers,
            "relevant": one.relevant,
            "average_precision": _number(one.average_precision),
            "interval": [_number(bound) for bound in one.interval],
            "read95": one.read95,
            "threshold": one.threshold,
            "proposed": one.proposed,
            "found": one.found,
            "precision": _number(one.precision),
            "recall": _number(one.recall),
        }
        for name, one in found.items()
    }


def print_backtest(result: Backtest, point: OperatingPoint, *, out: Console) -> None:
    """Print what the list's own history would have been."""
    for step in result.steps:
        listed = [row for row in step.rows if row.entry is not None]
        reached = sum(row.reached for row in listed)
        out.print(
            Text(
                f"{step.since} to {step.until}, trained on {step.trained_on} entries: "
                f"{reached} of {len(listed)} listed papers proposed, {step.point}"
            )
        )
    out.print(
        Text(
            f"In all {result.found} of {result.listed} would have been proposed, beside "
            f"{result.unlisted_per_week:.1f} rows a week that the list does not have."
        )
    )
    if result.recall is not None:
        out.print(Text(f"Beside a search for the list's own terms, {result.recall}."))
    out.print(Text(f"The threshold that all of it suggests today: {point.in_full()}."))
    if result.days_early is not None and result.days_early > 0:
        out.print(Text(f"Half of them at least {result.days_early:.0f} days before their month."))


def backtest_json(result: Backtest, point: OperatingPoint) -> dict[str, Any]:
    """Return what the list's own history would have been."""
    return {
        "listed": result.listed,
        "found": result.found,
        "unlisted_per_week": result.unlisted_per_week,
        "days_early": result.days_early,
        "recall": recall_json(result.recall),
        "threshold": point.threshold,
        "threshold_in_words": str(point),
        "steps": [
            {
                "since": step.since.isoformat(),
                "until": step.until.isoformat(),
                "trained_on": step.trained_on,
                "papers": step.papers,
                "threshold": step.point.threshold,
                "threshold_in_words": str(step.point),
                "rows": [
                    {
                        "title": row.title,
                        "submitted_on": row.submitted_on.isoformat(),
                        "score": row.score,
                        "line": row.entry.line if row.entry else None,
                        "proposed": row.reached,
                    }
                    for row in step.rows
                ],
            }
            for step in result.steps
        ],
    }


def recall_json(what: Recall | None) -> dict[str, Any] | None:
    """Return what two finders found, and what both are likely to have missed."""
    if what is None:
        return None
    return {"found": what.found, "missing": what.missing, "low": what.low, "high": what.high}


def _number(value: float) -> float | None:
    return None if value != value else value  # only nan differs from itself
