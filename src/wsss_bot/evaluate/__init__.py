"""Evaluate: how good a ranking is, which threshold fits, what the past would have been."""

from wsss_bot.evaluate.backtest import Backtest, Proposed, Step, backtest
from wsss_bot.evaluate.drift import Said, new_terms, only_refused
from wsss_bot.evaluate.figures import (
    RELEVANT,
    Figures,
    average_precision,
    figures,
    judged,
    parse_grades,
    read_for,
)
from wsss_bot.evaluate.recall import Recall, recall, says_any, telling_terms
from wsss_bot.evaluate.threshold import (
    Answers,
    Budget,
    Earlier,
    OperatingPoint,
    operating_point,
    papers_per_week,
    weekly,
    within_reach,
)

__all__ = [
    "RELEVANT",
    "Answers",
    "Backtest",
    "Budget",
    "Earlier",
    "Figures",
    "OperatingPoint",
    "Proposed",
    "Recall",
    "Said",
    "Step",
    "average_precision",
    "backtest",
    "figures",
    "judged",
    "new_terms",
    "only_refused",
    "operating_point",
    "papers_per_week",
    "parse_grades",
    "read_for",
    "recall",
    "says_any",
    "telling_terms",
    "weekly",
    "within_reach",
]
