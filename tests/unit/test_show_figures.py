"""How figures look to people."""

from datetime import date, timedelta
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from tests.make import an_entry
from wsss_bot.evaluate import Backtest, OperatingPoint, Proposed, Step, figures
from wsss_bot.score import DEFAULT
from wsss_bot.show import figures as show

POINT = OperatingPoint(
    threshold=0.3, noise_per_week=1.0, papers_per_week=400.0, missed=1, listed=23
)


@pytest.mark.parametrize("columns", [30, 80])
def test_the_table_of_figures_is_whole_in_a_pipe(columns: int) -> None:
    graded = np.arange(20_000) < 400
    found = figures(graded, np.linspace(1.0, 0.0, 20_000), threshold=0.1)
    out = StringIO()

    show.print_figures({DEFAULT.name: found}, out=Console(file=out, width=columns, soft_wrap=True))

    _, _, line = out.getvalue().splitlines()
    assert line.split() == [
        *(DEFAULT.name, "1.000", "1.00–1.00", "380", "0.10", "0.02", "(400/18000)"),
        *("1.00", "(400/400)"),
    ]


@pytest.mark.parametrize(("day", "said"), [(20, True), (-14, False), (0, False)])
def test_only_what_came_before_its_month_is_called_early(day: int, *, said: bool) -> None:
    submitted_on = date(2024, 5, 1) - timedelta(days=day)
    row = Proposed(
        title="A paper",
        submitted_on=submitted_on,
        score=0.9,
        entry=an_entry("A paper", date="2024/05"),
        reached=True,
    )
    step = Step(
        since=date(2024, 1, 1),
        until=date(2024, 7, 1),
        trained_on=10,
        papers=100,
        point=POINT,
        rows=(row,),
        margins=np.array([0.6]),
        listed=np.array([True]),
    )
    out = StringIO()

    show.print_backtest(Backtest(steps=(step,)), POINT, out=Console(file=out, soft_wrap=True))

    assert ("days before their month" in out.getvalue()) == said
    assert "and miss 1 of 23, counted for 400.0 papers a week.\n" in out.getvalue()
