"""Makers: say only what the test is about, default the rest."""

from datetime import UTC, datetime

from wsss_bot.domain import ArxivId, Entry, Paper


def a_paper(
    arxiv_id: str = "2405.01234",
    *,
    title: str = "A paper",
    abstract: str = "",
    comment: str | None = None,
    journal_ref: str | None = None,
    version: int = 1,
    submitted_at: datetime = datetime(2024, 5, 2, tzinfo=UTC),
) -> Paper:
    return Paper(
        arxiv_id=ArxivId(arxiv_id),
        title=title,
        abstract=abstract,
        submitted_at=submitted_at,
        version=version,
        primary_category="cs.CV",
        categories=("cs.CV",),
        comment=comment,
        journal_ref=journal_ref,
    )


def an_entry(
    title: str = "A listed paper",
    *,
    line: int = 1,
    arxiv_id: str | None = None,
    method: str | None = None,
    venue: str | None = None,
    date: str | None = None,
) -> Entry:
    return Entry(
        line=line,
        title=title,
        arxiv_id=ArxivId(arxiv_id) if arxiv_id else None,
        method=method,
        venue=venue,
        date=date,
    )
