"""Lists that GitHub hands out page by page."""

from collections.abc import Iterator
from typing import TypeVar

from wsss_bot.errors import GitHubError
from wsss_bot.github.client import Client
from wsss_bot.github.parsing import next_page
from wsss_bot.github.shapes import shaped

T = TypeVar("T")

PAGE = 100
MOST_PAGES = 50


def pages(client: Client, path: str, shape: type[T], **parameters: str | int) -> Iterator[T]:
    """Yield what the list at `path` holds, each as a `shape`.

    Raises as `Client.get` does, and GitHubError for a list without end.
    """
    page = 1
    for _ in range(MOST_PAGES):
        answer = client.get(path, **parameters, per_page=PAGE, page=page)
        yield from shaped(answer, list[shape])  # type: ignore[valid-type]
        page = next_page(answer)
        if not page:
            return
    raise GitHubError(f"GitHub names more than {MOST_PAGES} pages of {path}", url=path)
