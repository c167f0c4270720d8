"""`add`: the rows for papers, named by arXiv id or given in a file, and the diff of the list."""

from collections.abc import Sequence

import click

from wsss_bot import show
from wsss_bot.app import App
from wsss_bot.awesome_list import Addition, AwesomeList
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.known_records import with_known_records
from wsss_bot.commands.named import named_papers
from wsss_bot.domain import Facts
from wsss_bot.errors import ConfigError, ListError
from wsss_bot.jobs.beside_arxiv import kept_facts_of
from wsss_bot.list_file import write_list_file
from wsss_bot.pull_request.phrases import counted
from wsss_bot.show import papers as shown
from wsss_bot.show.console import console
from wsss_bot.show.lines import print_text
from wsss_bot.text.diff import unified_diff


def add(app: App, ids: Sequence[str], inputs: Inputs, *, write: bool, as_json: bool) -> None:
    """Print the row of each paper; with `write`, add those that are new to the local list.

    Raises ConfigError for a list on GitHub that is to be written, PapersError, and ListError, also
    after the rest was written, for papers that the list has no place for.
    """
    config = app.config
    if write and config.list.repository and not inputs.list_path:
        raise ConfigError("--write edits a local list; name its file with --list")
    listed = with_known_records(app, app.open_list(inputs.list_path), inputs)
    facts_of = kept_facts_of(app, listed.entries)
    new = []
    for paper in named_papers(app, ids, inputs):
        facts = facts_of(paper)
        is_listed = listed.holds(arxiv_id=paper.arxiv_id, title=paper.title, authors=paper.authors)
        if not is_listed:
            new.append(facts)
        row = listed.row(facts)
        if as_json:
            show.print_json(shown.row_json(paper, row, listed=is_listed), indent=False)
        else:
            shown.print_row(row, listed=is_listed, out=console())
    added = listed.add(new)
    text = listed.recounted(added.text)
    refused = _tell_of_places(listed, new, added, err=as_json)
    if text != listed.text:
        if not as_json:
            print_text(unified_diff(listed.text, text, path=inputs.shown_name(config)))
        if write:
            path = inputs.list_name(config)
            written = write_list_file(path, text)
            click.echo(f"Wrote {', '.join(written)}.", err=as_json)
    if write and refused:
        raise ListError(
            f"no safe place in the list for {refused} of {counted(len(new), 'paper', 'papers')}, "
            "so they were not added; each reason stands above"
        )


def _tell_of_places(
    listed: AwesomeList, new: Sequence[Facts], added: Addition, *, err: bool
) -> int:
    """Print why papers have no place, and what is left to people; return how many have none."""
    refused = [
        (facts, placed)
        for facts, placed in zip(new, added.placed, strict=True)
        if placed.line is None
    ]
    for facts, placed in refused:
        print_text(f"no safe place for {facts.arxiv_id}: {placed.reason}", err=err)
    for note in listed.left_to_people(added):
        print_text(f"left to you: {note}", err=err)
    return len(refused)
