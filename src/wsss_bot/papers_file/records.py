"""Papers from a file in the format of the public arXiv metadata snapshot: a JSON object a line."""

import gzip
import io
import logging
import sys
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar, cast

import msgspec
import orjson

from wsss_bot.domain import ArxivId, Paper
from wsss_bot.errors import PapersError
from wsss_bot.text import escape
from wsss_bot.text.arxiv_ids import parse_arxiv_id
from wsss_bot.text.authors import split_names

log = logging.getLogger(__name__)

_GZIP_MAGIC = b"\x1f\x8b"
_MIDDLE_OF_MONTH = 15
_BATCH_BYTES = 2 << 20
LONGEST_LINE = 16 << 20
"""In bytes, unpacked: the longest record of the snapshot has 100 kB."""
_MOST_SAID = 10
"""Of so many lines that are left out it is said why."""
_MOST_OF_A_REASON = 200
"""In characters: a reason quotes what was found, which may be long."""
_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Some lines of a file of papers, as they stand there."""

    first: int
    """The number of the first of them, counted from 1."""
    block: bytes
    """All of them, one piece: other processes part them."""

    @cached_property
    def text(self) -> list[bytes]:
        """Return each line; after the last line end stands an empty one."""
        return self.block.split(b"\n")


class Elsewhere(NamedTuple):
    """A paper of other categories than those asked for; nothing else of it was parsed."""

    arxiv_id: ArxivId
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A line that is no paper, and why."""

    reason: str


Found = Paper | Elsewhere | Unreadable


def read_papers(
    path: str,
    *,
    keep_going: bool = False,
    categories: Collection[str] = (),
    named: Collection[ArxivId] = (),
) -> Iterator[Paper]:
    """Yield the papers in the file at `path` ('-' is standard input; gzip is recognised).

    With `categories`: only the papers in one of them, cross-lists included, those that do not
    say, and those that are `named`. A line that cannot be read raises PapersError with its number;
    with `keep_going` it is logged and left out. A file that is not there, or not readable, raises
    PapersError.
    """
    parsed = (
        found for lines in read_lines(path) for found in parse_lines(lines, categories, named)
    )
    for _, found in readable(parsed, path, keep_going=keep_going):
        if isinstance(found, Paper):
            yield found


def read_lines(
    path: str, *, on_progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Iterator[Lines]:
    """Yield the lines of the file at `path` in batches of some 2 MB.

    `on_progress` is told how many bytes of how many are read, where that is known. Raises
    PapersError for a file that is not there, or not readable, and for a line that is longer than
    `LONGEST_LINE`: a small packed file may hold one that fits into no memory.
    """
    number = 1
    try:
        with ExitStack() as opened:
            lines, packed = _open(path, opened)
            size = 0 if path == "-" else Path(path).stat().st_size
            while block := lines.read(_BATCH_BYTES):
                block += lines.readline(LONGEST_LINE + 1 - _length_of_last(block))
                if _length_of_last(block) > LONGEST_LINE:
                    longest = number + block.count(b"\n")
                    raise PapersError(
                        f"line {longest} of {name_of(path)} is longer than "
                        f"{LONGEST_LINE >> 20} MB, as no record of a paper is"
                    )
                yield Lines(first=number, block=block)
                number += block.count(b"\n")
                if size:
                    on_progress(packed.tell(), size)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PapersError(
            f"cannot read the papers in {name_of(path)}: {reason}; "
            "expected JSON lines in the format of the arXiv metadata snapshot, plain or gzip"
        ) from error


def _length_of_last(block: bytes) -> int:
    """Return how long the last line is as far as it was read; 0 after a line end."""
    return len(block) - block.rfind(b"\n") - 1


def comes_once(path: str) -> bool:
    """Say whether what is read at `path` is gone then, as with standard input and pipes."""
    file = Path(path)
    return path == "-" or (file.exists() and not file.is_file() and not file.is_dir())


def parse_lines(
    lines: Lines, categories: Collection[str] = (), named: Collection[ArxivId] = ()
) -> Iterator[tuple[int, Found]]:
    """Yield what stands on each line that is not blank, in order, and the line's number.

    With `categories`, of a paper in none of them only id and title are read, unless it is `named`.
    """
    wanted, whole = frozenset(categories), frozenset(named)
    for number, line in enumerate(lines.text, start=lines.first):
        if line.strip():
            try:
                yield number, _parsed(line, wanted, whole)
            except ValueError as error:
                yield number, Unreadable(reason=str(error))


def readable(
    found: Iterable[tuple[int, T | Unreadable]], path: str, *, keep_going: bool = False
) -> Iterator[tuple[int, T]]:
    """Yield what could be read; for the rest raise PapersError.

    With `keep_going` the first few of the rest are logged instead, and how many they are.
    """
    left_out = 0
    for number, each in found:
        if not isinstance(each, Unreadable):
            yield number, each
            continue
        reason = escape.cut(each.reason, _MOST_OF_A_REASON)
        sentence = f"line {number} of {name_of(path)} is not a paper: {reason}"
        if not keep_going:
            raise PapersError(
                f"{sentence}; mend the line, or leave such lines out with --keep-going"
            )
        left_out += 1
        if left_out <= _MOST_SAID:
            log.warning("%s; left out", sentence)
    if left_out:
        log.warning("%s: lines left out: %d", name_of(path), left_out)


def name_of(path: str) -> str:
    """Return how people call what is read at `path`."""
    return "standard input" if path == "-" else path


def _open(path: str, opened: ExitStack) -> tuple[IO[bytes], IO[bytes]]:
    """Open a file of lines of bytes, unpacked where it is packed; return it, and as it is packed.

    `opened` closes both.
    """
    if path == "-":
        file = cast("IO[bytes]", io.BufferedReader(cast("io.RawIOBase", sys.stdin.buffer)))
    else:
        file = opened.enter_context(Path(path).open("rb"))  # noqa: SIM115  # it is one
    if not cast("io.BufferedReader", file).peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC):
        return file, file
    return opened.enter_context(cast("IO[bytes]", gzip.open(file))), file


