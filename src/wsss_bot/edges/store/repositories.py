"""Code repositories in the state file: what GitHub said of each, asked once."""

import json
from dataclasses import asdict
from datetime import datetime

from wsss_bot.domain import Repository
from wsss_bot.edges.store.database import Database, as_json, as_text


class Repositories:
    """What GitHub said about the repositories that code links point to."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, url: str) -> Repository | None:
        """Return what was said about the repository at `url`; None if nobody asked yet."""
        rows = self._db.execute("SELECT answer FROM repositories WHERE url = ?", (url,))
        if not rows:
            return None
        answer = json.loads(rows[0][0])
        return Repository(**(answer | {"languages": tuple(answer["languages"])}))

    def keep(self, url: str, repository: Repository, *, at: datetime) -> None:
        """Remember what was said about the repository at `url`."""
        self._db.execute(
            "INSERT OR REPLACE INTO repositories (url, answer, asked_at) VALUES (?, ?, ?)",
            (url, as_json(asdict(repository)), as_text(at)),
        )
