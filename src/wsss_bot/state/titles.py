"""Titles in the state file: which arXiv was asked for, and which papers have them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from wsss_bot.domain import ArxivId
from wsss_bot.state.database import Database, as_text


class Titles:
    """The titles of listed papers without an arXiv id, by `titles.title_key`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, title: str, arxiv_ids: Iterable[ArxivId], *, at: datetime) -> None:
        """Remember that arXiv was asked for a title, and its papers if there are any."""
        self._db.execute(
            "INSERT OR REPLACE INTO titles (title, asked_at, arxiv_ids) VALUES (?, ?, ?)",
            (title, as_text(at), " ".join(arxiv_ids)),
        )

    def due(self, titles: Collection[str], *, before: datetime) -> list[str]:
        """Return those titles that were never asked for, then those not asked for since `before`.

        The latter without the ones whose paper is known, longest ago first.
        """
        asked = {
            title: (asked_at, arxiv_ids)
            for title, asked_at, arxiv_ids in self._db.execute(
                "SELECT title, asked_at, arxiv_ids FROM titles"
            )
        }
        never = [title for title in titles if title not in asked]
        again = [
            (asked[title][0], title)
            for title in titles
            if title in asked and asked[title][0] < as_text(before) and not asked[title][1]
        ]
        return never + [title for _, title in sorted(again)]

    def found(self, titles: Collection[str]) -> set[ArxivId]:
        """Return the papers that arXiv has under these titles."""
        rows = self._db.execute("SELECT title, arxiv_ids FROM titles")
        return {ArxivId(i) for title, ids in rows if title in titles for i in ids.split()}
