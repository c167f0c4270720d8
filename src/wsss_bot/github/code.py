"""What GitHub says about the repositories that code links point to."""

import base64
import binascii
import re
from urllib.parse import quote

from wsss_bot.domain import Repository
from wsss_bot.github.client import Client
from wsss_bot.github.refusals import Refused
from wsss_bot.github.shapes import File, Named, shaped
from wsss_bot.github.shapes import Repository as Shape

_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?P<host>[a-z\d][a-z\d.-]*)/"
    r"(?P<owner>[a-z\d][a-z\d-]*)/(?P<name>(?!\.\.?/?$)[\w.-]+?)(?:\.git)?/?",
    re.ASCII | re.IGNORECASE,
)
_REQUIREMENTS = re.compile(
    r"requirements[\w.-]*\.txt|pyproject\.toml|setup\.(?:py|cfg)|environment[\w.-]*\.ya?ml|Pipfile",
    re.IGNORECASE,
)
_NO_CODE = re.compile(r"(?:readme|licen[cs]e|copying|\.git\w*)(?:\.\w+)?", re.IGNORECASE)
NOT_THERE = {404, 410, 451}
"""Not found, gone, or taken down for legal reasons."""


def describe(client: Client, url: str) -> Repository | None:
    """Return what GitHub says about the repository at `url`, with two to three requests.

    None for an address that is no repository on that GitHub: what lies on another one, as on
    github.com for who works on GitHub Enterprise, is not asked about. Requirements are read from
    the first such file in the root; the README only where there is none. Raises GitHubError and
    ConfigError.
    """
    address = _ADDRESS.fullmatch(url)
    if address is None or address["host"].casefold() != client.web_host:
        return None
    try:
        answer = client.get(f"/repos/{address['owner']}/{address['name']}")
        about = shaped(answer, Shape)
        files = _files(client, about.full_name)
    except Refused as refused:
        if refused.status in NOT_THERE:
            return Repository(url=url, exists=False)
        return None
    requirements = next((name for name in files if _REQUIREMENTS.fullmatch(name)), None)
    readme = next((name for name in files if name.casefold().startswith("readme")), None)
    return Repository(
        url=about.html_url,
        empty=not any(not _NO_CODE.fullmatch(name) for name in files),
        languages=(about.language,) if about.language else (),
        requirements=_text(client, about.full_name, requirements),
        readme="" if requirements else _text(client, about.full_name, readme),
    )


def _files(client: Client, name: str) -> list[str]:
    """Return the names in the root of a repository; a new one without any commit has none."""
    try:
        return [file.name for file in shaped(client.get(f"/repos/{name}/contents/"), list[Named])]
    except Refused as refused:
        if refused.status in NOT_THERE:
            return []
        raise


def _text(client: Client, name: str, path: str | None) -> str:
    if path is None:
        return ""
    try:
        file = shaped(client.get(f"/repos/{name}/contents/{quote(path)}"), File)
        return base64.b64decode(file.content or "").decode("utf-8", errors="replace")
    except (Refused, binascii.Error):
        return ""
