"""`status`: what waits, how the last runs went, and when each job is due."""

from wsss_bot import show
from wsss_bot.app import App
from wsss_bot.service.status import status_of
from wsss_bot.show import runs
from wsss_bot.show.lines import print_lines


def status(app: App, *, as_json: bool) -> None:
    """Print what the state says of the bot. Raises StateError when there is none yet."""
    config = app.config
    with app.state_to_read() as state:
        found = status_of(
            state,
            config.schedule,
            wants_dashboard=config.report.dashboard,
            now=app.clock.now(),
        )
    if as_json:
        show.print_json(runs.status_json(found))
    else:
        print_lines(runs.status_lines(found))
