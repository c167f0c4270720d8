from pathlib import Path

import pytest

from tests.examples import PAGES, WORLDS, worked_through


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_an_example_shows_what_the_program_prints(page: Path, world: str, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")

    # When this fails on purpose: python -m tests.examples --write
    assert text.splitlines() == worked_through(text, world, tmp_path).splitlines()
