import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.domain import ArxivId
from wsss_bot.pull_request.memory import PAPERS, Memory
from wsss_bot.pull_request.proposed import Proposed

ids = st.from_regex(r"2[0-9](0[1-9]|1[0-2])\.[0-9]{5}", fullmatch=True).map(ArxivId)
papers = st.builds(
    Proposed, arxiv_id=ids, title=st.text(), name=st.text(), row=st.text(), near_miss=st.just(False)
)
MEMORY = Memory(
    holds=(
        Proposed(arxiv_id=ArxivId("2405.00001"), title="One", name="One", row="| One |"),
        Proposed(arxiv_id=ArxivId("2405.00002"), title="Two", name="Two", near_miss=True),
    ),
    refused=(ArxivId("2405.00001"),),
    head="b" * 40,
    list_sha="d" * 40,
    title="1 paper for the list: One",
    labelled=True,
    settled=True,
)


def test_everything_that_is_remembered_can_be_read_back() -> None:
    assert PAPERS.read(f"Some words.\n\n{PAPERS.write(MEMORY)}\n\nMore words.") == MEMORY


@given(st.lists(papers, max_size=4).map(tuple))
def test_whatever_a_paper_is_called_it_is_remembered(papers: tuple[Proposed, ...]) -> None:
    memory = Memory(holds=papers)

    assert PAPERS.read(PAPERS.write(memory)) == memory


@given(st.lists(papers, max_size=4).map(tuple))
def test_the_marker_is_one_harmless_comment(papers: tuple[Proposed, ...]) -> None:
    text = PAPERS.write(Memory(holds=papers))

    assert re.fullmatch(r'<!-- wsss-bot:1 [\w {}\[\]:,."\\]*-->', text, re.ASCII)


@given(st.integers(min_value=0), st.text(max_size=3))
def test_a_damaged_marker_is_no_marker_or_still_a_memory(at: int, instead: str) -> None:
    text = PAPERS.write(MEMORY)
    at %= len(text)
    damaged = text[:at] + instead + text[at + 1 :]

    assert isinstance(PAPERS.read(damaged), Memory | None)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Please add my paper: https://arxiv.org/abs/2405.00001",
        '<!-- wsss-bot:2 {"papers":[]} -->',
        "<!-- wsss-bot:1 {} -->",
        '<!-- wsss-bot:1 {"papers":[{"id":"nonsense","title":"","name":""}]} -->',
        '<!-- wsss-bot:1 {"papers":{"id":1}} -->',
        '<!-- wsss-bot:1 {"papers":null} -->',
        '<!-- wsss-bot:1 {"papers":[],"at":1e999} -->',
        '<!-- wsss-bot:1 {"papers":[],"rows":[1]} -->',
        '<!-- wsss-bot:1 {"papers":[],"rows":[9,9,0]} -->',
    ],
)
def test_what_cannot_be_understood_counts_as_nothing(body: str) -> None:
    assert PAPERS.read(body) is None


@pytest.mark.parametrize("junk", ["[" * 20_000 + "]" * 20_000, "9" * 5_000])
def test_a_marker_that_is_too_much_to_read_counts_as_nothing(junk: str) -> None:
    assert PAPERS.read(f'<!-- wsss-bot:1 {{"papers":{junk}}} -->') is None
    assert PAPERS.read(f'<!-- wsss-bot:{junk} {{"papers":[]}} -->') is None


def test_the_longest_memory_has_room_for_what_git_calls_a_list_of_many_files() -> None:
    sha = "+".join(f"{'d' * 40}=papers/year-{year}.md" for year in range(1950, 2027))
    longest = Memory.longest(MEMORY.holds, MEMORY.title, MEMORY.refused, list_sha=sha)

    assert len(PAPERS.write(longest)) >= len(PAPERS.write(replace(MEMORY, list_sha=sha)))
