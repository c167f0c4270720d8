"""`healthcheck`: whether the bot is alive, and its last runs as recent as the schedule demands."""

import click

from wsss_bot.app import App
from wsss_bot.errors import StateError
from wsss_bot.service.health import read_health


def healthcheck(app: App) -> None:
    """Print how the bot is. Raises StateError when it is not well."""
    health = read_health(app.state_path, app.config.schedule, now=app.clock.now())
    if not health.ok:
        raise StateError(health.message)
    click.echo(health.message)
