"""Papers of proceedings in the state file: which were found, and under which id arXiv has them."""

from collections.abc import Collection
from datetime import datetime

from wsss_bot.domain import ArxivId
from wsss_bot.state.database import Database, as_text, as_time


class Discovered:
    """The papers that a listing brought to this list, and the listings that were searched."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, pages: Collection[ArxivId], *, at: datetime) -> None:
        """Remember papers of a listing; those that are known stay as they are."""
        self._db.execute_many(
            "INSERT OR IGNORE INTO discovered (page, found_at) VALUES (?, ?)",
            ((page, as_text(at)) for page in pages),
        )

    def pages(self) -> dict[ArxivId, ArxivId | None]:
        """Return each paper with the id under which arXiv has it now; None: it has not."""
        rows = self._db.execute("SELECT page, arxiv_id FROM discovered ORDER BY found_at, page")
        return {ArxivId(page): ArxivId(i) if i else None for page, i in rows}

    def set_arxiv_id(self, page: ArxivId, arxiv_id: ArxivId) -> None:
        """Remember that a paper came to arXiv."""
        self._db.execute("UPDATE discovered SET arxiv_id = ? WHERE page = ?", (arxiv_id, page))

    def searched_at(self, conference: str, year: int) -> datetime | None:
        """Return how new the listing was that was searched last; None: none was."""
        rows = self._db.execute(
            "SELECT news_at FROM searched WHERE conference = ? AND year = ?", (conference, year)
        )
        return as_time(rows[0][0]) if rows else None

    def set_searched(self, conference: str, year: int, *, news_at: datetime) -> None:
        """Remember that a listing was searched which had its last news then."""
        self._db.execute(
            "INSERT OR REPLACE INTO searched (conference, year, news_at) VALUES (?, ?, ?)",
            (conference, year, as_text(news_at)),
        )
