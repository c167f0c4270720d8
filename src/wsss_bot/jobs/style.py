"""How a list writes its rows, learnt from the records of its papers that the state holds."""

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.state import Store


def with_records(listed: AwesomeList, state: Store) -> AwesomeList:
    """Return the list with what the state knows of its papers, by which its rows are written."""
    ids = [entry.arxiv_id for entry in listed.entries if entry.arxiv_id]
    return listed.with_records(state.papers.find(ids).values())
