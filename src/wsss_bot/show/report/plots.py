"""From figures to places on a drawing; the templates only draw."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wsss_bot.evaluate import Figures, Proposed

WIDTH, HEIGHT = 640.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 80.0, 16.0, 16.0, 44.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A number on an axis, and where it stands."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One line of a plot."""

    name: str
    points: str
    """As SVG has it: 'x,y x,y'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A drawing with two axes and lines."""

    title: str
    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One paper on the timeline."""

    kind: str
    """'found', 'missed' or 'unlisted'."""
    x: float
    y: float
    listed_x: float | None
    """Where people added it, if that is known and was later."""
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """When papers were submitted, what would have been proposed, and when people added them."""

    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]


def precision_plot(rankings: Sequence[tuple[str, Figures]]) -> Plot:
    """Return precision against recall for each ranking."""
    return Plot(
        title="Precision and recall",
        x_label="recall",
        y_label="precision",
        x_ticks=_shares(_x),
        y_ticks=_shares(_y),
        curves=tuple(
            _curve(name, ((recall, precision) for _, recall, precision in found.curve))
            for name, found in rankings
        ),
    )


def reading_plot(rankings: Sequence[tuple[str, Figures]]) -> Plot:
    """Return how much must be read for how much recall; powers of ten stand equally far apart."""
    most = max((papers for _, found in rankings for papers, _, _ in found.curve), default=1)
    decades = max(1, math.ceil(math.log10(most)))
    return Plot(
        title="Reading cost",
        x_label="papers read, best first",
        y_label="recall",
        x_ticks=tuple(Tick(at=_x(n / decades), label=f"{10**n:,}") for n in range(decades + 1)),
        y_ticks=_shares(_y),
        curves=tuple(
            _curve(
                name,
                ((math.log10(papers) / decades, recall) for papers, recall, _ in found.curve),
            )
            for name, found in rankings
        ),
    )


def timeline(rows: Sequence[Proposed]) -> Timeline:
    """Return the places of papers by the day of their submission and their score."""
    days = [day for row in rows for day in (row.submitted_on, row.listed_on) if day is not None]
    if not days:
        return Timeline(x_ticks=(), y_ticks=(), marks=())
    first, last = min(days).toordinal(), max(days).toordinal()

    def x(day: date) -> float:
        return _x((day.toordinal() - first) / max(1, last - first))

    return Timeline(
        x_ticks=tuple(
            Tick(at=x(date.fromordinal(day)), label=date.fromordinal(day).isoformat())
            for day in dict.fromkeys(first + (last - first) * n // 3 for n in range(4))
        ),
        y_ticks=tuple(Tick(at=_y(n / 5), label=f"{n / 5:.1f}") for n in range(6)),
        marks=tuple(
            Mark(
                kind="unlisted" if row.entry is None else "found" if row.reached else "missed",
                x=x(row.submitted_on),
                y=_y(row.score),
                listed_x=(
                    x(row.listed_on)
                    if row.listed_on is not None and row.listed_on > row.submitted_on
                    else None
                ),
                label=f"{row.title} ({row.submitted_on}, {row.score:.2f})",
            )
            for row in rows
        ),
    )


def _shares(place: Callable[[float], float]) -> tuple[Tick, ...]:
    return tuple(Tick(at=place(n / 5), label=f"{n * 20} %") for n in range(6))


def _curve(name: str, points: Iterable[tuple[float, float]]) -> Curve:
    return Curve(name=name, points=" ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points))


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
