"""Commands that say how the bot is, and change what it remembers."""

import click

from wsss_bot import show
from wsss_bot.cli.options import with_config, with_json
from wsss_bot.errors import ConfigError
from wsss_bot.show.lines import print_lines


@click.command()
@with_json
@with_config
def doctor(*, config_path: str | None, as_json: bool) -> None:
    """Say whether the bot can read and write what it needs; exit code 1 if not."""
    from wsss_bot.commands.doctor import examine
    from wsss_bot.show import runs

    checks = []
    for check in examine(config_path):
        checks.append(check)
        if not as_json:
            print_lines([runs.check(check)])
    if as_json:
        click.echo(show.as_json([runs.check_json(check) for check in checks]))
    failed = [check for check in checks if not check.ok]
    if wrong := sum(not check.is_repeated for check in failed):
        rest = f", and because of that {left} more" if (left := len(failed) - wrong) else ""
        raise ConfigError(f"{wrong} of {len(checks)} checks failed{rest}")


@click.command()
@with_json
@with_config
def status(*, config_path: str | None, as_json: bool) -> None:
    """Say what waits, how the last runs went, and when each job is due."""
    from wsss_bot import app as wiring
    from wsss_bot.commands.status import read_status
    from wsss_bot.show import runs

    found = read_status(wiring.load_config(config_path))
    if as_json:
        click.echo(show.as_json(runs.status_json(found)))
    else:
        print_lines(runs.status(found))


@click.command()
@click.argument("arxiv_id", metavar="ID")
@with_config
def forget(*, arxiv_id: str, config_path: str | None) -> None:
    """Let a refused paper be proposed again."""
    from wsss_bot import app as wiring
    from wsss_bot.commands import status as state

    forgotten, known = state.forget(wiring.load_config(config_path), arxiv_id)
    was = "" if known else " (nothing was decided about it)"
    click.echo(f"{forgotten} may be proposed again{was}")
