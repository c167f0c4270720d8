import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.text.arxiv_ids import find_arxiv_ids, parse_arxiv_id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2405.01234", ("2405.01234", None)),
        ("2405.01234v11", ("2405.01234", 11)),
        ("arXiv:1411.6228", ("1411.6228", None)),
        ("http://arxiv.org/abs/2405.01234v2", ("2405.01234", 2)),
        ("https://arxiv.org/pdf/2405.01234v3.pdf", ("2405.01234", 3)),
        ("https://www.arxiv.org//abs/2405.01234", ("2405.01234", None)),
        ("https://arxiv.org/html/2405.01234v1#S3", ("2405.01234", 1)),
        ("https://export.arxiv.org/abs/cs/0501001v1", ("cs/0501001", 1)),
        ("https://arxiv.org/abs/math.GT/0309136", ("math/0309136", None)),
        ("https://www.alphaxiv.org/overview/2405.01234v2", ("2405.01234", 2)),
        ("https://ar5iv.labs.arxiv.org/html/2405.01234", ("2405.01234", None)),
        ("https://ar5iv.org/abs/2405.01234", ("2405.01234", None)),
        ("https://huggingface.co/papers/2405.01234", ("2405.01234", None)),
        ("https://doi.org/10.48550/arXiv.2405.01234", ("2405.01234", None)),
        ("10.48550/arxiv.2405.01234", ("2405.01234", None)),
        ("https://arxiv.org/abs/arXiv:2405.01234", ("2405.01234", None)),
        ("https://papers.cool/arxiv/2405.01234", ("2405.01234", None)),
        ("https://ui.adsabs.harvard.edu/abs/2024arXiv240501234A/abstract", ("2405.01234", None)),
        ("https://ui.adsabs.harvard.edu/abs/arXiv:2405.01234", ("2405.01234", None)),
        ("https://www.semanticscholar.org/arxiv/2405.01234", ("2405.01234", None)),
        ("https://api.semanticscholar.org/arXiv:2405.01234", ("2405.01234", None)),
        ("https://inspirehep.net/literature?q=arxiv%3A2405.01234", ("2405.01234", None)),
        ("https://hjfy.top/arxiv/2405.01234v2", ("2405.01234", 2)),
        ("https://bytez.com/docs/arxiv/2405.01234/paper", ("2405.01234", None)),
        ("https://deepxiv.com/paper/2405.01234", ("2405.01234", None)),
        ("https://arxiv.gg/abs/2405.01234", ("2405.01234", None)),
        ("https://a-site-of-tomorrow.ai/read?arxivId=2405.01234", ("2405.01234", None)),
        ("https://dblp.org/rec/journals/corr/abs-2405-01234", ("2405.01234", None)),
    ],
)
def test_finds_the_id_and_the_version(text: str, expected: tuple[str, int | None]) -> None:
    assert parse_arxiv_id(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CVPR2025",
        "2413.01234",
        "2405.012345",
        "https://example.org/2405.01234",
        "https://github.com/a/b/tree/2405.01234",
        "https://doi.org/10.1109/x.2405.01234",
    ],
)
def test_says_what_it_expected_when_there_is_no_id(text: str) -> None:
    with pytest.raises(ValueError, match=r"no arXiv id in .*; expected something like"):
        parse_arxiv_id(text)


def test_finds_every_id_of_a_text_once_and_in_order() -> None:
    text = (
        "[2405.01234](https://arxiv.org/abs/2405.01234) arXiv 2305.00001, arXiv preprint"
        " arXiv:2205.00002v2; again https://arxiv.org/pdf/2305.00001.pdf and 1234.5678 alone"
    )

    assert find_arxiv_ids(text) == ("2405.01234", "2305.00001", "2205.00002")


@given(st.text())
def test_any_text_has_ids_or_none(text: str) -> None:
    assert all(parse_arxiv_id(found)[0] == found for found in find_arxiv_ids(text))


def test_digits_of_other_scripts_are_no_id() -> None:
    assert find_arxiv_ids("arXiv:٢٤٠٥.٠١٢٣٤") == ()


def test_a_version_of_thousands_of_digits_is_none() -> None:
    address = f"https://arxiv.org/abs/2405.01234v{'1' * 5000}"

    assert find_arxiv_ids(address) == ("2405.01234",)
    assert parse_arxiv_id(address) == ("2405.01234", None)
    with pytest.raises(ValueError, match="no arXiv id in") as refused:
        parse_arxiv_id(f"2405.01234v{'1' * 5000}")
    assert len(str(refused.value)) < 200
