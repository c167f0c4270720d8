"""A file for a year that none of the others is for, made like the newest."""

import re
from pathlib import PurePosixPath

from wsss_bot.awesome_list.layouts.blocks import split_lines
from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.several.file_names import YEAR

_HEADING = re.compile(r"#{1,6}\s")


def path_for_year(path: str, year: int) -> str:
    """Return the path of a file for a year, after that of another year; empty: that names none."""
    name = PurePosixPath(path).name
    if not YEAR.search(name):
        return ""
    return path.removesuffix(name) + YEAR.sub(str(year), name)


def text_for_year(text: str, listing: Listing, year: int, row: str) -> str:
    """Return the text of a file with one row: the headings and table head above a listing's rows.

    What else is said above them is about another year.
    """
    lines = split_lines(text)
    head = listing.layout.header_lines(listing)
    kept = [
        YEAR.sub(str(year), line) if _HEADING.match(line) else line
        for number, line in enumerate(lines[: listing.rows[0].at.start])
        if number in head or _HEADING.match(line) or not line.strip()
    ]
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    above = re.sub(r"(?:\r?\n){3,}", end * 2, "".join(kept).lstrip())
    return above + row.replace("\n", end) + end
