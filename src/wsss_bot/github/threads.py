"""The issues in which people ask for papers: which changed, their comments, and who may write.

https://docs.github.com/rest/issues/issues, /issues/comments and /collaborators/collaborators.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from wsss_bot.errors import GitHubError
from wsss_bot.github.client import Client
from wsss_bot.github.identity import Identity
from wsss_bot.github.pages import pages
from wsss_bot.github.refusals import Refused, explained
from wsss_bot.github.shapes import Issue, Permission, TimedComment, shaped
from wsss_bot.pull_request.requests import Remark, Thread

_MAY_WRITE = {"admin", "maintain", "write"}
_MOST_THREADS = 300
"""So many threads that changed are looked at, the latest first."""


class GitHubThreads:
    """The open issues and pull requests of the repository `name`."""

    def __init__(self, client: Client, name: str, identity: Callable[[], Identity]) -> None:
        self.client, self.name, self.identity = client, name, identity

    @property
    def requests(self) -> int:
        """How many requests its client sent so far."""
        return self.client.requests

    def changed_since(self, moment: datetime) -> tuple[Thread, ...]:  # noqa: D102
        since = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        path = f"/repos/{self.name}/issues"
        found: list[Thread] = []
        with explained(f"list the issues of {self.name}"):
            listed = pages(
                self.client,
                path,
                Issue,
                state="open",
                sort="updated",
                direction="desc",
                since=since,
            )
            for issue in listed:
                if len(found) >= _MOST_THREADS:
                    break
                if issue.created_at and issue.updated_at:
                    found.append(_thread(issue, issue.created_at, issue.updated_at))
        return tuple(found)

    def remarks(self, number: int) -> tuple[Remark, ...]:  # noqa: D102
        path = f"/repos/{self.name}/issues/{number}/comments"
        us = self.identity()
        with explained(f"show the comments of issue {number} of {self.name}"):
            return tuple(
                Remark(
                    id=comment.id,
                    text=(comment.body or "").replace("\r\n", "\n"),
                    by=comment.user.login if comment.user else "",
                    by_program=comment.user is None or comment.user.type == "Bot",
                    is_ours=us.wrote(comment),
                    at=comment.created_at,
                )
                for comment in pages(self.client, path, TimedComment)
            )

    def may_write(self, account: str) -> bool:  # noqa: D102
        path = f"/repos/{self.name}/collaborators/{quote(account, safe='')}/permission"
        try:
            found = shaped(self.client.get(path), Permission)
        except Refused:  # who is not told gets no rights
            return False
        return found.permission in _MAY_WRITE or found.role_name in _MAY_WRITE

    def say(self, number: int, text: str) -> None:  # noqa: D102
        path = f"/repos/{self.name}/issues/{number}/comments"
        with explained(f"comment on issue {number} of {self.name}"):
            try:
                self.client.write("POST", path, {"body": text})
            except GitHubError:
                if not any(r.is_ours and r.text == text for r in self.remarks(number)):
                    raise

    def say_again(self, comment: int, text: str) -> None:  # noqa: D102
        path = f"/repos/{self.name}/issues/comments/{comment}"
        with explained(f"rewrite a comment in {self.name}"):
            self.client.write("PATCH", path, {"body": text}, repeatable=True)


def _thread(issue: Issue, opened_at: datetime, changed_at: datetime) -> Thread:
    return Thread(
        number=issue.number,
        text=f"{issue.title}\n\n{issue.body or ''}",
        by=issue.user.login if issue.user else "",
        by_program=issue.user is None or issue.user.type == "Bot",
        is_pull=issue.pull_request is not None,
        opened_at=opened_at,
        changed_at=changed_at,
        comments=issue.comments,
    )
