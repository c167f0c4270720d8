from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.awesome_list import Flaw
from wsss_bot.domain import ArxivId, Notice, Role
from wsss_bot.old_rows.text import CELLS, LookedUp, body_of_cells, read_cells, title_of_cells
from wsss_bot.pull_request.memory import Memory
from wsss_bot.pull_request.proposed import ProposedCell
from wsss_bot.pull_request.reading import read_what_people_wrote

ids = st.from_regex(r"2[0-9](0[1-9]|1[0-2])\.[0-9]{5}", fullmatch=True).map(ArxivId)
roles: st.SearchStrategy[Role] = st.sampled_from(["venue", "code", "paper", "authors"])
cells = st.builds(
    ProposedCell,
    arxiv_id=ids,
    role=roles,
    title=st.text(),
    name=st.text(),
    before=st.text(),
    after=st.text(),
    source=st.text(),
    row=st.integers(min_value=1, max_value=9),
)
CELL = ProposedCell(
    arxiv_id=ArxivId("2112.05351"),
    role="venue",
    title="Pixel-level Self-supervision",
    name="PLS",
    before="",
    after="TIP 2023",
    source='comment of v3: "Accepted to TIP 2023"',
)
LOOKED_UP = LookedUp(rows=5, known=4)


def a_body(*shown: ProposedCell, said: LookedUp = LOOKED_UP, people_wrote: str = "") -> str:
    return body_of_cells(shown, Memory(holds=shown), said, people_wrote=people_wrote)


def test_a_refused_cell_is_known_whatever_version_its_paper_had() -> None:
    body = CELLS.write(Memory(holds=(CELL,), refused=("2112.05351v2:venue",)))

    memory = CELLS.read(body)

    assert memory is not None
    assert memory.refused == (CELL.key,)


def test_a_cell_takes_one_box_and_one_line_with_its_source() -> None:
    assert a_body(CELL).partition("\n\n")[0] == (
        "- [x] **[Pixel-level Self-supervision](https://arxiv.org/abs/2112.05351)**\n"
        '  where: `- → TIP 2023` from comment of v3: "Accepted to TIP 2023"'
    )


def test_the_title_counts_the_cells_and_names_the_rows() -> None:
    code = replace(CELL, role="code", after="https://github.com/someone/pls")

    assert title_of_cells([CELL]) == "1 cell for old rows: PLS"
    assert title_of_cells([CELL, code]) == "2 cells for old rows: PLS"


@given(st.lists(cells, max_size=4, unique_by=lambda cell: cell.key).map(tuple))
def test_whatever_cells_say_body_and_memory_are_read_back(shown: tuple[ProposedCell, ...]) -> None:
    body = a_body(*shown)

    assert [item.key for item in read_cells(body)] == [cell.key for cell in shown]
    assert all(item.ticked for item in read_cells(body))
    assert CELLS.read(body) == Memory(holds=shown)


@given(st.integers(min_value=0), st.text(max_size=3))
def test_a_damaged_marker_is_no_marker_or_still_a_memory(at: int, instead: str) -> None:
    text = CELLS.write(Memory(holds=(CELL,), refused=(CELL.key,), head="a" * 40))
    at %= len(text)

    assert isinstance(CELLS.read(text[:at] + instead + text[at + 1 :]), Memory | None)


@pytest.mark.parametrize(
    "body",
    [
        "",
        '<!-- wsss-bot-cells:2 {"cells":[]} -->',
        '<!-- wsss-bot:1 {"papers":[]} -->',
        '<!-- wsss-bot-cells:1 {"cells":[{"id":"2112.05351","role":"colour"}]} -->',
        '<!-- wsss-bot-cells:1 {"cells":[{"id":"2112.05351","role":["venue"]}]} -->',
    ],
)
def test_what_cannot_be_understood_counts_as_nothing(body: str) -> None:
    assert CELLS.read(body) is None


def test_what_people_wrote_below_stays() -> None:
    body = a_body(CELL, people_wrote="Let us talk.")

    assert read_what_people_wrote(body, CELLS, read_cells(body)) == "Let us talk."


def test_withdrawn_papers_doubts_duplicates_and_broken_rows_are_worth_a_look() -> None:
    said = replace(
        LOOKED_UP,
        notices=(Notice(line=9, title="Gone", message="withdrawn by its authors on arXiv"),),
        flaws=(
            Flaw(line=3, kind="duplicate", message="'X' is listed in line 2 already"),
            Flaw(line=4, kind="broken row", message="the row has 5 cells"),
            Flaw(line=5, kind="two spellings", message="a matter of taste"),
        ),
    )

    body = a_body(CELL, said=said)

    assert "<summary>3 worth a look, not changed</summary>" in body
    assert "- line 9, Gone: withdrawn by its authors on arXiv" in body
    assert "- line 3, duplicate: 'X' is listed in line 2 already" in body
    assert "a matter of taste" not in body


def test_what_could_not_be_looked_up_is_said_in_bold() -> None:
    body = a_body(CELL, said=replace(LOOKED_UP, missing="arXiv did not answer", waiting=2))

    assert "of their papers now, **not all of them: arXiv did not answer**." in body
    assert "2 more rows wait for the next time." in body


def test_what_is_worth_a_look_is_left_out_of_a_body_that_would_grow_too_long() -> None:
    many = tuple(
        replace(CELL, arxiv_id=ArxivId(f"2112.{n:05}"), source="x" * 200) for n in range(85)
    )
    notices = tuple(Notice(line=n, title="T" * 40, message="m" * 200) for n in range(50))

    body = a_body(*many, said=replace(LOOKED_UP, notices=notices))

    assert len(body) <= 65_536
    assert "worth a look" not in body
