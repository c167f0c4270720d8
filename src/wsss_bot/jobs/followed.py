"""The people whose papers are always shown, as far as arXiv has to be asked for them."""

import logging
from dataclasses import replace

from wsss_bot.config.kinds import is_orcid
from wsss_bot.domain import ArxivId
from wsss_bot.errors import ArxivError
from wsss_bot.jobs.job import Job
from wsss_bot.jobs.settings import preferences_of
from wsss_bot.pull_request.preferences import Preferences

log = logging.getLogger(__name__)


def preferences_with_orcids(job: Job) -> Preferences:
    """Return what the config says of papers, with those of the people it names by ORCID.

    One request for each of them; where that fails, it is logged, and the next run asks again.
    """
    found: set[ArxivId] = set()
    for orcid in filter(is_orcid, job.config.score.authors):
        try:
            found |= job.arxiv.by_orcid(orcid)
        except ArxivError as error:
            log.warning("the papers of the author %s could not be read: %s", orcid, error)
    return replace(preferences_of(job.config), by_them=frozenset(found))
