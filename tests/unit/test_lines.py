import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.printable import printable
from wsss_bot.show.lines import Line, print_lines


@given(st.text(st.characters()))
def test_outside_text_stays_on_its_line_and_cannot_steer_a_terminal(text: str) -> None:
    shown = printable(text)

    assert len(f"|{shown}|".splitlines()) == 1
    assert shown.isprintable()
    assert shown == text or not text.isprintable()


def test_lines_are_printed_one_by_one_without_colours_in_a_pipe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_lines([Line("ok  all is well", "green"), Line("of a stranger:\n\x1b[2Jok", "yellow")])

    assert capsys.readouterr().out == "ok  all is well\nof a stranger:\\n\\x1b[2Jok\n"
