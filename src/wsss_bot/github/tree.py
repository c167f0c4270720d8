"""The files beside a list on GitHub, as far as they are asked for."""

import logging
from collections.abc import Callable, Sequence
from functools import cached_property

from wsss_bot.errors import ConfigError, ListError

log = logging.getLogger(__name__)

MOST_READ = 40
"""So many files beside the list are read to find out how it is made."""


class FilesAt:
    """The files of a repository at a branch or commit, each asked for once, and so many at most."""

    def __init__(self, find: Callable[[], Sequence[str]], fetch: Callable[[str], str]) -> None:
        self._find, self._fetch = find, fetch
        self._texts: dict[str, str] = {}

    @cached_property
    def paths(self) -> Sequence[str]:
        """The path of every file; none where GitHub does not show them."""
        try:
            return self._find()
        except ConfigError as error:
            log.info("%s", error)
            return ()

    def read(self, path: str) -> str:
        """Return the text of a file; empty where it is no text, or too many were asked for."""
        if path not in self._texts:
            if len(self._texts) >= MOST_READ:
                return ""
            try:
                self._texts[path] = self._fetch(path)
            except (ConfigError, ListError) as error:
                log.info("%s", error)
                self._texts[path] = ""
        return self._texts[path]
