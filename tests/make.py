"""Makers: say only what the test is about, default the rest."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from wsss_bot.domain import (
    ArxivId,
    Candidate,
    Cell,
    CodeLink,
    Entry,
    Facts,
    Neighbour,
    Paper,
    Polled,
    Role,
    Row,
    Score,
    Term,
    Venue,
)


def a_paper(
    arxiv_id: str = "2405.01234",
    *,
    title: str = "A paper",
    abstract: str = "",
    authors: Sequence[str] = (),
    comment: str | None = None,
    journal_ref: str | None = None,
    version: int = 1,
    submitted_at: datetime = datetime(2024, 5, 2, tzinfo=UTC),
    categories: Sequence[str] = ("cs.CV",),
) -> Paper:
    return Paper(
        arxiv_id=ArxivId(arxiv_id),
        title=title,
        abstract=abstract,
        submitted_at=submitted_at,
        version=version,
        authors=tuple(authors),
        primary_category=categories[0],
        categories=tuple(categories),
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


def a_candidate(
    arxiv_id: str = "2405.01234",
    *,
    title: str = "A paper",
    abstract: str = "",
    comment: str | None = None,
    value: float = 0.9,
    row: str | None = None,
    section: str = "",
    cells: Mapping[Role, Cell] | None = None,
    terms: Sequence[str] = (),
    nearest: Sequence[Entry] = (),
) -> Candidate:
    paper = a_paper(arxiv_id, title=title, abstract=abstract, comment=comment)
    return Candidate(
        paper=paper,
        facts=Facts(arxiv_id=paper.arxiv_id, title=title, submitted_on=paper.submitted_at.date()),
        score=Score(
            value=value,
            recipe="a recipe",
            trained_on="a digest",
            terms=tuple(Term(text=text, push=1.0) for text in terms),
            nearest=tuple(Neighbour(entry=entry, similarity=0.5) for entry in nearest),
        ),
        row=Row(
            markdown=f"| {title} | https://arxiv.org/abs/{arxiv_id} |" if row is None else row,
            cells=cells or {},
        ),
        section=section,
    )


def a_poll(
    papers: int = 712,
    *,
    first_on: date | None = date(2022, 4, 4),
    last_on: date | None = date(2022, 4, 11),
    missing: str = "",
) -> Polled:
    return Polled(
        papers=papers,
        first_on=first_on,
        last_on=last_on,
        categories=("cs.CV",),
        complete=not missing,
        missing=missing,
    )


def some_facts(
    arxiv_id: str = "2201.00123",
    *,
    title: str = "A New Paper on Weak Segmentation",
    on: date = date(2022, 1, 5),
    method: str | None = "NewNet",
    venue: Venue | None = None,
    code: tuple[CodeLink, ...] = (),
    abstract: str = "",
) -> Facts:
    return Facts(
        arxiv_id=ArxivId(arxiv_id),
        title=title,
        submitted_on=on,
        method=method,
        venue=venue,
        code=code,
        sources={"venue": "the authors' comment"},
        abstract=abstract,
    )


def a_key() -> str:
    """The private key of a GitHub App."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
