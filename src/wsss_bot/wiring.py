"""Where config and environment become the list, the papers and the ranking of a command.

Only `cli.py` calls this. The libraries that make a start slow are imported inside.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wsss_bot.arxiv_ids import parse_arxiv_id
from wsss_bot.config import Config, read_config
from wsss_bot.domain import Paper, Polled
from wsss_bot.errors import PapersError

if TYPE_CHECKING:
    from wsss_bot.awesome_list import AwesomeList
    from wsss_bot.pipeline.draft import Draft, Ranking

CONFIG = "config.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a command was told to work on; None: what the config says."""

    list_path: str | None = None
    papers: str | None = None
    corpus: str | None = None
    keep_going: bool = False
    since: date | None = None
    until: date | None = None


def load_config(path: str | None) -> Config:
    """Return the config at `path`; without one, config.toml of this folder, else the defaults."""
    if path is not None:
        return read_config(Path(path))
    return read_config(Path(CONFIG)) if Path(CONFIG).exists() else Config()


def open_list(config: Config, sources: Sources) -> "AwesomeList":
    """Read the list: a local file, or a file on GitHub."""
    from wsss_bot.awesome_list import read_list
    from wsss_bot.edges.local_list import read_list_file

    if sources.list_path or not config.list.repository:
        return read_list(read_list_file(list_name(config, sources)))
    from wsss_bot.edges.github import connect

    repository = connect(
        config.list.repository,
        token=os.environ.get("GITHUB_TOKEN", ""),
        api_url=config.github.api_url,
    )
    return read_list(repository.read_list(config.list.path, branch=config.list.branch))


def list_name(config: Config, sources: Sources) -> str:
    """Return the path of the list's file."""
    return sources.list_path or config.list.path


def read_papers(sources: Sources) -> list[Paper]:
    """Read the file of papers that the command was given."""
    from wsss_bot.edges import corpus

    if sources.papers is None:
        raise PapersError("no papers were given; name a file with --papers")
    return list(corpus.read_papers(sources.papers, keep_going=sources.keep_going))
