"""Papers from a file in the format of the public arXiv metadata snapshot: a JSON object a line."""

import gzip
import io
import logging
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any, cast

import orjson

from wsss_bot.arxiv_ids import parse_arxiv_id
from wsss_bot.domain import Paper
from wsss_bot.errors import PapersError

log = logging.getLogger(__name__)

_GZIP_MAGIC = b"\x1f\x8b"
_MIDDLE_OF_MONTH = 15


def read_papers(path: str, *, keep_going: bool = False) -> Iterator[Paper]:
    """Yield the papers in the file at `path` ('-' is standard input; gzip is recognised).

    A line that cannot be read raises PapersError with its number; with `keep_going` it is logged
    and left out. A file that is not there, or not readable, raises PapersError.
    """
    name = "standard input" if path == "-" else path
    left_out = 0
    try:
        with _open(path) as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    yield _parsed(line)
                except ValueError as error:
                    sentence = f"line {number} of {name} is not a paper: {error}"
                    if not keep_going:
                        raise PapersError(
                            f"{sentence}; mend the line, or leave such lines out with --keep-going"
                        ) from error
                    left_out += 1
                    log.warning("%s; left out", sentence)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PapersError(
            f"cannot read the papers in {name}: {reason}; "
            "expected JSON lines in the format of the arXiv metadata snapshot, plain or gzip"
        ) from error
    if left_out:
        log.warning("%s: lines left out: %d", name, left_out)


def _open(path: str) -> IO[bytes]:
    """Open a file of lines of bytes, unpacked where it is packed."""
    if path == "-":
        given = io.BufferedReader(cast("io.RawIOBase", sys.stdin.buffer))
        packed = given.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC)
        return cast("IO[bytes]", gzip.open(given)) if packed else given
    file = Path(path).open("rb")  # noqa: SIM115  # handed to the caller, who closes it
    magic = file.read(len(_GZIP_MAGIC))
    file.seek(0)
    if magic == _GZIP_MAGIC:
        # A GzipFile closes only what it opened itself.
        file.close()
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return file


def _parsed(line: bytes) -> Paper:
    """Return the paper on one line; ValueError says what is missing or odd."""
    try:
        return _paper(orjson.loads(line))
    except orjson.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error})") from error
    except (LookupError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"a value is of another kind than expected ({error})") from error


def _paper(record: Any) -> Paper:
    """Return the paper in one record; ValueError, or what Python raises, for an odd one."""
    if not isinstance(record, dict):
        raise ValueError("expected a JSON object")
    arxiv_id, _ = parse_arxiv_id(_text(record, "id"))
    versions = record.get("versions") or []
    categories = tuple(str(record.get("categories") or "").split())
    return Paper(
        arxiv_id=arxiv_id,
        title=" ".join(_text(record, "title").split()),
        abstract=" ".join(str(record.get("abstract") or "").split()),
        submitted_at=_submitted_at(record, versions, str(arxiv_id)),
        version=max(1, len(versions)),
        authors=_authors(record),
        primary_category=categories[0] if categories else "",
        categories=categories,
        updated_at=_created(versions[-1]) if versions else None,
        comment=_optional(record, "comments"),
        journal_ref=_optional(record, "journal-ref"),
        doi=_optional(record, "doi"),
    )


def _submitted_at(record: dict[str, Any], versions: list[Any], arxiv_id: str) -> datetime:
    """Return when version 1 came: as recorded, else from the date of update, else from the id."""
    if versions:
        return _created(versions[0])
    if updated := record.get("update_date"):
        day = date.fromisoformat(str(updated))
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    year_month = arxiv_id.rpartition("/")[2][:4]
    year = int(year_month[:2])
    # Old ids begin in 1991 ('hep-th/9108001').
    century = 1900 if year > 90 else 2000
    return datetime(century + year, int(year_month[2:]), _MIDDLE_OF_MONTH, tzinfo=UTC)


def _created(version: Any) -> datetime:
    try:
        return parsedate_to_datetime(version["created"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"a version without a date such as 'Mon, 2 Apr 2007 19:18:42 GMT': {version!r}"
        ) from error


def _authors(record: dict[str, Any]) -> tuple[str, ...]:
    parsed = record.get("authors_parsed")
    if parsed:
        # Each is [family name, given names, suffix].
        return tuple(
            " ".join(str(part) for part in (*name[1:2], *name[:1], *name[2:]) if part)
            for name in parsed
        )
    authors = record.get("authors")
    return tuple(name.strip() for name in authors.split(",")) if authors else ()


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"no {key!r}")
    return value


def _optional(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None
