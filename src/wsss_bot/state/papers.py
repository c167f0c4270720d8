"""Papers in the state file: every one that was ever polled, in its newest version."""

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from wsss_bot.domain import ArxivId, Paper
from wsss_bot.state.database import Database, as_json, as_text, as_time, as_time_or_none

_COLUMNS = (
    "arxiv_id, version, title, abstract, authors, primary_category, categories, submitted_at, "
    "updated_at, comment, journal_ref, doi"
)
_MOST_VALUES = 500


class Papers:
    """The papers that the bot knows.

    The stream are those of the `categories` of a list (none: of all): others may be known, too, as
    listed papers, or because other lists share the file.
    """

    def __init__(self, db: Database, categories: Collection[str] = ()) -> None:
        self._db = db
        self._categories = tuple(categories)

    def keep(self, papers: Iterable[Paper], *, at: datetime) -> None:
        """Write these papers, new ones and those that changed; `at` is when they were seen."""
        found = list(papers)
        with self._db.transaction():
            self._db.execute_many(
                f"INSERT INTO papers ({_COLUMNS}, seen_at, changed_at) "  # noqa: S608  # no outside text
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (arxiv_id) DO UPDATE SET version = excluded.version, "
                "title = excluded.title, abstract = excluded.abstract, "
                "authors = excluded.authors, primary_category = excluded.primary_category, "
                "categories = excluded.categories, submitted_at = excluded.submitted_at, "
                "updated_at = excluded.updated_at, comment = excluded.comment, "
                "journal_ref = excluded.journal_ref, doi = excluded.doi, "
                "changed_at = excluded.changed_at",
                ((*_values(paper), as_text(at), as_text(at)) for paper in found),
            )
            self._db.execute_many(
                "DELETE FROM in_category WHERE arxiv_id = ?", ((paper.arxiv_id,) for paper in found)
            )
            self._db.execute_many(
                "INSERT OR IGNORE INTO in_category VALUES (?, ?, ?)",
                (
                    (category, as_text(paper.submitted_at), paper.arxiv_id)
                    for paper in found
                    for category in paper.categories
                ),
            )

    def find(self, ids: Collection[ArxivId]) -> dict[ArxivId, Paper]:
        """Return those of the papers that are known."""
        wanted, found = list(ids), {}
        for first in range(0, len(wanted), _MOST_VALUES):
            batch = wanted[first : first + _MOST_VALUES]
            places = ", ".join("?" * len(batch))
            for paper in self._select(f"WHERE arxiv_id IN ({places})", *batch):
                found[paper.arxiv_id] = paper
        return found

    def known_of(self, ids: Collection[ArxivId]) -> set[ArxivId]:
        """Return those of the ids whose papers are known."""
        wanted, known = list(ids), set()
        for first in range(0, len(wanted), _MOST_VALUES):
            batch = wanted[first : first + _MOST_VALUES]
            places = ", ".join("?" * len(batch))
            known |= self._ids(f"WHERE arxiv_id IN ({places})", *batch)
        return known

    def known_ids(self) -> set[ArxivId]:
        """Return the ids of all papers."""
        return {ArxivId(row[0]) for row in self._db.execute("SELECT arxiv_id FROM papers")}

    def titles(self, *, seen_since: datetime) -> list[tuple[ArxivId, str, tuple[str, ...]]]:
        """Return id, title and authors of the papers that the bot first knew then or later."""
        rows = self._db.execute(
            "SELECT arxiv_id, title, authors FROM papers WHERE seen_at >= ?", (as_text(seen_since),)
        )
        return [(ArxivId(i), title, tuple(json.loads(authors))) for i, title, authors in rows]

    def newest(self, most: int, *, since: datetime, until: datetime) -> tuple[Paper, ...]:
        """Return the last `most` papers submitted from `since` to before `until`, latest first."""
        stream, values = self._stream(since, until)
        return self._select(
            f"WHERE {stream} ORDER BY submitted_at DESC, arxiv_id LIMIT {most:d}", *values
        )

    def newest_ids(self, most: int, *, since: datetime, until: datetime) -> list[ArxivId]:
        """Return the ids of what `newest` returns."""
        stream, values = self._stream(since, until)
        rows = self._db.execute(
            f"SELECT arxiv_id FROM papers WHERE {stream} "  # noqa: S608  # no outside text
            f"ORDER BY submitted_at DESC, arxiv_id LIMIT {most:d}",
            values,
        )
        return [ArxivId(row[0]) for row in rows]

    def ids_changed_after(self, moment: datetime) -> set[ArxivId]:
        """Return the ids of the papers that came or changed after `moment`."""
        return self._ids("WHERE changed_at > ?", as_text(moment))

    def ids_submitted(self, *, since: datetime, until: datetime) -> list[ArxivId]:
        """Return the ids of the papers submitted from `since` to before `until`, in order.

        The papers of proceedings that were found for the list until then are among them, whatever
        their date; those that came to arXiv since under their arXiv id.
        """
        stream, values = self._stream(since, until)
        rows = self._db.execute(
            f"SELECT arxiv_id FROM papers WHERE {stream} "  # noqa: S608  # no outside text
            "OR arxiv_id IN "
            "(SELECT coalesce(arxiv_id, page) FROM discovered WHERE found_at <= ?) "
            "ORDER BY submitted_at, arxiv_id",
            (*values, as_text(until)),
        )
        return [ArxivId(row[0]) for row in rows]

    def count_submitted(
        self, *, since: datetime | None, until: datetime
    ) -> tuple[int, date | None, date | None]:
        """Return how many papers were submitted, and the first and the last day of it."""
        stream, values = self._stream(since, until)
        [(count, first, last)] = self._db.execute(
            f"SELECT count(*), min(submitted_at), max(submitted_at) FROM papers WHERE {stream}",  # noqa: S608
            values,
        )
        days = [as_time(text).date() if text else None for text in (first, last)]
        return int(count), days[0], days[1]

    def ids_in(self, category: str, *, since: datetime, until: datetime) -> set[ArxivId]:
        """Return the ids of the papers of a category submitted from `since` to before `until`."""
        rows = self._db.execute(
            "SELECT arxiv_id FROM in_category "
            "WHERE category = ? AND submitted_at >= ? AND submitted_at < ?",
            (category, as_text(since), as_text(until)),
        )
        return {ArxivId(row[0]) for row in rows}

    def count_seen_since(self, moment: datetime) -> int:
        """Return how many papers of the stream the bot first knew at `moment` or later."""
        return len(self.ids_seen_since(moment))

    def ids_seen_since(self, moment: datetime) -> list[ArxivId]:
        """Return the ids of the papers of the stream that the bot first knew then or later."""
        places = ", ".join("?" * len(self._categories))
        inside = f"AND arxiv_id IN (SELECT arxiv_id FROM in_category WHERE category IN ({places}))"  # noqa: S608
        rows = self._db.execute(
            "SELECT arxiv_id FROM papers WHERE seen_at >= ? "  # noqa: S608
            f"{inside if self._categories else ''} ORDER BY seen_at, arxiv_id",
            (as_text(moment), *self._categories),
        )
        return [ArxivId(row[0]) for row in rows]

    def _stream(self, since: datetime | None, until: datetime) -> tuple[str, tuple[str, ...]]:
        """Return the condition for the stream from `since` to before `until`, and its values."""
        span = (as_text(since) if since else "", as_text(until))
        if not self._categories:
            return "submitted_at >= ? AND submitted_at < ?", span
        places = ", ".join("?" * len(self._categories))
        inside = (
            "arxiv_id IN (SELECT arxiv_id FROM in_category "  # noqa: S608  # no outside text
            f"WHERE category IN ({places}) AND submitted_at >= ? AND submitted_at < ?)"
        )
        return inside, (*self._categories, *span)

    def changed_since(self, moment: datetime) -> tuple[Paper, ...]:
        """Return the papers whose text, comment or journal changed at `moment` or later."""
        return self._select(
            "WHERE changed_at >= ? AND changed_at > seen_at ORDER BY changed_at, arxiv_id",
            as_text(moment),
        )

    def _ids(self, condition: str, *values: str) -> set[ArxivId]:
        rows = self._db.execute(f"SELECT arxiv_id FROM papers {condition}", values)  # noqa: S608
        return {ArxivId(row[0]) for row in rows}

    def _select(self, condition: str, *values: str) -> tuple[Paper, ...]:
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM papers {condition}", values)  # noqa: S608
        return tuple(_paper(row) for row in rows)


def _values(paper: Paper) -> tuple[Any, ...]:
    return (
        paper.arxiv_id,
        paper.version,
        paper.title,
        paper.abstract,
        as_json(paper.authors),
        paper.primary_category,
        as_json(paper.categories),
        as_text(paper.submitted_at),
        as_text(paper.updated_at) if paper.updated_at else None,
        paper.comment,
        paper.journal_ref,
        paper.doi,
    )


def _paper(row: tuple[Any, ...]) -> Paper:
    return Paper(
        arxiv_id=ArxivId(row[0]),
        version=row[1],
        title=row[2],
        abstract=row[3],
        authors=tuple(json.loads(row[4])),
        primary_category=row[5],
        categories=tuple(json.loads(row[6])),
        submitted_at=as_time(row[7]),
        updated_at=as_time_or_none(row[8]),
        comment=row[9],
        journal_ref=row[10],
        doi=row[11],
    )
