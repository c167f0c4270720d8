"""The pages that the program writes, and the picture of the README, opened by a real browser."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.browser import CHROMIUM, Browser, browser
from tests.unit.test_evaluate import history
from wsss_bot.evaluate import Budget, OperatingPoint, backtest, figures
from wsss_bot.show.report import backtest_page, evaluation_page

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no chromium; Debian has it as the package chromium"
)

ROOT = Path(__file__).parents[2]
PHONE, DESK = 390, 1280
POINT = OperatingPoint(
    threshold=0.62, noise_per_week=1.1, papers_per_week=400.0, missed=1, listed=23
)
LONG = "an-awesome-list-of-weakly-supervised-semantic-segmentation-papers/" * 2 + "README.md"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    rng = np.random.default_rng(7)
    truth = list(rng.random(3000) < 0.02)
    scores = [np.clip(rng.random(3000) * 0.6 + 0.3 * np.array(truth), 0, 1) for _ in range(4)]
    rankings = [
        (f"a recipe with a name of its own, number {number}", figures(truth, one, threshold=0.62))
        for number, one in enumerate(scores)
    ]
    replayed = backtest(history(), budget=Budget())
    folder = tmp_path_factory.mktemp("pages")
    picture = (ROOT / "docs" / "pull-request.png").as_uri()
    texts = {
        "evaluation": evaluation_page(rankings, point=POINT, list_name=LONG),
        "backtest": backtest_page(replayed, point=POINT, list_name=LONG),
        "picture": f'<!doctype html><img src="{picture}" width="290">',
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", ["evaluation", "backtest"])
def test_a_page_fits_its_window_and_asks_for_nothing(
    chromium: Browser, pages: dict[str, Path], name: str, width: int
) -> None:
    seen = chromium.look_at(pages[name], width=width)

    assert str(POINT) in seen.look["text"]
    assert seen.complaints == ()
    assert seen.requests == (pages[name].as_uri(),)
    assert seen.look["width"] <= width
    assert seen.look["outside"] == []
    assert seen.look["overlaps"] == []
    assert seen.look["broken"] == []


@pytest.mark.parametrize("name", ["evaluation", "backtest"])
def test_the_words_in_a_drawing_can_be_read_on_a_phone(
    chromium: Browser, pages: dict[str, Path], name: str
) -> None:
    assert chromium.look_at(pages[name], width=PHONE).look["smallest"] >= 11


def test_the_picture_in_the_readme_is_sharp_on_a_phone(
    chromium: Browser, pages: dict[str, Path]
) -> None:
    seen = chromium.look_at(pages["picture"], width=PHONE)

    assert seen.look["width"] <= PHONE
    assert seen.look["pictures"] == [pytest.approx(2 * 290, rel=0.1)]
