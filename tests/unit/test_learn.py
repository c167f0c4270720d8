from datetime import UTC, datetime

import pytest

from tests.make import an_entry
from wsss_bot.domain import ArxivId, Entry, Outcome
from wsss_bot.pull_request.forge import PullRequest
from wsss_bot.pull_request.learn import (
    Edit,
    cell_outcomes,
    edits,
    habits,
    outcomes,
)
from wsss_bot.pull_request.proposed import Proposed, ProposedCell

ONE = ArxivId("2405.00001")
PAPER = Proposed(arxiv_id=ONE, title="One", name="One", row="| One |")


def a_pull_request(*, is_open: bool = False, merged: bool = False) -> PullRequest:
    return PullRequest(
        number=7,
        url="",
        title="",
        body="",
        is_open=is_open,
        merged=merged,
        head_sha="",
        base="main",
        opened_at=datetime(2024, 5, 6, tzinfo=UTC),
    )


def a_row(raw: str) -> dict[ArxivId, Entry]:
    return {ONE: Entry(line=1, title="One", raw=raw)}


OPEN = a_pull_request(is_open=True)
MERGED = a_pull_request(merged=True)
CLOSED = a_pull_request()
HERE, EDITED, NOWHERE = a_row("| One |"), a_row("| ONE |"), dict[ArxivId, Entry]()


@pytest.mark.parametrize(
    ("pull", "unticked", "on_branch", "listed", "outcome"),
    [
        pytest.param(OPEN, False, HERE, NOWHERE, Outcome.WAITING, id="not answered yet"),
        pytest.param(OPEN, False, EDITED, NOWHERE, Outcome.WAITING, id="edited, not merged"),
        pytest.param(OPEN, True, HERE, NOWHERE, Outcome.REMOVED, id="unticked"),
        pytest.param(OPEN, False, NOWHERE, NOWHERE, Outcome.REMOVED, id="row deleted"),
        pytest.param(OPEN, False, NOWHERE, HERE, Outcome.ACCEPTED, id="added to the list by hand"),
        pytest.param(OPEN, True, HERE, HERE, Outcome.REMOVED, id="unticked though it is listed"),
        pytest.param(MERGED, False, HERE, HERE, Outcome.ACCEPTED, id="merged"),
        pytest.param(MERGED, False, HERE, EDITED, Outcome.EDITED, id="merged with changes"),
        pytest.param(MERGED, False, HERE, NOWHERE, Outcome.REMOVED, id="merged without it"),
        pytest.param(
            MERGED, True, HERE, HERE, Outcome.ACCEPTED, id="unticked, merged all the same"
        ),
        pytest.param(CLOSED, False, HERE, NOWHERE, Outcome.DECLINED, id="closed"),
        pytest.param(CLOSED, True, HERE, NOWHERE, Outcome.REMOVED, id="unticked, then closed"),
        pytest.param(CLOSED, False, HERE, EDITED, Outcome.EDITED, id="closed, added by hand"),
    ],
)
def test_what_became_of_a_paper(
    pull: PullRequest,
    unticked: bool,
    on_branch: dict[ArxivId, Entry],
    listed: dict[ArxivId, Entry],
    outcome: Outcome,
) -> None:
    refused = {ONE} if unticked else set()

    assert outcomes(pull, [PAPER], refused=refused, on_branch=on_branch, listed=listed) == {
        ONE: outcome
    }


CELL = ProposedCell(
    arxiv_id=ONE, role="venue", title="One", name="One", before="", after="TIP 2023", source=""
)


