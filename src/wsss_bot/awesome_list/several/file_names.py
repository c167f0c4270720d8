"""What the names of a list's files say: a topic or a year, as a heading does."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from wsss_bot.awesome_list.model import Table

YEAR = re.compile(r"(?:19|20)\d\d")


def name_of(path: str) -> str:
    """Return what a file is called, in words."""
    return re.sub(r"[-_]+", " ", PurePosixPath(path).stem)


def below_file(path: str, section: tuple[str, ...]) -> tuple[str, ...]:
    """Return headings with the name of the file above them, where they do not say it themselves."""
    name = name_of(path)
    year = YEAR.search(name)
    says_it = any(name.casefold() == one.casefold() or (year and year[0] in one) for one in section)
    return section if says_it else (name, *section)


def divides_by_year(tables: Sequence[Table]) -> bool:
    """Say whether a file has sections for several years, so that one more can be opened in it."""
    years = {found[0] for table in tables if (found := YEAR.search(table.section))}
    return len(years) > 1
