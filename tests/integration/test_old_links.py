"""The code links of old rows, with what GitHub said of them kept in a real state."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wsss_bot.awesome_list import read_list
from wsss_bot.domain import ArxivId, Repository
from wsss_bot.old_rows.cells import filled
from wsss_bot.old_rows.links import look_at_links
from wsss_bot.pull_request.proposed import ProposedCell
from wsss_bot.state import Store

# ruff: noqa: E501  # rows are long

NOW = datetime(2024, 6, 1, tzinfo=UTC)
LIST = read_list("""| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2024/03 | **A** | A: one method for weak labels | - | [2403.00001](https://arxiv.org/abs/2403.00001) | [pytorch](https://github.com/old/A), [tensorflow](https://github.com/old/A-tf) |
| 2024/02 | **B** | B: another method for weak labels | - | [2402.00001](https://arxiv.org/abs/2402.00001) | [pytorch](https://github.com/old/B) |
""")
TOUCHED = ProposedCell(
    arxiv_id=ArxivId("2403.00001"),
    role="venue",
    title="A: one method for weak labels",
    name="A",
    before="",
    after="",
    source="",
)
Looked = tuple[str, list[str]]


class GitHub:
    """What GitHub says of repositories, kept as the program keeps it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW
        self.moved: dict[str, str] = {}
        self.gone: set[str] = set()
        self.asked: list[str] = []

    def ask(self, url: str) -> Repository:
        self.asked.append(url)
        answer = Repository(url=self.moved.get(url, url), exists=url not in self.gone)
        self.store.repositories.keep(url, answer, at=self.now)
        return answer

    def look(self, *touched: ProposedCell) -> Looked:
        """Return the list as it should read, and what is said to its maintainer."""
        offers, notices = look_at_links(LIST, touched, self.ask, self.store.repositories)
        return filled(LIST, offers)[0], [notice.message for notice in notices]


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHub]:
    with Store.open(tmp_path / "state.sqlite", now=NOW) as store:
        yield GitHub(store)


def test_only_the_links_of_touched_rows_are_asked_about(github: GitHub) -> None:
    github.look(TOUCHED, TOUCHED)

    assert github.asked == ["https://github.com/old/A", "https://github.com/old/A-tf"]


def test_a_link_to_a_repository_that_moved_gets_its_new_address(github: GitHub) -> None:
    github.moved = {"https://github.com/old/A": "https://github.com/new/A"}

    text, _ = github.look(TOUCHED)

    assert text == LIST.text.replace("(https://github.com/old/A)", "(https://github.com/new/A)")


@pytest.mark.parametrize("url", ["https://github.com/Old/a", "https://github.com/old/A.git"])
def test_another_spelling_of_the_address_is_no_move(github: GitHub, url: str) -> None:
    github.moved = {"https://github.com/old/A": url}

    assert github.look(TOUCHED)[0] == LIST.text


def test_a_repository_is_gone_after_two_failures_a_week_apart(github: GitHub) -> None:
    github.gone = {"https://github.com/old/A"}
    first = github.look(TOUCHED)
    github.now += timedelta(days=6)
    soon = github.look()
    github.now += timedelta(days=1)

    later = github.look()

    assert (first, soon) == ((LIST.text, []), (LIST.text, []))
    assert later == (
        LIST.text,
        [
            "its code https://github.com/old/A is gone: nothing was there on 2024-06-01 and on 2024-06-08"
        ],
    )
    assert github.asked.count("https://github.com/old/A") == 3


def test_a_repository_that_came_back_is_not_gone(github: GitHub) -> None:
    github.gone = {"https://github.com/old/A"}
    github.look(TOUCHED)
    github.gone = set()
    github.now += timedelta(days=10)
    github.look()
    github.gone = {"https://github.com/old/A"}
    github.now += timedelta(days=2)

    assert github.look(TOUCHED) == (LIST.text, [])
