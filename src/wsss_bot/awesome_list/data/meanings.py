"""What the keys of a data file are for, by their names and by what stands in them."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from wsss_bot.awesome_list.data.records import Record, Value, flat, is_blank, texts_of
from wsss_bot.domain import ArxivId, Entry
from wsss_bot.text.arxiv_ids import find_arxiv_ids, parse_arxiv_id
from wsss_bot.text.latex import to_unicode

Meaning = Literal[
    "title",
    "authors",
    "first author",
    "year",
    "month",
    "date",
    "venue",
    "paper",
    "code",
    "project",
    "method",
    "doi",
    "key",
]
_NAMES: Mapping[Meaning, frozenset[str]] = {
    "title": frozenset({"title", "papertitle", "articletitle", "papername"}),
    "authors": frozenset({"authors", "author", "authorlist", "creators"}),
    "first author": frozenset({"firstauthor"}),
    "year": frozenset({"year", "pubyear", "publicationyear", "yr"}),
    "month": frozenset({"month"}),
    "date": frozenset(
        {"date", "published", "publicationdate", "publishedon", "pubdate", "onlinedate"}
        | {"submitted", "submittedon", "arxivdate", "releasedate", "publishdate", "time"}
    ),
    "venue": frozenset(
        {"venue", "journal", "conference", "conf", "booktitle", "publisher", "publication", "where"}
        | {"pub", "publishedin"}
    ),
    "paper": frozenset(
        {"url", "link", "paper", "paperurl", "paperlink", "pdf", "pdfurl", "href", "arxiv"}
        | {"arxivurl", "arxivlink", "linkpaper", "arxivid", "eprint", "links.paper"}
    ),
    "code": frozenset(
        {"code", "codeurl", "codelink", "repo", "github", "repository", "githuburl", "git"}
        | {"implementation", "linkcode"}
    ),
    "project": frozenset(
        {"project", "projectpage", "projecturl", "website", "homepage", "webpage", "page"}
    ),
    "method": frozenset({"method", "shortname", "acronym", "abbreviation", "abbr", "modelname"}),
    "doi": frozenset({"doi"}),
    "key": frozenset({"id", "key", "citekey", "bibkey", "slug", "entrykey"}),
}
_LETTERS = re.compile(r"[^a-z0-9]")


def meaning_of(path: str) -> Meaning | None:
    """Return what a key is for, by the last part of its path; None: its name does not tell."""
    name = _LETTERS.sub("", path.rpartition(".")[2].casefold())
    return next((meaning for meaning, names in _NAMES.items() if name in names), None)


def entry_of(record: Record, raw: str, section: str, *, line: int) -> Entry | None:
    """Return the paper that a record with that text is about; None where it has no title."""
    found = flat(record.fields)
    said: dict[Meaning, Value] = {}
    for path, value in found.items():
        meaning = meaning_of(path)
        if meaning is not None and meaning not in said and not is_blank(value):
            said[meaning] = value
    title = said.get("title")
    if not isinstance(title, str):
        return None
    urls = [one for value in record.fields.values() for one in texts_of(value)]
    links = [one for one in urls if one.startswith(("http://", "https://"))]
    paper = next((str(v) for v in [said.get("paper")] if isinstance(v, str)), None)
    return Entry(
        line=line,
        title=shown(title),
        arxiv_id=own_id(record),
        method=_text(said.get("method")),
        venue=_text(said.get("venue")),
        date=_text(said.get("date")) or _text(said.get("year")),
        authors=", ".join(names_in(said.get("authors"))) or None,
        code=tuple(texts_of(said.get("code"))),
        paper_url=paper if paper and "://" in paper else next(iter(links), None),
        section=section,
        raw=raw,
    )


def shown(value: Value) -> str:
    """Return a text as a reader sees it: without LaTeX, braces, and on one line."""
    return " ".join(to_unicode(str(value)).replace("{", "").replace("}", "").split())


def _text(value: Value) -> str | None:
    return shown(value) if isinstance(value, str | int) and not is_blank(value) else None


def names_in(value: Value) -> list[str]:
    """Return the authors that a value names, each as it stands there."""
    if isinstance(value, Mapping):
        return texts_of(value.get("name"))
    if isinstance(value, list):
        return [
            name
            for one in value
            for name in (
                [" ".join(texts_of(one))] if isinstance(one, str | list) else names_in(one)
            )
        ]
    if not isinstance(value, str):
        return []
    if (listed := listed_in(value)) is not None:
        return listed
    for divider in (r"\s+and\s+", r"\s*;\s*", r"\s*,\s*(?:and\s+)?"):
        if len(parts := re.split(divider, value.strip())) > 1:
            return [part.strip() for part in parts if part.strip()]
    return [value.strip()] if value.strip() else []


def listed_in(text: str) -> list[str] | None:
    """Return the texts of a list in JSON that stands in a cell; None where none does."""
    if not text.startswith('["'):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return [str(one) for one in found] if isinstance(found, list) else None


def own_id(record: Record) -> ArxivId | None:
    """Return the arXiv id of the paper: the one below a key that names the paper, else the only."""
    ids: list[ArxivId] = []
    for path, value in flat(record.fields).items():
        meaning = meaning_of(path)
        if isinstance(value, Mapping) or meaning in {"code", "project"}:
            continue
        if "arxiv" in path.casefold() or meaning in {"paper", "doi"}:
            for text in texts_of(value):
                if found := _ids_in(text):
                    return found[0]
        elif meaning not in {"title", "key"} and len(str(value)) < _LONGEST:
            ids += [one for text in texts_of(value) for one in find_arxiv_ids(text)]
    return ids[0] if len(set(ids)) == 1 else None


_LONGEST = 300
"""A longer text is an abstract, whose ids are those of other papers."""


def _ids_in(text: str) -> tuple[ArxivId, ...]:
    try:
        return (parse_arxiv_id(text.strip())[0],)
    except ValueError:
        return find_arxiv_ids(text)


def commonest(values: Sequence[str]) -> tuple[str, int]:
    """Return the text that stands most often among others, and how often."""
    return Counter(values).most_common(1)[0] if values else ("", 0)
