"""Checks of the sources beside arXiv: each is asked once.

A source that does not answer is no fault of the bot's: runs go on without it, and so does its line.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from wsss_bot.app import App
from wsss_bot.commands.doctor.arxiv import A_PAPER, ONE_TRY
from wsss_bot.config import SourcesSection
from wsss_bot.errors import ConfigError, NotPublished, SourceError
from wsss_bot.sources import crossref, huggingface, semantic_scholar
from wsss_bot.sources.proceedings.catch_up import read_place
from wsss_bot.sources.proceedings.editions import editions_of
from wsss_bot.sources.proceedings.places import CONFERENCES, places
from wsss_bot.sources.visits import Visits

WITHOUT = "{error}; runs go on without it"
A_DOI = "10.1109/5.771073"
"""Any DOI that Crossref will always have."""


def checks(told: SourcesSection) -> dict[str, Callable[[App], str]]:
    """Return the checks of the sources that are on, by name."""
    every = {
        "proceedings": (told.proceedings, proceedings),
        "Crossref": (told.crossref, crossref_answers),
        "Semantic Scholar": (told.semantic_scholar, scholar_answers),
        "Hugging Face": (told.huggingface, huggingface_answers),
    }
    return {name: check for name, (is_on, check) in every.items() if is_on}


def proceedings(app: App) -> str:
    """Ask each host that lists a conference of this list for its newest listing."""
    told = app.config.sources
    known = {name.casefold() for name in CONFERENCES}
    if unknown := [name for name in told.conferences if name.casefold() not in known]:
        raise ConfigError(
            f"[sources] conferences names {', '.join(unknown)}, which nobody lists who may be "
            f"asked; there are {', '.join(CONFERENCES)}"
        )
    year = app.clock.now().year
    editions = editions_of(app.open_list().entries, year=year, conferences=told.conferences)
    newest = {
        urlsplit(place.url).netloc: place
        for conference, held in sorted(editions, key=lambda edition: edition[1])
        for place in places(conference, held)
    }
    if not newest:
        return "the list names no conference often enough whose papers are listed"
    visits, sentences, silent = app.visits(timeouts=ONE_TRY), [], []
    for host, place in newest.items():
        what = f"{place.conference} {place.year}"
        try:
            count = len(read_place(place, visits.get).papers)
            sentences.append(f"{host} lists {count:,} papers of {what}")
        except NotPublished:
            sentences.append(f"{host} answers, and has nothing of {what} yet")
        except SourceError as error:
            silent.append(str(error))
    without = [f"runs go on without {'it' if len(silent) == 1 else 'them'}"] if silent else []
    return "; ".join([*sentences, *silent, *without])


def crossref_answers(app: App) -> str:
    """Ask Crossref for a DOI."""
    url = crossref.address_of(A_DOI)
    try:
        work = crossref.read_work(_visits(app).get(url), url=url)
    except SourceError as error:
        return WITHOUT.format(error=error)
    return f"answers: {work.titles[0] if work.titles else work.doi}"


def scholar_answers(app: App) -> str:
    """Ask Semantic Scholar for a paper, with the key. Raises ConfigError where there is none."""
    key, url = app.scholar_key(), semantic_scholar.BATCH
    if not key:
        raise ConfigError(
            "[sources] semantic_scholar is on, and there is no key; put one into WSSS_BOT_S2_KEY"
        )
    ids = [A_PAPER]
    try:
        body = _visits(app).post(url, semantic_scholar.question(ids), headers={"x-api-key": key})
        found = semantic_scholar.read_batch(body, ids, url=url)
    except SourceError as error:
        return WITHOUT.format(error=error)
    return f"answers: {found[A_PAPER].title}" if found else "answers, but does not know a paper"


def huggingface_answers(app: App) -> str:
    """Ask Hugging Face for a paper."""
    url = huggingface.address_of(A_PAPER)
    try:
        linked = huggingface.read_repository(_visits(app).get(url), A_PAPER, url=url)
    except NotPublished:
        return "answers, but does not know a paper"
    except SourceError as error:
        return WITHOUT.format(error=error)
    return f"answers: {A_PAPER} is linked to {linked or 'no repository'}"


def _visits(app: App) -> Visits:
    return app.visits(timeouts=ONE_TRY)
