import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.domain import ArxivId
from wsss_bot.pull_request.memory import PAPERS, Memory
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.pull_request.reading import read_items
from wsss_bot.pull_request.world import line_for, read_message
from wsss_bot.text.paper_ids import address_of, find_pages, is_on_arxiv, page_id, parse_paper_id

PAGE = "openaccess.thecvf.com/content/WACV2022/html/Sun_Inferring_WACV_2022_paper.html"


def test_a_page_in_proceedings_names_a_paper_and_leads_back_to_itself() -> None:
    name = page_id(f"http://{PAGE}")

    assert name == PAGE
    assert not is_on_arxiv(ArxivId(PAGE))
    assert address_of(ArxivId(PAGE)) == f"https://{PAGE}"


@pytest.mark.parametrize("text", [PAGE, f"https://{PAGE}", f" http://{PAGE} "])
def test_a_page_is_read_however_it_is_given(text: str) -> None:
    assert parse_paper_id(text) == PAGE


@pytest.mark.parametrize(
    "text", ["2405.01234v2", "cs/0501001", "doi.org/10.48550/arXiv.2405.01234"]
)
def test_what_is_on_arxiv_goes_by_its_arxiv_id(text: str) -> None:
    assert is_on_arxiv(parse_paper_id(text))


@pytest.mark.parametrize(
    "address",
    ["https://github.com/a/b", "https://openreview.net", "ftp://neurips.cc/a", "https://[x", ""],
)
def test_other_addresses_name_no_paper(address: str) -> None:
    assert page_id(address) is None


def test_a_question_is_part_of_what_names_a_page() -> None:
    assert page_id("https://openreview.net/forum?id=a_B-1") == "openreview.net/forum?id=a_B-1"


@given(st.text(max_size=40))
def test_no_name_of_a_page_can_end_a_link_or_divide_a_key(path: str) -> None:
    name = page_id(f"https://neurips.cc/{path}")

    if name is not None:
        assert not set(name) & set(' ()<>[]|:\n`"')
        assert find_pages(f"see [it]({address_of(name)}).") == (name,)


def test_pages_are_found_in_text_each_once() -> None:
    text = f"[a](https://{PAGE}) and https://{PAGE}, https://github.com/a/b"

    assert find_pages(text) == (PAGE,)


def test_a_pull_request_remembers_a_paper_that_is_not_on_arxiv() -> None:
    proposed = Proposed(arxiv_id=ArxivId(PAGE), title="Inferring", name="InferCAM", row="| x |")

    memory = PAPERS.read(PAPERS.write(Memory(holds=(proposed,), refused=(PAGE,))))

    assert memory == Memory(holds=(proposed,), refused=(PAGE,))


def test_a_box_beside_a_page_is_read_with_its_tick() -> None:
    body = (
        f"- [ ] **[A title](https://{PAGE})** `●`\n- [x] **[B](https://arxiv.org/abs/2405.1234)**"
    )

    assert [(item.key, item.ticked) for item in read_items(body)] == [
        (PAGE, False),
        ("2405.1234", True),
    ]


@pytest.mark.parametrize(
    "body", ["- [x] **[A](https://github.com/a/b)**", "- [x] [A](https://example.org/neurips.cc/a)"]
)
def test_boxes_of_people_are_no_papers(body: str) -> None:
    assert read_items(body) == ()


@pytest.mark.parametrize("key", ["2405.01234", PAGE, "cs/0501001:venue"])
def test_a_commit_says_what_it_brings(key: str) -> None:
    message = f"Add 1 paper\n\n{line_for(key, 'Proposes: arXiv:')}\n"

    assert read_message(message, "Proposes: arXiv:").brings == (key,)


def test_a_commit_says_where_a_paper_is_that_is_not_on_arxiv() -> None:
    assert line_for(PAGE, "Proposes: arXiv:") == f"Proposes: https://{PAGE}"
