"""Evaluate: how good a ranking is, where to draw the line, what the past would have been."""

from wsss_bot.evaluate.backtest import Backtest, Proposed, Step, backtest
from wsss_bot.evaluate.figures import (
    RELEVANT,
    Figures,
    average_precision,
    figures,
    judged,
    parse_grades,
    read_for,
)
from wsss_bot.evaluate.line import (
    OperatingPoint,
    choose,
    operating_points,
    papers_per_week,
    points_at,
    weekly,
)

__all__ = [
    "RELEVANT",
    "Backtest",
    "Figures",
    "OperatingPoint",
    "Proposed",
    "Step",
    "average_precision",
    "backtest",
    "choose",
    "figures",
    "judged",
    "operating_points",
    "papers_per_week",
    "parse_grades",
    "points_at",
    "read_for",
    "weekly",
]
