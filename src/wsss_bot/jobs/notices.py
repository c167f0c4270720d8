"""One message to people who asked for it: a pull request is open, or a job failed twice."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from wsss_bot.app import App
from wsss_bot.state import Run, Store
from wsss_bot.text.escape import cut, one_line

log = logging.getLogger(__name__)

OPENED = "{list}: pull request {number} waits for you"
OPENED_BODY = "{title}\n{url}"
FAILED = "{list}: {job} failed twice"
FAILED_BODY = "{failure}\n`wsss-bot status` says more."
FAILURES = 2
"""After so many failures in a row people are told, once."""
_LONGEST = 300


@contextmanager
def noticed(
    app: App, state: Store, name: str, *, tell: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Send what is worth a message after a recorded run of the job `name` inside.

    With `tell` it is only said what would be sent. Whatever goes wrong is logged.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException:
        _send(app, state, name, tell)
        raise
    _send(app, state, name, tell)


def _send(app: App, state: Store, name: str, tell: Callable[[str], None] | None) -> None:
    if not app.config.report.notify:
        return
    try:
        where = app.config.list.repository or app.config.list.path
        if found := notice_of(state.runs.since_last(name), where):
            title, body = found
            if tell is not None:
                tell(f"would send a notice: {title}")
            else:
                app.send_notice(title=title, body=body)
    except Exception as error:  # noqa: BLE001  # no run is worth less than a message about it
        log.warning("no notice was sent: %s", type(error).__name__)


def notice_of(runs: Sequence[Run], where: str) -> tuple[str, str] | None:
    """Return title and text of the message that the last of some runs is worth; None: none.

    `runs` are the last run of a job that ended well, and all after it, in order.
    """
    done = [run for run in runs if run.finished_at is not None]
    if not done:
        return None
    last = done[-1]
    failed = [run for run in done if run.failure]
    if last.failure:
        if len(failed) != FAILURES:
            return None
        title = FAILED.format(list=where, job=last.job)
        return title, FAILED_BODY.format(failure=cut(one_line(last.failure), _LONGEST))
    pull, opened = last.report.get("pull_request"), last.report.get("opened")
    if not (pull and opened):
        return None
    body = OPENED_BODY.format(title=one_line(str(opened)), url=pull["url"])
    return OPENED.format(list=where, number=pull["number"]), body
