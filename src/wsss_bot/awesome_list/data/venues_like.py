"""Venues, written as the entries of a data file write them."""

import re
from collections.abc import Sequence

from wsss_bot.awesome_list.data.meanings import commonest, meaning_of
from wsss_bot.awesome_list.data.records import Record, Value
from wsss_bot.awesome_list.understand.dates import write_date
from wsss_bot.awesome_list.understand.venue_text import learn_spelling, only_preprint, read_venue
from wsss_bot.domain import Facts

_FORM = re.compile(r"[^A-Za-z]*[NYy][^A-Za-z]*[NYy]?[^A-Za-z]*")


def venue_like(facts: Facts, said: Sequence[Value], *, in_full: bool) -> str | None:
    """Return where a paper is in the form of what entries `said`; None where that is not known.

    Of a preprint that is what most preprints say; `in_full` is the full name of a venue.
    """
    texts = [str(value) for value in said if isinstance(value, str)]
    venue = facts.venue
    if venue is None:
        preprints = [text for text in texts if only_preprint(text) or is_arxiv(text)]
        word, times = commonest([_as_new(text, facts) for text in preprints])
        return word if times else None
    if in_full:
        return venue.full_name or venue.name
    known = [one for text in texts if (one := read_venue(text)) and not one.preprint]
    forms = [one.form for one in known if one.year]
    name = learn_spelling(texts).name(venue)
    if venue.year is None or 2 * len(forms) <= len(known):
        return name
    form, _ = commonest(forms)
    if not _FORM.fullmatch(form):
        return f"{name} {venue.year}"
    written = {"N": name, "Y": str(venue.year), "y": f"{venue.year % 100:02}"}
    return re.sub("[NYy]", lambda found: written[found[0]], form)


def is_published(record: Record) -> bool:
    """Say whether an entry of BibTeX names a place other than a preprint server."""
    names = [str(v) for k, v in record.fields.items() if meaning_of(k) == "venue"]
    return any(not is_arxiv(name) for name in names)


def is_arxiv(text: str) -> bool:
    """Say whether a text calls a paper a preprint, or names arXiv."""
    return bool(re.search(r"arxiv|preprint", text, re.IGNORECASE))


def _as_new(text: str, facts: Facts) -> str:
    """Return what a preprint says of where it is, with this paper's id, date or year."""
    if re.search(r"\d{4}\.\d{4,5}", text):
        return re.sub(r"\d{4}\.\d{4,5}(?:v\d)?", facts.arxiv_id or "", text)
    if dated := write_date(facts.submitted_on, like=text):
        return dated
    with_year = re.sub(r"\b20\d\d\b", str(facts.submitted_on.year), text)
    digits = re.sub(r"\b20\d\d\b", "", with_year)
    return re.split(r"[^A-Za-z.]", text)[0] if re.search(r"\d", digits) else with_year
