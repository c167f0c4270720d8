"""The processor time for each character of outside text, as the text gets longer.

Ordinary text, and for each entry point the worst of the hostile texts that the tests know. What
grows from column to column does not grow in proportion to the text.
"""

import json
import logging
import math
import signal
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from xml.sax.saxutils import escape as as_xml

from bench.measuring.where import ROOT
from wsss_bot.awesome_list import read_list
from wsss_bot.compose import facts_of
from wsss_bot.config import parse_config
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.errors import WsssBotError
from wsss_bot.papers_file.records import Lines, parse_lines
from wsss_bot.pull_request.memory import PAPERS
from wsss_bot.pull_request.reading import read_items
from wsss_bot.score.texts import words_and_pairs
from wsss_bot.sources.arxiv.api import check_page
from wsss_bot.sources.arxiv.rss import parse_feed
from wsss_bot.text import escape
from wsss_bot.text.arxiv_ids import find_arxiv_ids
from wsss_bot.text.latex import to_unicode
from wsss_bot.text.titles import same_title

SIZES = (1_000, 10_000, 100_000)
SOUGHT_AT = 3_000
"""The length at which the worst text is sought."""
LEAST = 0.04
"""Seconds of processor time: a text is read so often, because systems count in steps."""
GIVEN_UP = 2.0
"""Seconds of processor time."""
ORDINARY = (
    "We propose SeedNet, a network for weakly supervised semantic segmentation from image tags "
    "alone: class activation maps are refined in $3$ steps. Accepted to CVPR 2024. "
    "Code is available at https://github.com/somebody/seednet (12 pages, 5 figures).\n"
)
HOSTILE: list[str] = tomllib.loads(
    (ROOT / "tests" / "hostile_texts.toml").read_text(encoding="utf-8")
)["units"]
HEADER = "| when | what | title | where | arxiv | code |\n|:-:|:-:|:-|:-:|:-:|:-:|\n"
FEED = (
    '<rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom"><channel><title>cs.CV</title>'
    "<item><title>{0}</title><description>{0}</description>"
    '<guid isPermaLink="false">oai:arXiv.org:2401.00001v1</guid>'
    "<arxiv:announce_type>new</arxiv:announce_type></item></channel></rss>"
)
PAGE = (
    '<feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:o="http://a9.com/-/spec/opensearch/1.1/"><o:totalResults>1</o:totalResults>'
    "<o:startIndex>0</o:startIndex><entry><id>http://arxiv.org/abs/2401.00001v1</id>"
    "<published>2024-01-01T00:00:00Z</published><updated>2024-01-01T00:00:00Z</updated>"
    "<title>{0}</title><summary>{0}</summary></entry></feed>"
)


def in_xml(document: str, text: str) -> bytes:
    return document.format(as_xml(text)).encode(errors="replace")


def a_paper(text: str, *, field: str) -> Paper:
    said = {"title": "A title", "abstract": "", field: text}
    at = datetime(2024, 1, 1, tzinfo=UTC)
    return Paper(arxiv_id=ArxivId("2401.00001"), submitted_at=at, **said)  # type: ignore[arg-type]


def a_row(text: str) -> str:
    title = " ".join(text.split("\n"))
    paper = "[2401.00001](https://arxiv.org/abs/2401.00001)"
    return f"{HEADER}| 2024/01 | **Net** | {title} | CVPR 2024 | {paper} | - |\n"


def a_record(text: str) -> Lines:
    record = {"id": "2401.00001", "title": text, "abstract": text, "comments": text}
    return Lines(first=1, block=json.dumps(record).encode())


ENTRY_POINTS: dict[str, Callable[[str], object]] = {
    "list": lambda text: read_list(HEADER + text).entries,
    "row of a list": lambda text: read_list(a_row(text)).entries,
    "title": lambda text: same_title(f"Net: {text}", f"Net: {text} of x"),
    "LaTeX": to_unicode,
    "ids in a text": find_arxiv_ids,
    "text into a list": escape.in_list,
    "text into a pull request": escape.in_conversation,
    "facts from a title": lambda text: facts_of(a_paper(text, field="title")),
    "facts from an abstract": lambda text: facts_of(a_paper(text, field="abstract")),
    "facts from a comment": lambda text: facts_of(a_paper(text, field="comment")),
    "terms of an abstract": words_and_pairs,
    "body: items": read_items,
    "body: memory": PAPERS.read,
    "config": lambda text: parse_config(f"[list]\npath = {json.dumps(text)}\n{text}", name="c"),
    "query API": lambda text: check_page(in_xml(PAGE, text), start=0, most=1),
    "RSS": lambda text: parse_feed(in_xml(FEED, text)),
    "papers file": lambda text: list(parse_lines(a_record(text))),
}


class _GivenUp(BaseException):
    """It takes too long."""


@contextmanager
def _limited() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise _GivenUp

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, GIVEN_UP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def per_character(read: Callable[[str], object], unit: str, size: int) -> float:
    """Return microseconds; infinite where it was given up."""
    text, times, took = unit * max(1, size // len(unit)), 0, 0.0
    try:
        with _limited():
            began = time.process_time()
            while took < LEAST:
                with suppress(WsssBotError, ValueError):
                    read(text)
                times, took = times + 1, time.process_time() - began
    except _GivenUp:
        return math.inf
    return took / times / len(text) * 1e6


def _shown(times: list[float]) -> str:
    return " | ".join("given up" if math.isinf(took) else f"{took:.2f}" for took in times)


def main() -> None:
    logging.disable(logging.CRITICAL)
    sizes = " | ".join(f"{size // 1000} kB" for size in SIZES)
    print("Microseconds of processor time for each character.\n")
    print(f"| what is read | ordinary: {sizes} | hostile: {sizes} | the worst is |")
    print("| --- |" + " ---: |" * (2 * len(SIZES)) + " --- |")
    for name, read in ENTRY_POINTS.items():
        took = partial(per_character, read)
        took(ORDINARY, SIZES[0])  # whatever is made once is made
        ordinary = [took(ORDINARY, size) for size in SIZES]
        slowest = sorted(HOSTILE, key=lambda unit: took(unit, SOUGHT_AT))[-3:]
        worst = max(slowest, key=lambda unit: took(unit, SIZES[1]))
        hostile = [took(worst, size) for size in SIZES]
        shown = json.dumps(worst).replace("|", "\\|").replace("`", "'")
        print(f"| {name} | {_shown(ordinary)} | {_shown(hostile)} | `{shown}` |", flush=True)
    logging.disable(logging.NOTSET)
