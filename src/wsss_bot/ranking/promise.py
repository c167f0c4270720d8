"""What is said of the threshold: an estimate at first, then what people really did."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from wsss_bot.domain import Decision
from wsss_bot.evaluate import Budget, OperatingPoint

WEEKS = 8
"""After so many weeks with answers what was is told instead of what is expected."""
FULL_IN_A_ROW = 3
"""So many full pull requests with little in them are one too many."""

ESTIMATE = "A first estimate: at this threshold {rows} not for you."
MANY = "about {count} rows a week are"
ONE = "about 1 row a week is"
FEW = "less than 1 row a week is"
REFUSED = (
    "In the last {weeks} weeks you refused {refused} of {rows} rows: {each:.1f} a week{asked}."
)
THRESHOLD = "The threshold is {now:.2f}{before}."
TOO_MUCH = (
    "The last {count} requests were full and less than half of each was accepted: for fewer rows "
    "whoever runs the bot lowers `[score] {key}`."
)

_WEEK = timedelta(weeks=1)


def promise(
    point: OperatingPoint,
    decisions: Sequence[Decision],
    *,
    budget: Budget,
    before: float | None,
    max_rows: int,
    now: datetime,
) -> str:
    """Return what a pull request says of its threshold.

    `decisions` are all of the bot's past; `before` is the threshold of the last run, and a full
    pull request holds `max_rows`.
    """
    answered = [d for d in decisions if d.outcome.is_answer]
    first = min((d.decided_at for d in answered), default=now)
    if now - first < WEEKS * _WEEK:
        return estimate(point)
    lately = [d for d in answered if d.decided_at >= now - WEEKS * _WEEK]
    refused = sum(d.outcome.is_refusal for d in lately)
    asked = f", asked for {budget.noise_per_week:g}" if _is_for_noise(budget) else ""
    sentences = [
        REFUSED.format(
            weeks=WEEKS, refused=refused, rows=len(lately), each=refused / WEEKS, asked=asked
        ),
        THRESHOLD.format(
            now=point.threshold, before="" if before is None else f" (last time {before:.2f})"
        ),
    ]
    if _too_much(answered, max_rows):
        key = "noise_per_week" if _is_for_noise(budget) else "rows_per_week"
        sentences.append(TOO_MUCH.format(count=FULL_IN_A_ROW, key=key))
    return " ".join(sentences)


def estimate(point: OperatingPoint) -> str:
    """Return what a threshold is expected to cost, rounded as people speak."""
    rows = round(point.noise_per_week)
    if point.noise_per_week < 0.75:
        return ESTIMATE.format(rows=FEW)
    return ESTIMATE.format(rows=ONE if rows == 1 else MANY.format(count=rows))


def _is_for_noise(budget: Budget) -> bool:
    return not (budget.rows_per_week or budget.threshold)


def _too_much(answered: Sequence[Decision], max_rows: int) -> bool:
    """Whether the last pull requests were all full, and less than half of each was accepted."""
    by_number: dict[int, list[bool]] = defaultdict(list)
    for decision in answered:
        if decision.pull_request is not None:
            by_number[decision.pull_request].append(not decision.outcome.is_refusal)
    last = [by_number[number] for number in sorted(by_number)[-FULL_IN_A_ROW:]]
    return len(last) == FULL_IN_A_ROW and all(
        len(rows) >= max_rows and 2 * sum(rows) < len(rows) for rows in last
    )
