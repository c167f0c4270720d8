"""`run`: one whole run, on the forge."""

from datetime import UTC, date, datetime
from functools import partial

from wsss_bot import show
from wsss_bot.app import App
from wsss_bot.errors import ConfigError
from wsss_bot.jobs.job import begun_on_forge
from wsss_bot.jobs.propose import propose
from wsss_bot.jobs.rank import caches_of
from wsss_bot.show import runs
from wsss_bot.show.lines import print_lines, print_text


def run(app: App, *, dry_run: bool, as_json: bool, since: date | None = None) -> None:
    """Do one whole run and print what it did; in a dry run what would be written, and nothing is.

    `since` is the day of submission from which on papers are proposed, now and later.
    Raises ConfigError for a list on this machine, and the failure that did not stop the run.
    """
    if not app.config.list.repository:
        raise ConfigError(
            "run proposes on GitHub, and [list] repository is empty; for a list on this machine "
            "use `wsss-bot preview`, and `wsss-bot add --write` to add rows"
        )
    tell = partial(print_text, err=as_json)
    with begun_on_forge(app, "propose", dry_run=dry_run, tell=tell) as job:
        if since is not None:
            midnight = datetime(since.year, since.month, since.day, tzinfo=UTC)
            job.state.thresholds.set_first_look(midnight)
        caches = caches_of(app)
        report = propose(job, caches=caches.read_only() if dry_run else caches)
        job.finish(report.as_json(), report.failure)
    if as_json:
        show.print_json(report.as_json())
    else:
        if dry_run:
            print_text(report.diff)
        print_lines(runs.run_lines(report))
    if report.failure is not None:
        raise report.failure
