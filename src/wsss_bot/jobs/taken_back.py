"""Note on the forge which refusals were taken back, so that this outlives the state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from wsss_bot.app import App
from wsss_bot.domain import ArxivId
from wsss_bot.jobs.settings import settings_of
from wsss_bot.old_rows.cells import CompletedCells
from wsss_bot.pull_request.new_rows import NewRows
from wsss_bot.pull_request.taking_back import take_back
from wsss_bot.pull_request.world import read_world
from wsss_bot.state import Store


def noted_on_forge(
    app: App, state: Store, forgotten: Mapping[ArxivId, datetime], *, now: datetime
) -> None:
    """Take the refusals of these papers out of the pull requests that hold them.

    Raises ConfigError, ListError and GitHubError, as the forge does; the next run then does it.
    """
    forge = app.forge()
    rows = settings_of(app, state, forge)
    cells = replace(rows, branch=app.config.refresh.branch, branch_key="[refresh] branch")
    take_back(forge, read_world(forge, rows, NewRows(), now=now), forgotten)
    take_back(forge, read_world(forge, cells, CompletedCells(cells.read), now=now), forgotten)
