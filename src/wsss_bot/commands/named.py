"""The papers that a command was given in a file, or that were named by their ids."""

from collections.abc import Callable, Iterator, Sequence

from wsss_bot.app import App
from wsss_bot.commands.inputs import Inputs
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.errors import PapersError
from wsss_bot.papers_file import records
from wsss_bot.text.arxiv_ids import parse_arxiv_id


def given_papers(inputs: Inputs) -> Iterator[Paper]:
    """Read the file of papers that the command was given. Raises PapersError."""
    return records.read_papers(inputs.papers_path, keep_going=inputs.keep_going)


def named_ids(texts: Sequence[str]) -> list[ArxivId]:
    """Return the arXiv ids that these texts hold. Raises PapersError for one without."""
    try:
        return [parse_arxiv_id(text)[0] for text in texts]
    except ValueError as error:
        raise PapersError(str(error)) from error


def named_papers(
    app: App,
    ids: Sequence[str],
    inputs: Inputs,
    *,
    on_read: Callable[[Paper], None] = lambda _: None,
) -> list[Paper]:
    """Return the papers with these ids, from the file if one is given, else from arXiv.

    Without ids: every paper in the file. `on_read` is told of each paper of the file, named or
    not, because a pipe is read only once. Raises PapersError for what is not there.
    """
    wanted = named_ids(ids)
    if inputs.papers is None:
        if not wanted:
            raise PapersError("no papers were named; give arXiv ids, or a file with --papers")
        return fetch_named(app, wanted)
    given = {}
    for paper in given_papers(inputs):
        on_read(paper)
        if not wanted or paper.arxiv_id in wanted:
            given[paper.arxiv_id] = paper
    if missing := [arxiv_id for arxiv_id in wanted if arxiv_id not in given]:
        raise PapersError(f"{records.name_of(inputs.papers)} does not hold {', '.join(missing)}")
    return [given[arxiv_id] for arxiv_id in wanted] if wanted else list(given.values())


def fetch_named(app: App, ids: Sequence[ArxivId]) -> list[Paper]:
    """Return the papers with these ids as arXiv has them. Raises ArxivError and PapersError."""
    found = {paper.arxiv_id: paper for paper in app.arxiv().by_ids(ids)}
    if missing := [arxiv_id for arxiv_id in ids if arxiv_id not in found]:
        raise PapersError(f"arXiv has no paper {', '.join(missing)}; check the id")
    return [found[arxiv_id] for arxiv_id in ids]
