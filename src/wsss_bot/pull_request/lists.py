"""Which list a pull request belongs to: two lists may live in one repository.

Each has a branch of its own for its bot. Where two have the same, the second bot stops and names
another one: to go on would close the other's pull request, or answer for its readers.
"""

import re
from pathlib import PurePosixPath

from wsss_bot.errors import ConfigError, ListError
from wsss_bot.pull_request.forge import Forge, PullRequest
from wsss_bot.pull_request.kind import Settings
from wsss_bot.pull_request.memory import Memory, P


class Lists:
    """The lists of a repository, of which one on the branch `base` is the bot's own."""

    def __init__(self, forge: Forge, settings: Settings, base: str) -> None:
        self._forge, self._settings, self._base = forge, settings, base
        self._there: dict[tuple[str, str], bool] = {}

    def is_of_another(self, pull: PullRequest, memory: Memory[P] | None) -> bool:
        """Whether a pull request that ended belongs to another list.

        One under a name that no file has any more is that of our own list, before it got another
        name. Raises ListError for one of another list that is open, and ConfigError for one of
        our own that goes to another branch.
        """
        settings = self._settings
        path = (memory.path if memory else "") or settings.path
        base = (memory.base if memory else "") or self._base
        if pull.is_open and path == settings.path and pull.base != self._base:
            raise ConfigError(
                f"pull request {pull.number} of the bot goes to {pull.base} and not to "
                f"{self._base}; merge it, let it go to {self._base}, or close it (that refuses "
                "nothing)"
            )
        if path == settings.path and self._base in {base, pull.base}:
            return False
        if not self._is_there(path, base):
            return False
        if pull.is_open:
            raise ListError(
                f"pull request {pull.number} on the branch {settings.branch} belongs to another "
                f"list, {path}; give this one a branch of its own: {settings.branch_key} = "
                f'"{branch_for(settings.branch, settings.path)}" (if {path} has become '
                f"{settings.path}, merge pull request {pull.number} first, or close it, which "
                "refuses nothing)"
            )
        return True

    def _is_there(self, path: str, base: str) -> bool:
        if (path, base) not in self._there:
            self._there[path, base] = is_there(self._forge, path, base)
        return self._there[path, base]


def is_there(forge: Forge, path: str, base: str) -> bool:
    """Whether a branch holds a file."""
    try:
        forge.read(path, base)
    except ListError:
        return False
    return True


def branch_for(branch: str, path: str) -> str:
    """Return a name like `branch` for a branch that serves the list at `path` alone."""
    words = re.findall(r"[a-z0-9]+", str(PurePosixPath(path).with_suffix("")).casefold())
    return f"{branch}-{'-'.join(words) or 'list'}"
