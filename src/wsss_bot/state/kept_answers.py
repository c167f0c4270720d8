"""Answers of services beside arXiv in the state file, one for each paper that was asked about."""

from datetime import datetime

from wsss_bot.sources.kept_answers import Answer
from wsss_bot.state.database import Database, as_text, as_time


class Answers:
    """What services said of single papers, and which of them do not answer."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, service: str, key: str) -> Answer | None:
        """Return what a service last said of a paper; None: it was never asked."""
        rows = self._db.execute(
            "SELECT asked_at, body FROM answers WHERE service = ? AND key = ?", (service, key)
        )
        return next((Answer(asked_at=as_time(at), body=body) for at, body in rows), None)

    def keep(self, service: str, key: str, answer: Answer) -> None:
        """Remember what a service said of a paper."""
        self._db.execute(
            "INSERT OR REPLACE INTO answers (service, key, asked_at, body) VALUES (?, ?, ?, ?)",
            (service, key, as_text(answer.asked_at), answer.body),
        )

    def failing_since(self, service: str) -> datetime | None:
        """Return since when a service has not answered; None: it answers."""
        rows = self._db.execute(
            "SELECT since_at FROM failing_services WHERE service = ?", (service,)
        )
        return next((as_time(since) for (since,) in rows), None)

    def set_failing(self, service: str, since: datetime | None) -> None:
        """Remember since when a service has not answered, or that it does."""
        self._db.execute("DELETE FROM failing_services WHERE service = ?", (service,))
        if since is not None:
            self._db.execute(
                "INSERT INTO failing_services (service, since_at) VALUES (?, ?)",
                (service, as_text(since)),
            )
