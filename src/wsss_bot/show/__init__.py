"""How results look: for people on a terminal or in a pipe, and as JSON for programs."""

from typing import Any

import orjson

from wsss_bot.show.figures import backtest, backtest_json, figures, figures_json
from wsss_bot.show.lists import introduction, introduction_json, understanding, understanding_json
from wsss_bot.show.papers import (
    explanation,
    explanation_json,
    row,
    row_json,
    verdict,
    verdict_json,
)
from wsss_bot.show.pull_request import draft, draft_json, refreshed, refreshed_json
from wsss_bot.show.runs import check, check_json, poll, refresh_report, report, status, status_json

__all__ = [
    "as_json",
    "backtest",
    "backtest_json",
    "check",
    "check_json",
    "draft",
    "draft_json",
    "explanation",
    "explanation_json",
    "figures",
    "figures_json",
    "introduction",
    "introduction_json",
    "poll",
    "refresh_report",
    "refreshed",
    "refreshed_json",
    "report",
    "row",
    "row_json",
    "status",
    "status_json",
    "understanding",
    "understanding_json",
    "verdict",
    "verdict_json",
]


def as_json(value: Any, *, indent: bool = True) -> str:
    """Return `value` as JSON."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 if indent else None).decode()
