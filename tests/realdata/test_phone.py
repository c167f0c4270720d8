"""How much of a phone the pull request takes, of real papers in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import phone
from tests.browser import CHROMIUM, Browser, browser
from tests.realdata.where import needs_data

pytestmark = [needs_data, pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.mark.parametrize(("rows", "screens"), [(1, 1), (10, 4)])
def test_one_paper_takes_one_screen_of_a_phone_and_ten_papers_four(
    chromium: Browser, tmp_path: Path, rows: int, screens: int
) -> None:
    page = tmp_path / "page.html"
    page.write_text(phone.page_of(*phone.proposed(rows, tmp_path)), encoding="utf-8")

    look = chromium.look_at(page, width=phone.WIDTH).look

    assert look["height"] <= screens * phone.HEIGHT
    assert look["width"] <= phone.WIDTH
    assert look["text"].count("row below Awesome Weakly Supervised") == rows
