"""The records of a list's own papers, as far as a corpus or the state holds them."""

import logging

from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.commands.inputs import Inputs
from wsss_bot.domain import ArxivId
from wsss_bot.errors import PapersError, StateError
from wsss_bot.jobs.style import with_records
from wsss_bot.papers_file.records import read_papers
from wsss_bot.state import is_there

log = logging.getLogger(__name__)


def with_known_records(app: App, listed: AwesomeList, inputs: Inputs) -> AwesomeList:
    """Return the list with the records of its papers: those of the corpus, else of the state.

    Nobody is asked; without both the list is as it was. Raises PapersError.
    """
    refuse_one_pipe(inputs)
    ids = ids_of(listed)
    if inputs.corpus is not None:
        papers = read_papers(
            inputs.corpus,
            keep_going=inputs.keep_going,
            categories=app.config.arxiv.categories,
            named=ids,
        )
        return listed.with_records(paper for paper in papers if paper.arxiv_id in ids)
    if not is_there(app.state_path):
        return listed
    try:
        with app.state_to_read() as state:
            return with_records(listed, state)
    except StateError as error:  # a run says what is wrong with it
        log.info("the records of the state are left out: %s", error)
        return listed


def refuse_one_pipe(inputs: Inputs) -> None:
    """Raise PapersError where papers and corpus are to come from one pipe."""
    if inputs.corpus == inputs.papers == "-":
        raise PapersError(
            "papers and corpus cannot both come from standard input; name a file for one of them"
        )


def ids_of(listed: AwesomeList) -> set[ArxivId]:
    """Return the arXiv ids of the entries."""
    return {entry.arxiv_id for entry in listed.entries if entry.arxiv_id}
