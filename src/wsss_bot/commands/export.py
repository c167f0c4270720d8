"""`export`: the list as the bot reads it, for other programs."""

import logging
from collections.abc import Mapping
from typing import Literal

from wsss_bot import show
from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Decision, Paper
from wsss_bot.errors import StateError
from wsss_bot.show.export.atom import atom
from wsss_bot.show.export.bibtex import bibtex
from wsss_bot.show.export.listed import listed_paper
from wsss_bot.show.export.tables import as_csv, as_json
from wsss_bot.show.lines import print_text
from wsss_bot.state import is_there

log = logging.getLogger(__name__)

Format = Literal["bibtex", "csv", "json", "atom"]


def export(app: App, list_path: str | None, *, form: Format) -> None:
    """Print the list in a format. Nobody is asked: what a state here knows completes it.

    Raises ListError, ConfigError and GitHubError.
    """
    listed = app.open_list(list_path)
    records, decisions = ({}, {}) if list_path else _from_state(app, listed)
    papers = [listed_paper(entry, records, decisions) for entry in listed.entries]
    match form:
        case "bibtex":
            print_text(bibtex(papers))
        case "csv":
            print_text(as_csv(papers))
        case "json":
            show.print_json([as_json(paper) for paper in papers])
        case "atom":
            told = app.config.list
            name = list_path or told.repository or told.path
            print_text(atom(papers, name=name, now=app.clock.now()))


def _from_state(
    app: App, listed: AwesomeList
) -> tuple[Mapping[ArxivId, Paper], Mapping[ArxivId, Decision]]:
    """Return what the state knows of the listed papers, and what was decided on them."""
    if not is_there(app.state_path):
        return {}, {}
    ids = [entry.arxiv_id for entry in listed.entries if entry.arxiv_id]
    try:
        with app.state_to_read() as state:
            return dict(state.papers.find(ids)), state.outcomes.all()
    except StateError as error:  # a run says what is wrong with it
        log.info("the state is left out: %s", error)
        return {}, {}
