"""However long and odd a text is, composing stays in proportion to its length."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from wsss_bot.compose import facts_of, is_withdrawn
from wsss_bot.compose.code_links import find_code_link
from wsss_bot.compose.methods import find_method
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.venues import canonical_name, find_venue

PIECES = [
    "a",
    "A",
    "1",
    " ",
    "**a ",
    "(",
    "()",
    "(A ",
    "[",
    "{",
    "`",
    '"',
    ".",
    "; ",
    ", ",
    "A-",
    "A.",
    "ABC-",
    "Aa Bb ",
    "FooNet ",
    "We propose FooNet, a ",
    "termed FooNet ",
    "XYZ (x y z) ",
    "https://github.com/a/b ",
    "www.",
    "we use ",
    "CVPR 2025 ",
    "accepted ",
    "not ",
    "Medical Image Analysis ",
    "Conference on ",
    "challenge ",
    "2025 ",
]
FLOOR = 0.02
"""Seconds of the processor below which a ratio is noise."""


def a_paper(text: str) -> Paper:
    return Paper(
        arxiv_id=ArxivId("2501.00001"),
        title=text,
        abstract=text,
        submitted_at=datetime(2025, 1, 1, tzinfo=UTC),
        comment=text,
        journal_ref=text,
    )


READERS: dict[str, Callable[[str], object]] = {
    "the facts": lambda text: facts_of(a_paper(text)),
    "the withdrawal": lambda text: is_withdrawn(a_paper(text)),
    "the method in the abstract": lambda text: find_method("A title", text, "FooBar"),
    "the method in the title": lambda text: find_method(text, "We propose FooNet.", None),
    "the code link": lambda text: find_code_link(text, None),
    "the venue": find_venue,
    "the venue of the reference": lambda text: find_venue(None, text),
    "the name of a venue": lambda text: canonical_name(text[:5000]),
}


def seconds(read: Callable[[str], object], text: str) -> float:
    """Return the processor's time for reading `text`, the best of three."""
    times = []
    for _ in range(3):
        started = time.process_time()
        read(text)
        times.append(time.process_time() - started)
    return min(times)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("what", READERS)
def test_twice_the_text_takes_at_most_three_times_as_long(what: str, piece: str) -> None:
    once, twice = ((piece * size)[:size] for size in (10_000, 20_000))
    took = seconds(READERS[what], once)

    assert seconds(READERS[what], twice) < 3 * max(took, FLOOR)
