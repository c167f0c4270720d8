"""No text from outside takes more than a little longer when it is a little longer.

Each entry point reads each of the texts of `hostile_texts.toml`, and then four times as much of it.
Lists, and what rows say of a paper, have such tests in `awesome_list/` and `compose/`.
What is compared is the least processor time of several tries, so a busy machine changes nothing.
"""

import gc
import json
import math
import signal
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape as as_xml

import pytest

from tests.make import a_paper, an_entry
from tests.standins import arxiv_documents as documents
from wsss_bot.config import parse_config
from wsss_bot.errors import WsssBotError
from wsss_bot.old_rows.match import match
from wsss_bot.papers_file.records import Lines, parse_lines
from wsss_bot.pull_request.memory import PAPERS
from wsss_bot.pull_request.reading import read_items, read_what_people_wrote
from wsss_bot.score.texts import names, words_and_pairs
from wsss_bot.sources.arxiv.api import check_page
from wsss_bot.sources.arxiv.rss import parse_feed
from wsss_bot.text import arxiv_ids, escape, printable, titles
from wsss_bot.text.latex import to_unicode

HOSTILE = tomllib.loads(
    (Path(__file__).parents[1] / "hostile_texts.toml").read_text(encoding="utf-8")
)
TEXTS: list[list[str]] = [*(["", unit, ""] for unit in HOSTILE["units"]), *HOSTILE["between"]]
"""Each is a beginning, what comes over and over, and an end."""
WORST = 1.2
"""The time may grow with this power of the length."""
SIZES = (500, 4_000, 16_000)
TELLING = 0.03
"""Seconds: several of the steps in which some systems count them."""
LIMIT = 5.0
"""Seconds after which a text is given up: it has failed."""
NOW = datetime(2026, 5, 14, 4, 30, tzinfo=UTC)
PAPER = a_paper("2401.00001")


def one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def a_page(text: str) -> bytes:
    entry = documents.entry(replace(PAPER, title="TITLE", abstract="TITLE"))
    asked = {"search_query": "cat:cs.CV", "id_list": ""}
    page = documents.feed(asked, [entry], total=1, start=0, most=3)
    return page.replace(b"TITLE", as_xml(text).encode(errors="replace"))


def a_feed(text: str) -> bytes:
    item = documents.item("new", replace(PAPER, title=text, abstract=text), NOW)
    return documents.channel("cs.CV", [item], built=NOW, midnight=NOW)


def a_record(text: str) -> Lines:
    fields = ("title", "abstract", "comments", "authors", "categories", "journal-ref", "doi")
    record: dict[str, Any] = {"id": "2405.01234", **dict.fromkeys(fields, text)}
    lines = [
        record,
        record | {"id": text},
        record | {"versions": [{"created": text}]},
        record | {"update_date": text},
    ]
    return Lines(first=1, block="\n".join(map(json.dumps, lines)).encode())


def raw_lines(text: str) -> Lines:
    return Lines(first=1, block=text.encode(errors="replace"))


ENTRIES: dict[str, Callable[[str], object]] = {
    "a title": titles.title_key,
    "two titles": lambda text: titles.same_title(f"Net: {text}", f"Net: {text} of x"),
    "LaTeX": to_unicode,
    "text for a list": escape.in_list,
    "text for a pull request": escape.in_conversation,
    "text for a title": escape.in_plain_text,
    "text for a code span": escape.in_code,
    "text to cut": lambda text: escape.cut(text, 100),
    "text for a terminal": printable.printable_lines,
    "ids in a text": arxiv_ids.find_arxiv_ids,
    "an id": arxiv_ids.parse_arxiv_id,
    "an abstract to score": words_and_pairs,
    "authors to score": lambda text: names([text]),
    "the items of a body": read_items,
    "what people wrote in a body": lambda text: read_what_people_wrote(text, PAPERS, ()),
    "the memory of a body": PAPERS.read,
    "a config": lambda text: parse_config(text, name="config.toml"),
    "a value of a config": lambda text: parse_config(f"[list]\npath = {text}", name="config.toml"),
    "a page of the query API": lambda text: check_page(a_page(text), start=0, most=3),
    "anything instead of a page": lambda text: check_page(
        text.encode(errors="replace"), start=0, most=3
    ),
    "a feed": lambda text: parse_feed(a_feed(text)),
    "a feed whose abstracts have no mark": lambda text: parse_feed(
        a_feed(text).replace(b"Abstract:", b"")
    ),
    "a line of a papers file": lambda text: list(parse_lines(raw_lines(text))),
    "a record of a papers file": lambda text: list(parse_lines(a_record(text))),
    "the title of a row and of a paper": lambda text: match(
        an_entry(text), replace(PAPER, title=text)
    ),
}


class Late(BaseException):
    """A text takes too long."""


@contextmanager
def limited() -> Iterator[None]:
    """Raise `Late` inside after some processor time; patterns of `re` look for signals, too."""

    def late(*_: object) -> None:
        raise Late

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def seconds(read: Callable[[str], object], text: str, *, tries: int = 1) -> float:
    """Return the least processor time that reading `text` took; infinite if it was given up."""
    least = math.inf
    gc.disable()
    for _ in range(tries):
        try:
            with limited():
                began = time.process_time()
                with suppress(WsssBotError, ValueError):
                    read(text)
                least = min(least, time.process_time() - began)
        except Late:
            break
    gc.enable()
    return least


def grows_too_fast(read: Callable[[str], object], begin: str, unit: str, end: str) -> bool:
    """Whether the time grows faster than with the length to the power of `WORST`."""

    def text(length: int) -> str:
        return begin + unit * (length // len(unit)) + end

    size = next((size for size in SIZES if seconds(read, text(size)) >= TELLING), None)
    if size is None:
        return False
    for tries in (1, 3, 9):
        short = seconds(read, text(size), tries=tries)
        long = seconds(read, text(4 * size), tries=tries)
        if math.isinf(long):
            return True
        if long <= short * 4**WORST:
            return False
    return True


@pytest.mark.long
@pytest.mark.parametrize("name", ENTRIES)
def test_no_text_takes_more_time_a_character_the_longer_it_is(name: str) -> None:
    read = ENTRIES[name]

    assert [text for text in TEXTS if grows_too_fast(read, *text)] == []
