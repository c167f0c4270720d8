"""Code repositories in the state file: what GitHub said of each, asked once."""

import json
from dataclasses import asdict
from datetime import datetime

from wsss_bot.domain import Repository
from wsss_bot.state.database import Database, as_json, as_text, as_time


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
            "INSERT INTO repositories (url, answer, asked_at, gone_since) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (url) DO UPDATE SET answer = excluded.answer, "
            "asked_at = excluded.asked_at, "
            "gone_since = iif(excluded.gone_since IS NULL, NULL, "
            "coalesce(gone_since, excluded.gone_since))",
            (
                url,
                as_json(asdict(repository)),
                as_text(at),
                None if repository.exists else as_text(at),
            ),
        )

    def gone(self) -> dict[str, tuple[datetime, datetime]]:
        """Return the addresses where nothing was found, with the first and the last such time."""
        rows = self._db.execute(
            "SELECT url, gone_since, asked_at FROM repositories WHERE gone_since IS NOT NULL"
        )
        return {url: (as_time(since), as_time(asked)) for url, since, asked in rows}
