"""Answers that are not what was asked for: each kind told in a sentence of its own.

Services answer a bot in more ways than HTTP has codes: a bot check comes as HTML with status 200,
an interface that moved sends its start page. None of these may pass for "no papers".
"""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from wsss_bot.errors import NotPublished, SourceError

_BOT_CHECK = re.compile(
    rb"anubis_challenge|not a bot|just a moment\.\.\.|cf[-_]chl|challenge-platform|ddos-guard"
    rb"|are you (?:a )?human|(?:re|h)captcha|enable javascript and cookies|challengerequired",
    re.IGNORECASE,
)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_NAMES_PAPERS = re.compile(rb"ptitle|citation_title")
"""A title or abstract may have the words of a bot check; a page that is one names no papers."""
_STATUSES = {
    401: "{host} wants a key, or another one (HTTP 401)",
    403: "{host} refuses to answer (HTTP 403): it wants a key or keeps programs out",
    429: "{host} asks for fewer requests (HTTP 429)",
}


def check_answer(status: int, body: bytes, *, url: str) -> None:
    """Raise SourceError with a sentence where an answer is none; of 404 NotPublished.

    `body` is what came with `status` from `url`. What passes is not empty and no bot check.
    """
    host = urlsplit(url).netloc
    if _is_bot_check(status, body):
        raise SourceError(f"{host} answered with a bot check", url=url, status=status)
    if status == 404:
        raise NotPublished(f"{host} has nothing there (HTTP 404)", url=url, status=status)
    if status != 200:
        said = _STATUSES.get(status, "{host} answered with HTTP {status}")
        raise SourceError(said.format(host=host, status=status), url=url, status=status)
    if not body.strip():
        raise SourceError(f"{host} sent an empty answer", url=url, status=status)


def _is_bot_check(status: int, body: bytes) -> bool:
    shown_to_people = status != 200 or _HTML.match(body)
    return bool(shown_to_people and not _NAMES_PAPERS.search(body) and _BOT_CHECK.search(body))


def read_json(body: bytes, *, url: str) -> Any:
    """Return the JSON value of an answer from `url`. Raises SourceError for anything else."""
    host = urlsplit(url).netloc
    if _HTML.match(body):
        raise SourceError(f"{host} sent a web page in place of JSON", url=url)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{host} sent JSON that is broken or cut off", url=url) from error
