"""A box below a paper moves its row to the other section."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.make import some_facts
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import ArxivId
from wsss_bot.pull_request import moves
from wsss_bot.pull_request.forge import PullRequest
from wsss_bot.pull_request.kind import Remembered
from wsss_bot.pull_request.memory import PAPERS, Memory
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.pull_request.reading import read_items

LIST = (
    "# Papers\n\n## Masks\n\n- [Masks of Many Kinds](https://arxiv.org/abs/2201.00001)\n"
    "- [More Masks of Kinds](https://arxiv.org/abs/2202.00001)\n\n"
    "## Poses\n\n- [Poses of Many Kinds](https://arxiv.org/abs/2201.00002)\n"
    "- [More Poses of Kinds](https://arxiv.org/abs/2202.00002)\n"
)
ITEM = (
    "- [x] **[Masks and Poses](https://arxiv.org/abs/2305.00001)** `●●●●●●●●○○`\n"
    "  like *Masks*\n"
    f"  {moves.box_for('Papers / Poses')}\n"
    "  <details><summary>row below <i>Papers / Masks</i></summary><code>x</code></details>"
)
PAPER = Proposed(
    arxiv_id=ArxivId("2305.00001"),
    title="Masks and Poses",
    name="Masks",
    row="- [Masks and Poses](https://arxiv.org/abs/2305.00001)",
    other="Papers / Poses",
)


def remembered(body: str) -> Remembered[Proposed]:
    pull = PullRequest(
        number=1,
        url="https://github.com/a/b/pull/1",
        title="",
        body=body,
        is_open=True,
        merged=False,
        head_sha="",
        base="main",
        opened_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    items = read_items(body)
    return Remembered(pull=pull, memory=Memory(holds=(PAPER,)), items=items, damaged=False)


def on_branch() -> str:
    facts = some_facts("2305.00001", title="Masks and Poses", on=date(2023, 5, 1), method=None)
    addition = read_list(LIST).add([facts])
    assert addition.placed[0].section == "Papers / Masks"
    return addition.text


def test_a_tick_moves_the_row_and_the_box_goes() -> None:
    ours = remembered(ITEM.replace("  - [ ]", "  - [x]"))

    text = moves.moved(on_branch(), ours, read_list)
    after = moves.settled(ours, text, read_list)

    assert moves.is_wished(ours.items)
    assert text.index("2305.00001") > text.index("## Poses")
    assert sorted(text.splitlines()) == sorted(on_branch().splitlines())
    assert not moves.is_wished(after.items)
    assert "or below" not in after.items[0].markdown
    assert "row below <i>Papers / Poses</i>" in after.items[0].markdown
    assert after.memory.holds == (replace(PAPER, other=""),)
    assert moves.moved(text, ours, read_list) == text  # a run that is repeated moves it once


def test_without_a_tick_nothing_moves() -> None:
    ours = remembered(ITEM)

    assert not moves.is_wished(ours.items)
    assert moves.moved(on_branch(), ours, read_list) == on_branch()
    assert moves.settled(ours, on_branch(), read_list) == ours


def test_a_row_that_cannot_be_moved_keeps_its_heading() -> None:
    ours = remembered(ITEM.replace("  - [ ]", "  - [x]"))
    renamed = on_branch().replace("## Poses", "## Postures")

    assert moves.moved(renamed, ours, read_list) == renamed
    after = moves.settled(ours, renamed, read_list)

    assert not moves.is_wished(after.items)
    assert "row below <i>Papers / Masks</i>" in after.items[0].markdown


def test_what_is_refused_moves_nowhere() -> None:
    ours = remembered(ITEM.replace("- [x] **", "- [ ] **").replace("  - [ ] or", "  - [x] or"))

    assert not moves.is_wished(ours.items)


def test_the_other_section_is_remembered() -> None:
    memory = Memory(holds=(PAPER,))

    assert PAPERS.read(PAPERS.write(memory)) == memory
