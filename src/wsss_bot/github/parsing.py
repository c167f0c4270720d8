"""What GitHub's documents say, in our words."""

import base64
from datetime import datetime
from urllib.parse import parse_qs, quote, urlsplit

from wsss_bot.awesome_list import decode_list
from wsss_bot.domain import PullRequest
from wsss_bot.errors import GitHubError
from wsss_bot.github.client import Answer, Json


def pull_request(pull: Json) -> PullRequest:
    """Return a pull request as we know it."""
    return PullRequest(
        number=pull["number"],
        url=pull["html_url"],
        title=pull["title"],
        body=(pull["body"] or "").replace("\r\n", "\n"),
        is_open=pull["state"] == "open",
        merged=pull["merged_at"] is not None,
        head_sha=pull["head"]["sha"],
        base=pull["base"]["ref"],
        opened_at=datetime.fromisoformat(pull["created_at"]),
        labels=tuple(label["name"] for label in pull["labels"]) if "labels" in pull else None,
    )


def next_page(answer: Answer) -> int:
    """Return the page that the `Link` header calls next, 0 when there is none."""
    for link in answer.headers.get("link", "").split(","):
        address, _, relation = link.partition(";")
        if 'rel="next"' in relation:
            pages = parse_qs(urlsplit(address.strip(" <>")).query).get("page", ["0"])
            return int(pages[0])
    return 0


def branch_of(file: Json, path: str) -> str:
    """Return the branch in a file's address for people: .../blob/main/docs/README.md."""
    below = path_below(file.get("html_url") or "", "/blob/")
    return below.removesuffix(f"/{quote(path.strip('/'))}")


def path_below(address: str, folder: str) -> str:
    """Return what follows `folder` in the path of an address."""
    return urlsplit(address).path.partition(folder)[2]


def decoded(encoded: str, path: str) -> str:
    """Return the text of a file that GitHub sent in base64. Raises ListError."""
    try:
        data = base64.b64decode(encoded)
    except ValueError as error:
        raise GitHubError(f"GitHub sent {path!r} in a form that cannot be read") from error
    return decode_list(data, name=path)
