"""What a value must be, beyond text, a number or a list of them.

A kind is a type with a check: a function that raises ValueError with what was expected.
"""

import re
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from wsss_bot.config.crontab import firing_times
from wsss_bot.text.loopback import is_loopback

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def _not_empty(text: str) -> None:
    if not text:
        raise ValueError("expected text that is not empty")


def _crontab(line: str) -> None:
    if next(firing_times(line, after=_ANY_DAY), None) is None:
        raise ValueError("it never comes")


def _time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("no such time zone; expected a name like 'Europe/Vienna'") from error


def _http_url(url: str) -> None:
    if not re.fullmatch(r"https?://[!-~]+", url) or not urlsplit(url).hostname:
        raise ValueError("expected an address that begins with https://")
    if "@" in urlsplit(url).netloc:
        raise ValueError("expected an address without a user or a password in it")
    if url.startswith("http:") and not is_loopback(url):
        raise ValueError("expected an address that begins with https://, unless on this machine")


def _categories(names: tuple[str, ...]) -> None:
    if not names:
        raise ValueError("expected at least one")
    for name in names:
        if not re.fullmatch(r"[a-z-]+(\.[A-Za-z-]+)?", name):
            raise ValueError(f"no arXiv category looks like {name!r}; expected names like 'cs.CV'")


def _repository(name: str) -> None:
    if name and not re.fullmatch(r"[\w.-]+/[\w.-]+", name):
        raise ValueError("expected owner/name, as in the repository's address on GitHub")


def _branch(name: str) -> None:
    if not re.fullmatch(r"[\w./-]+", name):
        raise ValueError("expected letters, digits and ./-_ as in 'wsss-bot/candidates'")


def _none_empty(texts: tuple[str, ...]) -> None:
    if not all(text.strip() for text in texts):
        raise ValueError("expected no text in the list that is empty")


def _contact(address: str) -> None:
    if not re.fullmatch(r"[ -~]*", address):
        raise ValueError("expected an e-mail or web address in plain ASCII, on one line")


_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def is_orcid(text: str) -> bool:
    """Whether `text` looks like an ORCID rather than a name: https://orcid.org."""
    return bool(_ORCID.fullmatch(text))


def _authors(names: tuple[str, ...]) -> None:
    _none_empty(names)
    for name in names:
        if is_orcid(name) and not _has_its_check_digit(name):
            raise ValueError(f"{name!r} is no ORCID: its last digit does not fit the others")
        if re.search(r"\d|orcid|@", name) and not is_orcid(name):
            raise ValueError(
                f"{name!r} is neither a name nor an ORCID; expected 'Jane Doe' or "
                "'0000-0002-1825-0097'"
            )


def _has_its_check_digit(orcid: str) -> bool:
    """Whether the last digit fits the others, by ISO 7064, MOD 11-2.

    https://support.orcid.org/hc/en-us/articles/360006897674 describes it.
    """
    digits, total = orcid.replace("-", ""), 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]


def _addresses(texts: tuple[str, ...]) -> None:
    for number, text in enumerate(texts, start=1):
        if not re.fullmatch(r"[a-z][a-z0-9+]*://\S+|mailto:\S+|\$\w+", text, re.IGNORECASE):
            raise ValueError(
                f"number {number} is no address; expected one of apprise, like 'ntfy://topic', or "
                "the name of a variable that holds one, like '$NTFY_ADDRESS'"
            )


FilePath = Annotated[str, _not_empty]
Crontab = Annotated[str, _crontab]
TimeZone = Annotated[str, _time_zone]
HttpUrl = Annotated[str, _http_url]
Categories = Annotated[tuple[str, ...], _categories]
RepositoryName = Annotated[str, _repository]
BranchName = Annotated[str, _branch]
Contact = Annotated[str, _contact]
Texts = Annotated[tuple[str, ...], _none_empty]
Authors = Annotated[tuple[str, ...], _authors]
Addresses = Annotated[tuple[str, ...], _addresses]
"""Where messages go; they hold secrets, so no error repeats them."""
