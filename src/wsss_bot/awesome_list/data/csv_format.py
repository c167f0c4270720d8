"""Entries in CSV or TSV: a row each, below a row of headers."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from wsss_bot.awesome_list.data.records import Fields, Group, Record, UnreadableError


class CsvFormat:
    """Rows of values, divided by commas, semicolons or tabs."""

    separator = "\n"
    holds_texts = True
    has_kinds = False

    def __init__(self, divider: str = "") -> None:
        """Take the sign between two values; empty: the one that the headers show."""
        self._divider = divider

    def read(self, text: str) -> tuple[Group, ...]:
        """Return the rows of the file."""
        divider = self._divider or _divider(text)
        lines = list(_lines(text))
        rows = [(start, end, _values(text, start, end, divider)) for start, end in lines]
        rows = [row for row in rows if row[2]]
        if not rows:
            raise UnreadableError("this table has no row of headers")
        headers = [name.strip().removeprefix("\ufeff") for name in rows[0][2]]
        for start, _, values in rows[1:]:
            if len(values) != len(headers):
                line = text.count("\n", 0, start) + 1
                raise UnreadableError(
                    f"line {line} has {len(values)} values and the headers are {len(headers)}"
                )
        records = tuple(
            Record(start=start, end=end, fields=dict(zip(headers, values, strict=True)))
            for start, end, values in rows[1:]
        )
        return (Group(name=(), records=records),) if records else ()

    def written(self, fields: Fields, near: Sequence[Record], text: str) -> str:
        """Return a new row, its values in quotes where those near it have them."""
        divider = self._divider or _divider(text)
        raws = [text[one.start : one.end] for one in near]
        every = all(raw.startswith('"') and raw.endswith('"') for raw in raws)
        out = StringIO()
        writer = csv.writer(
            out,
            delimiter=divider,
            quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL,
            lineterminator="",
        )
        writer.writerow([str(value) for value in fields.values()])
        return out.getvalue()


def _values(text: str, start: int, end: int, divider: str) -> list[str]:
    try:
        return next(csv.reader(StringIO(text[start:end]), delimiter=divider), [])
    except csv.Error as error:  # as where a quote is never closed
        line = text.count("\n", 0, start) + 1
        raise UnreadableError(f"the row in line {line} is no CSV ({error})") from error


def _divider(text: str) -> str:
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each row begins and ends: a line end between quotes ends none."""
    for found in re.finditer(r'(?:[^"\r\n]|"[^"]*(?:"|\Z))+', text):
        yield found.start(), found.end()
