"""What stands beside the rows and is not changed with them: a translation, a table of contents."""

import re
from collections.abc import Iterator, Sequence

from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.model import Addition

_TWIN = re.compile(
    r"[(\"'/](?P<name>[A-Za-z]+[._-](?:zh|cn|chs|cht|tw|hk|en|eng|ja|jp|ko|kr|fr|de|es|ru|pt|it|vi"
    r"|chinese|english|japanese|korean)(?:[-_][A-Za-z]{2,4})?\.(?:md|rst))(?=[)\"'#\s])",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"(?:\]\(|href=[\"'])#(?P<slug>[^)\s\"']*)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
TWIN = "{name} is linked as a translation of this list and is not changed"
CONTENTS = "the table of contents has no line for the new section {heading!r}"


def left_as_it_was(text: str, listings: Sequence[Listing], addition: Addition) -> Iterator[str]:
    """Yield in sentences what people have to do beside new rows in a list with this `text`."""
    added = [placed.section for placed in addition.placed if placed.line]
    if not added:
        return
    for name in dict.fromkeys(found["name"] for found in _TWIN.finditer(text)):
        yield TWIN.format(name=name)
    slugs = [found["slug"] for found in _ANCHOR.finditer(text)]
    if any(_YEAR.search(slug) for slug in slugs):
        there = {" / ".join(listing.section) for listing in listings}
        for heading in dict.fromkeys(one.split(" / ")[-1] for one in added if one not in there):
            yield CONTENTS.format(heading=heading)
