"""What a cell says, whatever its style: so that two of them can be compared."""

import re
import unicodedata

from wsss_bot.awesome_list.understand.inline import find_links, plain
from wsss_bot.compose.code_links import clean_address
from wsss_bot.venues import canonical_name


def letters(text: str | None) -> str | None:
    """Return what must be the same: letters and digits, whatever their case and style."""
    normal = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(c for c in normal if c.isalnum()) or None


def address(url: str | None) -> str | None:
    """Return the repository that an address leads to, in one spelling."""
    return (clean_address(url.lower()) or "").rstrip("/") or None if url else None


def venue_in(raw: str) -> tuple[str, int | None, str] | None:
    """Return what a venue cell means: name, year, kind."""
    text = re.sub(r":[a-z_]+:", " ", plain(raw))
    if "http" in text or len(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)) > 1:
        return None
    found = re.search(r"(?:19|20)\d\d", text) or re.search(r"(?<!\d)\d\d(?!\d)", text)
    year = int(found[0]) % 100 + 2000 if found else None
    rest = text.replace(found[0], " ") if found else text
    kind = "W" if re.search(r"[a-z]W\b|[A-Z]W\b|workshop", rest, re.I) else ""
    rest = re.sub(r"(?<=[A-Z])W\b|\bworkshops?\b", " ", rest, flags=re.I)
    rest = re.sub(
        r"\b(?:oral|poster|spotlight|highlight|award|best paper\w*|new)\b", " ", rest, flags=re.I
    )
    rest = re.sub(r"[\s'’()\[\],.:;-]+", " ", rest).strip()
    if not rest or re.search("arxiv|preprint", rest, re.I):
        return None
    return canonical_name(rest) or letters(rest) or rest, year, kind


def same_venue(before: str, after: str) -> bool:
    """Whether both name one venue; where the list gives few years, the new one may lack it."""
    old, new = venue_in(before), venue_in(after)
    if old is None or new is None:
        return False
    return (old[0], old[2]) == (new[0], new[2]) and new[1] in {old[1], None}


def code_in(raw: str) -> set[str]:
    """Return the repositories on GitHub that a cell links to, in one spelling."""
    return {found for url in urls_in(raw) if (found := address(url))}


def urls_in(raw: str) -> set[str]:
    """Return the addresses of repositories on GitHub that a cell links to."""
    return {link.url for link in find_links(raw) if "github.com/" in link.url and not link.image}
