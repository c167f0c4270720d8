"""What stands beside the rows and is not changed with them: a translation, a table of contents."""

import re
from collections.abc import Collection, Iterator

_TWIN = re.compile(
    r"[(\"'/](?P<name>[A-Za-z]+[._-](?:zh|cn|chs|cht|tw|hk|en|eng|ja|jp|ko|kr|fr|de|es|ru|pt|it|vi"
    r"|chinese|english|japanese|korean)(?:[-_][A-Za-z]{2,4})?\.(?:md|rst))(?=[)\"'#\s])",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"(?:\]\(|href=[\"'])#(?P<slug>[^)\s\"']*)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
TWIN = "{name} is linked as a translation of this list and is not changed"
CONTENTS = "the table of contents has no line for the new section {heading!r}"


def left_as_it_was(text: str, opened: Collection[str]) -> Iterator[str]:
    """Yield in sentences what people have to do beside new rows in a list with this `text`.

    `opened` are the headings of sections that were opened for them.
    """
    for name in dict.fromkeys(found["name"] for found in _TWIN.finditer(text)):
        yield TWIN.format(name=name)
    slugs = [found["slug"] for found in _ANCHOR.finditer(text)]
    if any(_YEAR.search(slug) for slug in slugs):
        for heading in opened:
            yield CONTENTS.format(heading=heading)
