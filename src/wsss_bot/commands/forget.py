"""`forget`: let a refused paper be proposed again."""

import click

from wsss_bot.app import App
from wsss_bot.errors import ConfigError, ListError, RemoteError
from wsss_bot.jobs.taken_back import noted_on_forge
from wsss_bot.text.paper_ids import parse_paper_id


def forget(app: App, text: str) -> None:
    """Let the paper that `text` names be proposed again, also should the state be lost.

    Raises ConfigError for a text without an arXiv id, StateError for a state in use or not there.
    """
    try:
        arxiv_id = parse_paper_id(text)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    # Only a run makes a state file: here a missing one means that this is the wrong folder.
    app.state_to_read().close()
    now, later = app.clock.now(), ""
    with app.state() as state:
        was_decided = state.outcomes.forget(arxiv_id, at=now)
        if app.config.list.repository and app.credentials():
            try:
                noted_on_forge(app, state, {arxiv_id: now}, now=now)
            except (ConfigError, ListError, RemoteError) as error:
                later = f"; the pull request that refused it is told by the next run ({error})"
    was = "" if was_decided else " (nothing was decided about it)"
    click.echo(f"{arxiv_id} may be proposed again{was}{later}")
