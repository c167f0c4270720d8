import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from tests.unit.test_evaluate import history
from wsss_bot.evaluate import Budget, OperatingPoint, backtest, figures
from wsss_bot.show.report import backtest_page, evaluation_page

POINT = OperatingPoint(
    threshold=0.62, noise_per_week=1.1, papers_per_week=400.0, missed=1, listed=23
)
HOSTILE = '<script>alert(1)</script> & "quotes"'
STEERING = "\x1b[31m red \u202e backwards \u2066 aside \u200b\x07\x9b"


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def view_box(drawing: str) -> list[float]:
    root = ET.fromstring(drawing)  # noqa: S314  # our own drawing
    return [float(number) for number in root.attrib["viewBox"].split()]


@pytest.fixture(scope="module")
def replay() -> str:
    return backtest_page(backtest(history(), budget=Budget()), point=POINT, list_name="README.md")


@pytest.fixture
def evaluation() -> str:
    scores = np.array([0.9, 0.8, 0.7, 0.1])
    good = figures([True, False, True, False], scores, threshold=0.62)
    bad = figures([False, True, False, True], scores, threshold=0.62)
    return evaluation_page([("ours", good), (HOSTILE, bad)], point=POINT, list_name=HOSTILE)


def test_a_page_says_the_line_in_words(replay: str, evaluation: str) -> None:
    sentence = "at 0.62 you read 1.1 rows a week and miss 1 of 23"

    assert sentence in replay
    assert sentence in evaluation


def test_a_page_asks_for_nothing_from_elsewhere(replay: str, evaluation: str) -> None:
    for page in (replay, evaluation):
        elements = Elements(page)

        assert not {"script", "link", "img", "iframe", "a"} & set(elements.tags)
        assert not {name for name, _ in elements.attributes} & {"src", "href", "xlink:href"}
        assert "url(" not in page
        assert "default-src 'none'" in page


def test_names_from_outside_are_escaped(evaluation: str) -> None:
    assert "<script>alert" not in evaluation
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;quotes&#34;" in evaluation


def test_no_escape_or_direction_character_of_a_title_reaches_a_page() -> None:
    replayed = backtest(history(), budget=Budget())
    steps = [
        replace(step, rows=tuple(replace(row, title=f"{STEERING}{row.title}") for row in step.rows))
        for step in replayed.steps
    ]
    page = backtest_page(
        replace(replayed, steps=tuple(steps)), point=POINT, list_name=f"{STEERING}.md"
    )

    assert "[31m red backwards aside" in page
    assert not {c for c in page if unicodedata.category(c) in {"Cc", "Cf"}} - {"\n"}


def test_every_drawing_is_well_formed_and_stays_inside_its_frame(
    replay: str, evaluation: str
) -> None:
    drawings = re.findall(r"<svg.*?</svg>", replay + evaluation, re.DOTALL)

    assert len(drawings) == 5
    for drawing in drawings:
        _, _, width, height = view_box(drawing)
        points = [
            tuple(map(float, point.split(",")))
            for points in re.findall(r'points="([^"]*)"', drawing)
            for point in points.split()
        ]
        places = [
            (float(x), float(y)) for x, y in re.findall(r'cx="([^"]*)" cy="([^"]*)"', drawing)
        ]

        assert points or places
        assert all(0 <= x <= width and 0 <= y <= height for x, y in [*points, *places])


def test_the_timeline_has_a_mark_for_each_paper_that_people_added(replay: str) -> None:
    marks = re.findall(r'<circle class="(found|missed)"', replay)

    assert marks == ["found"] * 6
    assert replay.count('<line class="wait"') == 5
