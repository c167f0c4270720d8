"""Hugging Face papers: the repository that a submitter linked to a paper; shown, never written."""

import re
from urllib.parse import urlsplit

from wsss_bot.domain import ArxivId
from wsss_bot.errors import SourceError
from wsss_bot.sources import bad_answers

PAPERS = "https://huggingface.co/api/papers/"

_REPOSITORY = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/?", re.ASCII)


def address_of(arxiv_id: ArxivId) -> str:
    """Return where Hugging Face tells of a paper; for most there is nothing."""
    return PAPERS + arxiv_id


def read_repository(body: bytes, arxiv_id: ArxivId, *, url: str) -> str | None:
    """Return the repository on GitHub that is linked to the paper. Raises SourceError."""
    said = bad_answers.read_json(body, url=url)
    if not isinstance(said, dict) or said.get("id") != arxiv_id:
        host = urlsplit(url).netloc
        raise SourceError(f"{host} sent JSON that is not about {arxiv_id}", url=url)
    linked = said.get("githubRepo")
    return linked if isinstance(linked, str) and _REPOSITORY.fullmatch(linked) else None
