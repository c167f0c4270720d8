"""How far long work is, where nobody looks at a terminal and where somebody does."""

import logging

import pytest
from rich.console import Console

from wsss_bot import progress


def test_without_a_terminal_a_line_a_minute_says_how_far_it_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    moments = iter([0.0, 30.0, 61.0, 90.0, 130.0])
    logging.getLogger().setLevel(logging.WARNING)

    with progress.bar("scoring", "papers", clock=lambda: next(moments)) as move:
        for done in (1_000, 12_400, 20_000, 30_000):
            move(done, 30_000)

    assert caplog.messages == [
        "scoring: 12,400 of 30,000 papers",
        "scoring: 30,000 of 30,000 papers",
    ]


def test_on_a_terminal_counts_are_shown_as_they_come(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        progress, "Console", lambda **_: Console(stderr=True, force_terminal=True, width=100)
    )

    with progress.bar("reading arXiv", "parts") as move:
        move(7, 24)

    assert "reading arXiv: 7 of 24 parts" in capsys.readouterr().err
