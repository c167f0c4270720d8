"""`poll`: read what is new on arXiv, and keep it for the next run."""

from wsss_bot import show
from wsss_bot.app import App
from wsss_bot.jobs.job import begun, dashboard_kept
from wsss_bot.jobs.notices import noticed
from wsss_bot.jobs.polling import poll as poll_arxiv
from wsss_bot.show import runs
from wsss_bot.show.lines import print_lines


def poll(app: App, *, as_json: bool) -> None:
    """Poll and print what that brought. Raises ArxivError, also where something is missing."""
    with begun(app) as job, noticed(app, job.state, "poll"), dashboard_kept(job):
        brought = poll_arxiv(job)
    if as_json:
        show.print_json(brought.as_json())
    else:
        print_lines(runs.poll_lines(brought))
    if brought.failure is not None:
        raise brought.failure
