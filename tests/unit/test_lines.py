import sys
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from wsss_bot.show.console import console
from wsss_bot.show.lines import Line, print_lines, print_text
from wsss_bot.text.printable import printable, printable_lines


@given(st.text(st.characters()))
def test_outside_text_stays_on_its_line_and_cannot_steer_a_terminal(text: str) -> None:
    shown = printable(text)

    assert len(f"|{shown}|".splitlines()) == 1
    assert all(c.isprintable() or category(c) == "Zs" for c in shown)
    assert shown == text or not text.isprintable()


@given(st.text(st.characters()))
def test_text_of_several_lines_keeps_them_and_cannot_steer_a_terminal(text: str) -> None:
    shown = printable_lines(text)

    assert [line.split("\t") for line in shown.split("\n")] == [
        [printable(part) for part in line.split("\t")] for line in text.split("\n")
    ]


def test_a_wide_space_stays_as_it_is() -> None:
    assert printable("全角　と\u00a0") == "全角　と\u00a0"


@pytest.mark.parametrize("err", [False, True])
def test_text_is_harmless_on_a_terminal_and_as_it_is_in_a_pipe(
    err: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    diff = "+| \x1b[2J title |\n-\told\n"

    print_text(diff, err=err)
    in_a_pipe = capsys.readouterr()
    monkeypatch.setattr(sys.stderr if err else sys.stdout, "isatty", lambda: True)
    print_text(diff, err=err)
    on_a_terminal = capsys.readouterr()

    assert "".join(in_a_pipe) == f"{diff}\n"
    assert "".join(on_a_terminal) == "+| \\x1b[2J title |\n-\told\n\n"
    assert bool(on_a_terminal.err) == err


def test_what_is_printed_in_colour_cannot_steer_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console().print(Text("a title \x1b]0;owned \u202e\nbelow", "bold"))

    assert capsys.readouterr().out == "a title \\x1b]0;owned \\u202e\nbelow\n"


def test_lines_are_printed_one_by_one_without_colours_in_a_pipe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_lines([Line("ok  all is well", "green"), Line("of a stranger:\n\x1b[2Jok", "yellow")])

    assert capsys.readouterr().out == "ok  all is well\nof a stranger:\\n\\x1b[2Jok\n"
