"""Which branches are free for the bot of a list, where another list's bot may be at work."""

import logging

from msgspec import structs

from wsss_bot.app import App
from wsss_bot.config import Config
from wsss_bot.errors import ConfigError, GitHubError
from wsss_bot.old_rows.text import CELLS
from wsss_bot.pull_request.lists import branch_for
from wsss_bot.pull_request.memory import PAPERS

log = logging.getLogger(__name__)


def with_own_branches(config: Config) -> Config:
    """Return a config whose branches no other list of its repository uses.

    Where GitHub cannot be asked they stay as they are: a run would say which ones it meets.
    """
    if not config.list.repository:
        return config
    path, rows, cells = config.list.path, config.pull_request.branch, config.refresh.branch
    try:
        forge = App.here(config).forge()
        of_rows = [PAPERS.read(body) for body in forge.bodies_from(rows)]
        of_cells = [CELLS.read(body) for body in forge.bodies_from(cells)]
    except (ConfigError, GitHubError) as error:
        log.info("%s", error)
        return config
    paths = {memory.path for memory in (*of_rows, *of_cells) if memory is not None}
    if not paths - {"", path}:
        return config
    return structs.replace(
        config,
        pull_request=structs.replace(config.pull_request, branch=branch_for(rows, path)),
        refresh=structs.replace(config.refresh, branch=branch_for(cells, path)),
    )
