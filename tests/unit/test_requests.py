"""Who asks for which papers, read from what people write."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.hostile import HOSTILE
from wsss_bot.domain import ArxivId
from wsss_bot.jobs.asked import Asked, answer
from wsss_bot.jobs.job import Job
from wsss_bot.pull_request.answer_text import answer_to, too_many_answer, unknown
from wsss_bot.pull_request.requests import (
    MARK,
    MOST_A_DAY,
    Remark,
    Request,
    Stage,
    Thread,
    Threads,
    asked_in,
    requests_in,
    too_many,
)

PAGE = Path(__file__).parents[2] / "docs" / "pull-request.md"
NOW = datetime(2026, 11, 30, tzinfo=UTC)
ID = ArxivId("2405.01234")


def a_thread(text: str = f"https://arxiv.org/abs/{ID}", *, by_program: bool = False) -> Thread:
    return Thread(
        number=7,
        text=text,
        by="someone",
        by_program=by_program,
        is_pull=False,
        opened_at=NOW,
        changed_at=NOW,
        comments=1,
    )


def a_remark(text: str, *, is_ours: bool = True) -> Remark:
    return Remark(id=3, text=text, by="x", by_program=is_ours, is_ours=is_ours, at=NOW)


def a_request(hours: float = 0, *, by: str = "someone", papers: int = 1) -> Request:
    ids = tuple(ArxivId(f"2405.{n:05}") for n in range(papers))
    at = NOW + timedelta(hours=hours)
    return Request(thread=int(hours * 100), remark=0, by=by, at=at, ids=ids)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("See https://arxiv.org/abs/2405.01234v3, please", ["2405.01234"]),
        ("arXiv:2405.01234 and https://arxiv.org/pdf/2405.00001.pdf", ["2405.01234", "2405.00001"]),
        ("> https://arxiv.org/abs/2405.01234\nYes!", []),
        ("<!-- https://arxiv.org/abs/2405.01234 -->", []),
        ("<!-- never closed https://arxiv.org/abs/2405.01234", []),
        ("version 2405.01234 of 2024", []),
        (" ".join(f"arXiv:2405.0000{n}" for n in range(9)), ["2405.00000", "2405.00001"]),
        ("", []),
    ],
)
def test_only_addresses_that_are_said_ask(text: str, ids: list[str]) -> None:
    assert list(asked_in(text))[:2] == ids
    assert len(asked_in(text)) <= 3


def test_an_answer_is_found_again_by_its_marker() -> None:
    [asked] = requests_in(a_thread(), (), in_comments=False)
    offer = answer_to(asked, [unknown(ID)]).replace("answered", "offered")
    box = f"- [x] [A paper](https://arxiv.org/abs/{ID}) `●`\n"

    stages = [
        requests_in(a_thread(), [a_remark(text, is_ours=ours)], in_comments=False)[0]
        for text, ours in (
            (offer, True),
            (box + offer, True),
            (box + offer, False),
            (answer_to(asked, [unknown(ID)]), True),
            (too_many_answer(asked), True),
            (MARK.format(remark=0, stage="later"), True),
        )
    ]

    assert [(one.stage, one.is_open, sorted(one.ticked)) for one in stages] == [
        (Stage.OFFERED, False, []),
        (Stage.OFFERED, True, [ID]),
        (Stage.NEW, True, []),
        (Stage.ANSWERED, False, []),
        (Stage.ANSWERED, False, []),
        (Stage.ANSWERED, False, []),
    ]


def test_a_program_asks_for_nothing() -> None:
    assert requests_in(a_thread(by_program=True), (), in_comments=False) == ()


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(1, 3), st.sampled_from("ab"))))
def test_nobody_gets_more_than_a_few_papers_within_a_day(
    asked: list[tuple[float, int, str]],
) -> None:
    requests = [
        Request(
            thread=number,
            remark=0,
            by=by,
            at=NOW + timedelta(hours=hours),
            ids=tuple(ArxivId(f"2405.{n:05}") for n in range(papers)),
        )
        for number, (hours, papers, by) in enumerate(asked)
    ]

    told, silent = too_many(requests)

    looked_at = [one for one in requests if one not in told | silent]
    for one in looked_at:
        day = [
            other
            for other in looked_at
            if other.by == one.by and timedelta() <= one.at - other.at < timedelta(days=1)
        ]
        assert sum(len(other.ids) for other in day) <= MOST_A_DAY
    assert told.isdisjoint(silent)


def test_one_word_is_said_about_too_many_and_the_next_day_is_a_new_one() -> None:
    requests = [a_request(hours, papers=3) for hours in (0, 1, 2, 3)]
    tomorrow = a_request(26, papers=3)

    told, silent = too_many([*requests, tomorrow])

    assert told == {requests[1]}
    assert silent == {requests[2], requests[3]}


@pytest.mark.parametrize("name", ["someone", "Someone"])
def test_an_account_is_the_same_however_its_name_is_spelled(name: str) -> None:
    told, _ = too_many([a_request(0, papers=3), a_request(1, by=name, papers=3)])

    assert len(told) == 1


def test_the_form_of_the_documentation_asks_for_what_people_fill_in() -> None:
    [form] = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    fields = YAML(typ="safe").load(form)["body"]
    body = "\n\n".join(
        f"### {field['attributes']['label']}\n\n{said}"
        for field, said in zip(fields, [f"https://arxiv.org/abs/{ID}", "It fits."], strict=True)
    )

    assert [field["type"] for field in fields] == ["input", "textarea"]
    assert asked_in(body) == (ID,)


def test_hostile_texts_ask_for_at_most_a_few_papers() -> None:
    assert all(len(asked_in(text)) <= 3 for text in HOSTILE)


def test_of_threads_that_rest_nothing_is_kept() -> None:
    asked = Asked(
        threads=cast("Threads", object()),  # nobody asks for anything, so nobody is answered
        read_at=NOW,
        seen={"1": ["", 1], "2": ["", 1]},
        fresh={2: ["", 2], 3: ["", 1]},
    )

    told = answer(cast("Job", None), asked, None)

    assert told["seen"] == {"2": ["", 2], "3": ["", 1]}
