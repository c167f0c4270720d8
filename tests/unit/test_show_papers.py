"""What `add` prints of a paper."""

import io

from rich.console import Console

from wsss_bot.domain import Cell, Row
from wsss_bot.show.papers import print_row


def test_a_paper_without_a_row_is_named() -> None:
    out = Console(file=io.StringIO(), width=200)
    row = Row(markdown="", cells={"title": Cell(text="Gentle Frimlings", source="arXiv")})

    print_row(row, listed=False, out=out)

    assert isinstance(out.file, io.StringIO)
    assert out.file.getvalue().splitlines()[0] == "no row for: Gentle Frimlings"
