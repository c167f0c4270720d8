"""A list as BibTeX, in UTF-8."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from wsss_bot.show.export.listed import ListedPaper
from wsss_bot.text.escape import one_line

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
_IN_ADDRESS = {"{": "%7B", "}": "%7D", "\\": "%5C", '"': "%22"}


def bibtex(papers: Iterable[ListedPaper]) -> str:
    """Return an entry for each paper, with keys that differ."""
    seen: Counter[str] = Counter()
    entries = []
    for paper in papers:
        key = _key(paper)
        seen[key] += 1
        if seen[key] > 1:
            key = f"{key}-{seen[key]}"
        entries.append(_entry(key, paper))
    return "\n".join(entries)


def _entry(key: str, paper: ListedPaper) -> str:
    kind = "misc" if not paper.venue else "article" if paper.is_journal else "inproceedings"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(kind, paper) if value)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _fields(kind: str, paper: ListedPaper) -> Iterator[tuple[str, str]]:
    # Braces keep the capitals of a title.
    yield "title", f"{{{_escaped(paper.title)}}}"
    # In braces a name cannot be read as two, nor as one with "and" in it.
    yield "author", " and ".join(_name(author) for author in paper.authors)
    if kind != "misc":
        yield ("journal" if kind == "article" else "booktitle"), _escaped(paper.venue or "")
    yield "year", str(paper.year or "")
    if paper.arxiv_id:
        yield "eprint", paper.arxiv_id
        yield "archiveprefix", "arXiv"
    yield "url", _address(paper.url or "")
    yield "note", " ".join(rf"Code: \url{{{_address(link)}}}" for link in paper.code)


def _name(author: str) -> str:
    escaped = _escaped(author)
    return f"{{{escaped}}}" if re.search(r"\band\b|,", author, re.IGNORECASE) else escaped


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in one_line(text))


def _address(url: str) -> str:
    return "".join(_IN_ADDRESS.get(character, character) for character in url if character > " ")


def _key(paper: ListedPaper) -> str:
    """Return a key of letters and digits: 'l2g2022', or what the arXiv id makes of it."""
    named = paper.method or " ".join(paper.title.split()[:3])
    plain = unicodedata.normalize("NFKD", named).encode("ascii", "ignore").decode()
    letters = re.sub(r"[^a-z0-9]", "", plain.lower())[:40]
    return f"{letters or 'paper'}{paper.year or ''}"
