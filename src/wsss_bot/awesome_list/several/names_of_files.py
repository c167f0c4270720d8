"""What the name of a file says of the papers in it: it is their outermost heading."""

import re
from pathlib import PurePosixPath

from wsss_bot.awesome_list.awesome_list import AwesomeList

_YEAR = re.compile(r"(?:19|20)\d\d")


def name_of(path: str) -> str:
    """Return the name of a file as a heading would say it."""
    return re.sub(r"[-_]+", " ", PurePosixPath(path).stem)


def below_file(path: str, section: tuple[str, ...]) -> tuple[str, ...]:
    """Return headings with the name of the file above them, where they do not say it themselves."""
    name = name_of(path)
    year = _YEAR.search(name)
    says_it = any(name.casefold() == one.casefold() or (year and year[0] in one) for one in section)
    return section if says_it else (name, *section)


def divides_by_year(listed: AwesomeList) -> bool:
    """Say whether a file has sections for several years, so that one more can be opened in it."""
    years = {found[0] for table in listed.tables if (found := _YEAR.search(table.section))}
    return len(years) > 1
