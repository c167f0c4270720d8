"""`check`: what was understood of config and list, and what is wrong with them."""

from datetime import datetime

import click

from wsss_bot import show
from wsss_bot.app import App
from wsss_bot.service.scheduler import due_times
from wsss_bot.show import lists
from wsss_bot.show.console import console


def check(app: App, list_path: str | None, *, as_json: bool) -> None:
    """Print what was understood of the list, and when each job is due. Raises ListError."""
    due = due_times(app.config.schedule, now=app.clock.now())
    listed = app.open_list(list_path)
    if as_json:
        show.print_json(lists.understanding_json(listed))
        return
    lists.print_understanding(listed, out=console())
    for job, due_at in due.items():
        click.echo(f"{job} is next due on {_day(due_at)}")


def _day(moment: datetime) -> str:
    return f"{moment:%a %Y-%m-%d at %H:%M %Z}"
