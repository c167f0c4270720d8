"""How long it takes to read a long list, to look a paper up in it, and to add a row.

In seconds of processor time, which should grow with the rows and not faster.
"""

import time
from collections.abc import Iterator
from datetime import date

from bench.measuring import page
from wsss_bot.awesome_list import AwesomeList, read_list
from wsss_bot.domain import ArxivId, Facts

HEADER = """\
| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
"""
NEW = Facts(
    arxiv_id=ArxivId("2001.99999"),
    title="A Paper that Is Not Listed Yet",
    submitted_on=date(2020, 1, 31),
    method="New",
)


def rows(count: int) -> Iterator[str]:
    """Rows of twenty years, newest first."""
    for number in range(count):
        months = (count - number) * 240 // count
        year, month = 2006 + months // 12, months % 12 + 1
        arxiv_id = f"{year % 100:02}{month:02}.{number % 99999:05}"
        yield (
            f"| {year}/{month:02} | **Net{number}** | Net{number}: Number {number} of Many Papers"
            f" on Segmentation with Weak Labels | CVPR {year} |"
            f" [{arxiv_id}](https://arxiv.org/abs/{arxiv_id}) |"
            f" [pytorch](https://github.com/somebody/net{number}) |\n"
        )


def measured(count: int) -> str:
    text = HEADER + "".join(rows(count))
    started = time.process_time()
    listed: AwesomeList = read_list(text)
    was_read = time.process_time()
    listed.add([NEW])
    was_added = time.process_time()
    listed.find(arxiv_id=NEW.arxiv_id, title=NEW.title)
    was_sought = time.process_time()
    assert len(listed.entries) == count
    all_read = time.process_time()
    return (
        f"| {count} | {was_read - started:.2f} s | {was_added - was_read:.2f} s"
        f" | {was_sought - was_added:.2f} s | {all_read - was_sought:.2f} s |"
    )


def main() -> None:
    page.show("lists", lines())


def lines() -> Iterator[str]:
    """Yield what lists of several lengths take."""
    yield "| rows | read | add one | first look-up | every entry |"
    yield "| ---: | ---: | ---: | ---: | ---: |"
    read_list(HEADER + "".join(rows(10))).add([NEW])
    yield from map(measured, (1_250, 2_500, 5_000, 10_000, 20_000))
