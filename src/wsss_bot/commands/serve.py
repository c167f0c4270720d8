"""`serve`: stay up, and do each job when it is due."""

from wsss_bot.app import App
from wsss_bot.errors import ConfigError
from wsss_bot.service.serve import serve as stay_up


def serve(app: App, config_path: str | None) -> None:
    """Do each job when it is due, in processes that read the config at `config_path`.

    Returns after SIGTERM or SIGINT. Raises ConfigError and StateError where it cannot begin.
    """
    if not app.config.list.repository:
        raise ConfigError(
            "serve proposes on GitHub, and [list] repository is empty; for a list on this machine "
            "use `wsss-bot preview`, and `wsss-bot add --write` to add rows"
        )
    stay_up(app.config.schedule, app.state_path, config_path, now=app.clock.now)
