"""What came to a list lately, as an Atom feed (RFC 4287)."""

import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

from wsss_bot.show.export.listed import ListedPaper, newest_first, when

MOST = 50
"""Papers in the feed: those that came last."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, even escaped."""


def atom(papers: Sequence[ListedPaper], *, name: str, now: datetime) -> str:
    """Return the feed of the list called `name`; `now` is said of an empty one."""
    newest = newest_first(list(papers))[:MOST]
    updated = when(newest[0]) if newest else now
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom">',
            f"  <title>{_text(f'New on {name}')}</title>",
            f"  <id>{_id(name)}</id>",
            f"  <updated>{_moment(updated)}</updated>",
            f"  <author><name>{_text(name)}</name></author>",
            *(_entry(paper, name) for paper in newest),
            "</feed>",
        ]
    )


def _entry(paper: ListedPaper, name: str) -> str:
    is_web = paper.url is not None and re.match(r"https?://", paper.url)
    link = f"    <link href={_attribute(paper.url or '')}/>" if is_web else ""
    where = f"{paper.venue} {paper.year or ''}".strip() if paper.venue else ""
    told = [paper.method, where, paper.section, *paper.code]
    lines = [
        "  <entry>",
        f"    <title>{_text(paper.title)}</title>",
        f"    <id>{_id(name, paper.arxiv_id or paper.url or paper.title)}</id>",
        f"    <updated>{_moment(when(paper))}</updated>",
        link,
        *(f"    <author><name>{_text(author)}</name></author>" for author in paper.authors),
        f"    <summary>{_text(' · '.join(part for part in told if part))}</summary>",
        "  </entry>",
    ]
    return "\n".join(line for line in lines if line)


def _id(*parts: str) -> str:
    """Return what names a feed or an entry for ever: the same for the same names."""
    return f"urn:sha256:{sha256(' '.join(parts).encode()).hexdigest()}"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))
