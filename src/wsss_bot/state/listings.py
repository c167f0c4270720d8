"""Official listings in the state file: the papers of conferences, and how each source answered."""

import json
import zlib
from datetime import datetime
from typing import Any

from wsss_bot.domain import ArxivId, Venue
from wsss_bot.sources.proceedings.kept import Look, Place
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper
from wsss_bot.state.database import Database, as_json, as_text, as_time, as_time_or_none


class Listings:
    """What was read of conferences, one listing for each place that lists one."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def look(self, place: Place) -> Look | None:
        """Return when a place was asked, and what came of it; None: never."""
        rows = self._db.execute(
            "SELECT asked_at, read_at, failure, failing_since, is_absent, news_at FROM listings "
            "WHERE conference = ? AND year = ? AND source = ?",
            _key(place),
        )
        for asked_at, read_at, failure, failing_since, is_absent, news_at in rows:
            return Look(
                asked_at=as_time(asked_at),
                read_at=as_time_or_none(read_at),
                failure=failure,
                failing_since=as_time_or_none(failing_since),
                is_absent=bool(is_absent),
                news_at=as_time_or_none(news_at),
            )
        return None

    def keep(self, place: Place, look: Look, listing: Listing | None) -> None:
        """Remember how a place answered; without a listing the one from before stays."""
        papers = None if listing is None else zlib.compress(as_json(_rows(listing)).encode())
        self._db.execute(
            "INSERT INTO listings (conference, year, source, asked_at, read_at, failure, "
            "failing_since, is_absent, news_at, papers, abstracts) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (conference, year, source) DO UPDATE SET asked_at = excluded.asked_at, "
            "read_at = excluded.read_at, failure = excluded.failure, "
            "failing_since = excluded.failing_since, is_absent = excluded.is_absent, "
            "news_at = excluded.news_at, papers = coalesce(excluded.papers, papers), "
            "abstracts = iif(excluded.papers IS NULL, abstracts, excluded.abstracts)",
            (
                *_key(place),
                as_text(look.asked_at),
                as_text(look.read_at) if look.read_at else None,
                look.failure,
                as_text(look.failing_since) if look.failing_since else None,
                look.is_absent,
                as_text(look.news_at) if look.news_at else None,
                papers,
                _abstracts(listing),
            ),
        )

    def abstracts(self, place: Place) -> tuple[str, ...]:
        """Return the abstracts of a listing, in the order of its papers; empty: it gave none."""
        rows = self._db.execute(
            "SELECT abstracts FROM listings "
            "WHERE conference = ? AND year = ? AND source = ? AND abstracts IS NOT NULL",
            _key(place),
        )
        return tuple(json.loads(zlib.decompress(rows[0][0]))) if rows else ()

    def news_at(self) -> datetime | None:
        """Return when any listing last had papers that it did not have before."""
        [(at,)] = self._db.execute("SELECT max(news_at) FROM listings")
        return as_time_or_none(at)

    def find(self, place: Place) -> Listing | None:
        """Return the listing that a place gave, or None."""
        rows = self._db.execute(
            "SELECT papers FROM listings "
            "WHERE conference = ? AND year = ? AND source = ? AND papers IS NOT NULL",
            _key(place),
        )
        for (papers,) in rows:
            rows = json.loads(zlib.decompress(papers))
            return Listing(
                conference=place.conference,
                year=place.year,
                papers=tuple(_paper(row, place) for row in rows),
            )
        return None


def _key(place: Place) -> tuple[str, int, str]:
    return place.conference, place.year, place.source


def _abstracts(listing: Listing | None) -> bytes | None:
    texts = [paper.abstract for paper in listing.papers] if listing else []
    return zlib.compress(as_json(texts).encode()) if any(texts) else None


def _rows(listing: Listing) -> list[list[Any]]:
    """Return the papers in as few words as can be; abstracts are kept beside them."""
    return [
        [p.title, p.authors, p.venue.kind, p.link, p.pdf, p.arxiv_id, p.doi, p.track]
        for p in listing.papers
    ]


def _paper(row: list[Any], place: Place) -> ProceedingsPaper:
    title, authors, kind, link, pdf, arxiv_id, doi, track = row
    return ProceedingsPaper(
        title=title,
        authors=tuple(authors),
        venue=Venue(name=place.conference, year=place.year, kind=kind),
        link=link,
        pdf=pdf,
        arxiv_id=ArxivId(arxiv_id) if arxiv_id else None,
        doi=doi,
        track=track,
        source=place.source,
    )
