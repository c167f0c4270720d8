"""A GitHub that reads like the real one and tells what it would write."""

# ruff: noqa: ARG002, D102 -- names, arguments and promises are those of GitHubRepository

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from wsss_bot.domain import PullRequest
from wsss_bot.github import GitHubRepository, Issue, Issues

PROMISED = "0" * 40
"""The sha of a commit that a dry run did not make."""
_HIDDEN = re.compile(r"\s*<!--.*?-->", re.DOTALL)


class DryRunGitHub(GitHubRepository):
    """The same decisions, and nothing written: every write is handed to `tell` in words."""

    def __init__(self, real: GitHubRepository, tell: Callable[[str], None]) -> None:
        super().__init__(real.client, real.name)
        self._tell = tell

    def commit(
        self, path: str, text: str, *, message: str, parents: Sequence[str], base_tree: str
    ) -> str:
        title = message.partition("\n")[0]
        self._tell(f"would commit {path} ({len(text):,} characters): {title}")
        return PROMISED

    def create_branch(self, branch: str, sha: str) -> str:
        self._tell(f"would create the branch {branch}")
        return sha

    def move_branch(self, branch: str, sha: str, *, force: bool = False) -> None:
        self._tell(f"would move the branch {branch}")

    def delete_branch(self, branch: str) -> None:
        self._tell(f"would delete the branch {branch}")

    def open_pull_request(
        self, branch: str, base: str, *, title: str, body: str, draft: bool = False
    ) -> PullRequest:
        self._tell(f"would open a pull request to {base}: {title}\n\n{_seen(body)}\n")
        return PullRequest(
            number=0,
            url="",
            title=title,
            body=body,
            is_open=True,
            merged=False,
            head_sha=PROMISED,
            base=base,
            opened_at=datetime.now(UTC),
        )

    def edit_pull_request(self, number: int, *, title: str, body: str) -> None:
        self._tell(f"would change pull request {number}: {title}\n\n{_seen(body)}\n")

    def close_pull_request(self, number: int) -> None:
        self._tell(f"would close pull request {number}")

    def add_labels(self, number: int, labels: Sequence[str]) -> None:
        self._tell(f"would label it {', '.join(labels)}")

    def request_reviews(self, number: int, reviewers: Sequence[str]) -> None:
        self._tell(f"would ask {', '.join(reviewers)} for a review")

    def say(self, number: int, text: str) -> None:
        self._tell(f"would comment on pull request {number}: {text}")

    def use_fork(self) -> None:
        self._tell("would work in a fork")


class DryRunIssues(Issues):
    """Issues that are read for real, and told instead of written."""

    def __init__(self, real: Issues, tell: Callable[[str], None]) -> None:
        super().__init__(real.client, real.name)
        self._tell = tell

    def open(self, *, title: str, body: str, marker: str) -> Issue:
        self._tell(f"would open an issue: {title}\n\n{_seen(body)}\n")
        return Issue(number=0, title=title, body=body, is_open=True)

    def rewrite(self, number: int, body: str) -> None:
        self._tell(f"would rewrite issue {number}:\n\n{_seen(body)}\n")


def _seen(body: str) -> str:
    """Return what GitHub shows of a body: not the comment that the bot remembers by."""
    return _HIDDEN.sub("", body)
