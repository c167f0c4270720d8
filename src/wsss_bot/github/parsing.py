"""What GitHub's documents say, in our words."""

import base64
from urllib.parse import parse_qs, urlsplit

from wsss_bot.awesome_list import decode_list
from wsss_bot.errors import GitHubError
from wsss_bot.github.client import Response
from wsss_bot.github.shapes import Pull
from wsss_bot.pull_request.forge import PullRequest


def pull_request(pull: Pull) -> PullRequest:
    """Return a pull request as we know it."""
    return PullRequest(
        number=pull.number,
        url=pull.html_url,
        title=pull.title,
        body=(pull.body or "").replace("\r\n", "\n"),
        is_open=pull.state == "open",
        merged=pull.merged_at is not None,
        head_sha=pull.head.sha,
        base=pull.base.ref,
        opened_at=pull.created_at,
        labels=None if pull.labels is None else tuple(label.name for label in pull.labels),
        ended_at=pull.closed_at,
        merge_sha=(pull.merge_commit_sha or "") if pull.merged_at else "",
        merges_itself=pull.auto_merge is not None,
    )


def next_page(answer: Response) -> int:
    """Return the page that the `Link` header calls next, 0 when there is none."""
    for link in answer.headers.get("link", "").split(","):
        address, _, relation = link.partition(";")
        if 'rel="next"' in relation:
            page = parse_qs(urlsplit(address.strip(" <>")).query).get("page", ["0"])[0]
            if not (page.isdecimal() and page.isascii() and len(page) < _MOST_DIGITS):
                raise GitHubError("GitHub names a next page that is no number", url=address[:200])
            return int(page)
    return 0


_MOST_DIGITS = 9


def bytes_of(encoded: str, path: str) -> bytes:
    """Return what GitHub sent in base64."""
    try:
        return base64.b64decode(encoded)
    except ValueError as error:
        raise GitHubError(f"GitHub sent {path!r} in a form that cannot be read") from error


def text_of(data: bytes, path: str) -> str:
    """Return the text of the list's file. Raises ListError."""
    return decode_list(data, name=path)
