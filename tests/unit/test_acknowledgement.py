"""What the one comment at the end of a pull request says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.test_learn import CLOSED, MERGED, ONE
from wsss_bot.domain import ArxivId, Outcome
from wsss_bot.pull_request.acknowledgement import Question, acknowledgement
from wsss_bot.pull_request.endings import NOT_NOW, TOO_MANY, WRONG, Ending, How, read_answers
from wsss_bot.pull_request.learn import Edit

TWO = ArxivId("2405.00002")
NAMES = {ONE: "One", TWO: "Two"}
BY_A_PERSON = Ending(how=How.PERSON, by="jane")


def said(found: Mapping[ArxivId, Outcome], **more: Any) -> str:
    told: dict[str, Any] = {"ending": BY_A_PERSON, "list_base": "main"} | more
    return acknowledgement(CLOSED, NAMES, found, **told)


def said_of_a_merge(
    names: Mapping[ArxivId, str], found: Mapping[ArxivId, Outcome], **more: Any
) -> str:
    ending = Ending(how=How.MERGED)
    return acknowledgement(MERGED, names, found, ending=ending, list_base="main", **more)


def a_question(*answers: str) -> Question:
    return Question(
        boxes=(TOO_MANY, WRONG, NOT_NOW),
        answers=answers,
        rows=(10, 5),
        back_on=datetime(2024, 6, 5, tzinfo=UTC),
    )


def test_the_end_is_acknowledged_in_one_sentence() -> None:
    ids = [ArxivId(f"2405.0000{n}") for n in range(1, 4)]
    names = dict(zip(ids, ["L2G", "EPS", "CCAM"], strict=True))
    ends = dict(zip(ids, [Outcome.ACCEPTED, Outcome.EDITED, Outcome.REMOVED], strict=True))
    learnt = [Edit(role="venue", before="ICCV", after="ICCV 2025")]

    assert said_of_a_merge(names, ends, learnt=learnt) == (
        "Added 2 (L2G, EPS), refused 1 (CCAM; will not return). "
        "To take a refusal back, tick the paper under *refused before* in a later pull request. "
        'Learnt: you write "ICCV 2025".'
    )


def test_what_was_refused_by_closing_is_named_and_a_cell_made_blank_is_no_habit() -> None:
    blanked = Edit(role="venue", before="ICCV", after="")

    assert said(dict.fromkeys(NAMES, Outcome.DECLINED), learnt=[blanked]) == (
        "Closed by jane. Refused 2 (One, Two; will not return). "
        "To take a refusal back, tick the paper under *refused before* in a later pull request."
    )


def test_no_comment_tells_anybody_to_run_a_command() -> None:
    for outcome in Outcome:
        for how in How:
            text = said(dict.fromkeys(NAMES, outcome), ending=Ending(how=how, by="jane"))
            assert "wsss-bot" not in text


def test_where_nothing_was_merged_and_nothing_refused_there_is_nothing_to_say() -> None:
    assert said_of_a_merge({}, {}) == ""


def test_a_row_that_was_unticked_and_merged_is_mentioned() -> None:
    text = said_of_a_merge({ONE: "One"}, {ONE: Outcome.ACCEPTED}, refused={ONE})

    assert "One was unticked, but its row was merged" in text


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (How.PROGRAM, "Closed by jane, which is a program: nothing counts as refused."),
        (How.BRANCH, "Closed because jane deleted its branch: nothing counts as refused."),
        (How.MOVED, "Closed by jane after the list had moved: nothing counts as refused."),
        (
            How.SUPERSEDED,
            "Closed by jane, because another pull request has taken its place: nothing counts as "
            "refused.",
        ),
        (How.UNKNOWN, "Closed, and GitHub does not say by whom: nothing counts as refused."),
        (
            How.RETARGETED,
            "Closed by jane while it went to dev, and the list is on main: nothing counts as "
            "refused.",
        ),
    ],
)
def test_who_ended_it_is_said_and_that_nothing_is_refused(how: How, words: str) -> None:
    ending = Ending(how=how, by="jane")
    pull = replace(CLOSED, base="dev" if how is How.RETARGETED else "main")
    found = dict.fromkeys(NAMES, Outcome.ENDED)

    text = acknowledgement(pull, NAMES, found, ending=ending, list_base="main")

    assert text == f"{words} 2 (One, Two) may come with a later pull request."


def test_a_refusal_by_its_box_is_named_whoever_ended_the_rest() -> None:
    found = {ONE: Outcome.ENDED, TWO: Outcome.REMOVED}

    text = said(found, ending=Ending(how=How.PROGRAM, by="stale[bot]"))

    assert "1 (One) may come with a later pull request. Refused 1 (Two; will not return)." in text


@pytest.mark.parametrize("answers", [(), (TOO_MANY,), (WRONG, NOT_NOW)])
def test_what_is_asked_reads_as_it_was_answered(answers: tuple[str, ...]) -> None:
    text = said(dict.fromkeys(NAMES, Outcome.DECLINED), question=a_question(*answers))

    assert read_answers(text) == answers
    assert "a pull request holds at most 5 rows from now on, instead of 10" in text
    assert "they come back after 5 June 2024" in text


def test_what_is_not_now_comes_back_on_a_day_that_is_named() -> None:
    found = dict.fromkeys(NAMES, Outcome.ENDED)

    text = said(found, question=a_question(NOT_NOW))

    assert text.startswith("Closed by jane, not now: 2 (One, Two) come back after 5 June 2024, ")


def test_a_name_of_an_account_mentions_nobody() -> None:
    text = said(dict.fromkeys(NAMES, Outcome.DECLINED), ending=Ending(how=How.PERSON, by="@a"))

    assert "@a" not in text
