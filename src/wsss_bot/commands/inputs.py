"""The files and days that a command was given to work on."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wsss_bot.errors import PapersError

if TYPE_CHECKING:
    from wsss_bot.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a command was told to work on; None: what the config says."""

    list_path: str | None = None
    papers: str | None = None
    corpus: str | None = None
    keep_going: bool = False
    since: date | None = None
    until: date | None = None

    @property
    def papers_path(self) -> str:
        """Return the path of the file of papers. Raises PapersError when none was given."""
        if self.papers is None:
            raise PapersError("no papers were given; name a file with --papers")
        return self.papers

    def list_name(self, config: "Config") -> str:
        """Return the path of the list's file."""
        return self.list_path or config.list.path

    def shown_name(self, config: "Config") -> str:
        """Return how a diff names the list's file: relative, and never the way to it."""
        path = self.list_name(config)
        is_elsewhere = Path(path).is_absolute() or ".." in Path(path).parts
        return Path(path).name if is_elsewhere else path
