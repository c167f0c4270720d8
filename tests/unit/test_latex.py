import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.text.latex import to_unicode


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        (r"Fr\'echet, G{\"o}del and Erd\H{o}s", "Fréchet, Gödel and Erdős"),
        (r"Fran\c{c}ois, na\"{\i}ve", "François, naïve"),
        ("Images &amp; Recipes", "Images & Recipes"),
        ("M$^4$-SAM on CO$_2$ maps", "M⁴-SAM on CO₂ maps"),
        (r"$\mathbf{L^*}$ and H{\alpha}", "L* and Hα"),
        (r"\textbf{Se}\underline{m}antic", "Semantic"),
        ("The 1$^{st}$ place", "The 1st place"),
        (r"Sequence Prediction \\ with Networks", "Sequence Prediction with Networks"),
        (r"See \href{https://example.org}{our page}", "See our page"),
        (r"$36^\circ$ of 50% \& more", "36° of 50% & more"),
    ],
)
def test_latex_and_entities_become_what_a_reader_expects(typed: str, seen: str) -> None:
    assert to_unicode(typed) == seen


@pytest.mark.parametrize(
    "typed",
    [
        "Between $5 and $10 a day",
        "Under $0.1",
        "FL_PyTorch and DS@GT at #SMM4H",
        "A -- B, 80% of ~9",
        r"\unknown{} and \href{a}{b",
        "Sparse*BERT <MASK> {0, 1}",
    ],
)
def test_what_is_no_latex_stays(typed: str) -> None:
    assert to_unicode(typed) == typed


def test_line_breaks_and_double_spaces_go() -> None:
    assert to_unicode("The Power\n  of  Models") == "The Power of Models"


@given(st.text(alphabet=r"\{}$^_%&~'`\"ab1 cuHt", max_size=60))
def test_no_typing_breaks_it(typed: str) -> None:
    assert "\n" not in to_unicode(typed)


@pytest.mark.parametrize("text", [r"On \frac", r"A \sqrt", r"\frac{"])
def test_half_a_command_stays_as_it_is_and_warns_nobody(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert to_unicode(text) == text

    assert caplog.records == []


def test_a_character_of_thousands_of_digits_stays() -> None:
    typed = f"&#{'9' * 5000}; \\'e"

    assert to_unicode(typed) == f"&#{'9' * 5000}; é"