@pytest.mark.parametrize(
    ("pull", "unticked", "on_branch", "listed", "outcome"),
    [
        pytest.param(OPEN, False, "TIP 2023", "", Outcome.WAITING, id="not answered yet"),
        pytest.param(OPEN, False, "TIP", "", Outcome.WAITING, id="edited, not merged"),
        pytest.param(OPEN, True, "TIP 2023", "", Outcome.REMOVED, id="unticked"),
        pytest.param(OPEN, False, "", "", Outcome.REMOVED, id="taken back"),
        pytest.param(OPEN, False, None, "", Outcome.REMOVED, id="row deleted on the branch"),
        pytest.param(OPEN, False, "TIP 2023", None, Outcome.REMOVED, id="row deleted in the list"),
        pytest.param(OPEN, False, "TIP 2023", "TIP 2023", Outcome.ACCEPTED, id="by hand"),
        pytest.param(OPEN, False, "TIP 2023", "TNNLS", Outcome.EDITED, id="other by hand"),
        pytest.param(MERGED, False, None, "TIP 2023", Outcome.ACCEPTED, id="merged"),
        pytest.param(MERGED, True, None, "TIP 2023", Outcome.ACCEPTED, id="unticked, merged"),
        pytest.param(MERGED, False, None, "TIP", Outcome.EDITED, id="merged with changes"),
        pytest.param(MERGED, False, None, "", Outcome.REMOVED, id="merged without it"),
        pytest.param(CLOSED, False, None, "", Outcome.DECLINED, id="closed"),
        pytest.param(CLOSED, True, None, "", Outcome.REMOVED, id="unticked, then closed"),
        pytest.param(CLOSED, False, None, "TIP 2023", Outcome.ACCEPTED, id="closed, by hand"),
    ],
)
def test_what_became_of_a_cell(
    pull: PullRequest,
    unticked: bool,
    on_branch: str | None,
    listed: str | None,
    outcome: Outcome,
) -> None:
    found = cell_outcomes(
        pull,
        [CELL],
        refused={CELL.key} if unticked else set(),
        on_branch={} if on_branch is None else {CELL.key: on_branch},
        listed={} if listed is None else {CELL.key: listed},
    )

    assert found == {"2405.00001:venue": outcome}


def test_edits_are_the_cells_that_differ() -> None:
    before = an_entry(method="Alpha", venue="ICCV", date="2024/05")
    after = an_entry(method="Alpha", venue="ICCV 2025", date="2024/06")

    assert edits(before, after) == (
        Edit(role="date", before="2024/05", after="2024/06"),
        Edit(role="venue", before="ICCV", after="ICCV 2025"),
    )


@pytest.mark.parametrize(
    ("made", "found"),
    [
        pytest.param(
            [("ICCV", "ICCV 2025"), ("WACV", "WACV 2025"), ("CVPR", "CVPR 2024"), ("-", "x")],
            [("CVPR 2024", 3)],
            id="year",
        ),
        pytest.param(
            [("ICCV 2025", "ICCV"), ("WACV 2025", "WACV"), ("CVPR 2024", "CVPR")],
            [("CVPR", 3)],
            id="no year",
        ),
        pytest.param([("NeurIPS", "NIPS")] * 3, [("NIPS", 3)], id="a spelling"),
        pytest.param([("NeurIPS", "NIPS")] * 2, [], id="only twice"),
        pytest.param(
            [*[("NeurIPS", "NIPS")] * 3, ("NIPS", "NeurIPS")], [], id="and then the other way"
        ),
        pytest.param(
            [("NIPS", "NeurIPS"), *[("NeurIPS", "NIPS")] * 3],
            [("NIPS", 3)],
            id="the other way only before",
        ),
        pytest.param(
            [("ICCV", "ICCV 2025"), ("WACV 2025", "WACV"), ("CVPR", "CVPR 2024")],
            [],
            id="now this way and now that",
        ),
        pytest.param(
            [("", "CVPR 2024"), ("", "ICCV 2025"), ("", "WACV 2025")], [], id="blanks filled"
        ),
        pytest.param(
            [("CVPR", "2024 CVPR"), ("ICCV", "A ICCV"), ("WACV", "B WACV")],
            [],
            id="three changes in front",
        ),
    ],
)
def test_a_habit_is_the_same_change_made_three_times_in_one_direction(
    made: list[tuple[str, str]], found: list[tuple[str, int]]
) -> None:
    all_edits = [Edit(role="venue", before=before, after=after) for before, after in made]

    assert [(habit.example.after, habit.times) for habit in habits(all_edits)] == found