class _Brief(msgspec.Struct):
    """What is read of a paper of other categories: most of a snapshot, in half of the time."""

    id: Any = None
    title: Any = None
    categories: Any = None


_BRIEF = msgspec.json.Decoder(_Brief)


def _elsewhere(line: bytes, wanted: frozenset[str], whole: frozenset[ArxivId]) -> Elsewhere | None:
    """Return the paper if it is of other categories; None also where something is odd."""
    try:
        brief = _BRIEF.decode(line)
        categories = _categories(brief.categories)
        if not categories or not wanted.isdisjoint(categories):
            return None
        arxiv_id = _arxiv_id(brief.id)
        return None if arxiv_id in whole else Elsewhere(arxiv_id, _title(brief.title))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # the whole record tells why


def _parsed(line: bytes, wanted: frozenset[str], whole: frozenset[ArxivId]) -> Paper | Elsewhere:
    """Return the paper on one line; ValueError says what is missing or odd."""
    if wanted and (elsewhere := _elsewhere(line, wanted, whole)):
        return elsewhere
    try:
        record = orjson.loads(line)
        if not isinstance(record, dict):
            raise ValueError("expected a JSON object")
        return _paper(record)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg}, at character {error.colno})") from error
    except (LookupError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"a value is of another kind than expected ({error})") from error


def _paper(record: dict[str, Any]) -> Paper:
    """Return the paper in one record; ValueError, or what Python raises, for an odd one."""
    arxiv_id = _arxiv_id(record.get("id"))
    versions = record.get("versions") or []
    categories = _categories(record.get("categories"))
    submitted_at = _submitted_at(record, versions, str(arxiv_id))
    return Paper(
        arxiv_id=arxiv_id,
        title=_title(record.get("title")),
        abstract=" ".join(str(record.get("abstract") or "").split()),
        submitted_at=submitted_at,
        version=max(1, len(versions)),
        authors=_authors(record),
        primary_category=categories[0] if categories else "",
        categories=categories,
        updated_at=_updated_at(versions, submitted_at),
        comment=_optional(record, "comments"),
        journal_ref=_optional(record, "journal-ref"),
        doi=_optional(record, "doi"),
    )


def _arxiv_id(given: Any) -> ArxivId:
    return parse_arxiv_id(_text(given, "id"))[0]


def _title(given: Any) -> str:
    return " ".join(_text(given, "title").split())


def _categories(given: Any) -> tuple[str, ...]:
    """Return the categories: parted by spaces as in the snapshot, or as other copies of it do."""
    given = given or ""
    text = " ".join(given) if isinstance(given, list) else str(given)
    return tuple((text.replace(",", " ") if "," in text else text).split())


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


def _updated_at(versions: list[Any], submitted_at: datetime) -> datetime | None:
    """Return when the newest version came; None where no version is recorded."""
    if len(versions) > 1:
        return _created(versions[-1])
    return submitted_at if versions else None


def _created(version: Any) -> datetime:
    # As in the snapshot; the general way takes four times as long.
    with suppress(AttributeError, KeyError, TypeError, ValueError):
        _, day, month, year, time, zone = version["created"].split()
        if zone == "GMT":
            return datetime.fromisoformat(f"{year}-{_MONTHS[month]}-{day:>02}T{time}+00:00")
    try:
        created = parsedate_to_datetime(version["created"])
        return created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"a version without a date such as 'Mon, 2 Apr 2007 19:18:42 GMT': {version!r}"
        ) from error


def _authors(record: dict[str, Any]) -> tuple[str, ...]:
    parsed = record.get("authors_parsed")
    if parsed:
        # Each is [family name, given names, suffix].
        return tuple(
            " ".join(map(str, filter(None, (*name[1:2], *name[:1], *name[2:])))) for name in parsed
        )
    authors = record.get("authors")
    return split_names(authors) if authors else ()


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"no {key!r}")
    return value


def _optional(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None
