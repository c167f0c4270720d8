"""A GitHub that reads like the real one and tells what it would write."""

# ruff: noqa: ARG002, D102 -- names, arguments and promises are those of GitHubForge

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from wsss_bot.github.forge import GitHubForge
from wsss_bot.github.issues import GitHubIssues
from wsss_bot.github.threads import GitHubThreads
from wsss_bot.pull_request.forge import Commit, NewText, PullRequest
from wsss_bot.pull_request.issues import Issue
from wsss_bot.text.files_as_one import parts_of

PROMISED = "0" * 40
"""The sha of a commit that a dry run did not make."""
_HIDDEN = re.compile(r"\s*<!--.*?-->", re.DOTALL)


class DryRunForge(GitHubForge):
    """The same decisions, and nothing written: every write is handed to `tell` in words."""

    def __init__(self, real: GitHubForge, tell: Callable[[str], None]) -> None:
        super().__init__(real.client, real.name, real.more)
        self._tell = tell

    def create(
        self, branch: str, change: NewText, *, base: str, seen: str, check: Callable[[Commit], None]
    ) -> str:
        at = None if self._works_in_fork else self._upstream.branch_at(branch)
        if at is not None:
            check(Commit(sha=at, message=self._upstream.message_of(at)))
        self._tell_of(change)
        self._tell(f"would create the branch {branch}")
        return PROMISED

    def extend(
        self, branch: str, change: NewText, *, after: str, base: str = "", seen: str = ""
    ) -> str:
        self._tell_of(change)
        self._tell(f"would move the branch {branch}")
        return PROMISED

    def _tell_of(self, change: NewText) -> None:
        title = change.message.partition("\n")[0]
        files = parts_of(change.text, change.path)
        what = change.path if len(files) == 1 else f"{len(files)} files"
        self._tell(f"would commit {what} ({len(change.text):,} characters): {title}")

    def delete_branch(self, branch: str, at: str) -> None:
        # Where a fork is, only a write would tell.
        if self._works_in_fork or self._upstream.branch_at(branch) == at:
            self._tell(f"would delete the branch {branch}")

    def open(
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

    def edit(self, number: int, *, title: str, body: str) -> None:
        self._tell(f"would change pull request {number}: {title}\n\n{_seen(body)}\n")

    def close(self, number: int, *, body: str) -> None:
        self._tell(f"would close pull request {number}")

    def label(self, number: int, labels: Sequence[str]) -> None:
        self._tell(f"would label it {', '.join(labels)}")

    def ask_for_reviews(self, number: int, reviewers: Sequence[str]) -> None:
        self._tell(f"would ask {', '.join(reviewers)} for a review")

    def comment(self, number: int, text: str) -> int:
        self._tell(f"would comment on pull request {number}: {text}")
        return 0

    def threads(self) -> GitHubThreads:
        return DryRunThreads(super().threads(), self._tell)


class DryRunIssues(GitHubIssues):
    """Issues that are read for real, and told instead of written."""

    def __init__(self, real: GitHubIssues, tell: Callable[[str], None]) -> None:
        super().__init__(real.client, real.name)
        self._tell = tell

    def open(self, *, title: str, body: str, marker: str) -> Issue:
        self._tell(f"would open an issue: {title}\n\n{_seen(body)}\n")
        return Issue(number=0, title=title, body=body, is_open=True)

    def rewrite(self, number: int, body: str) -> None:
        self._tell(f"would rewrite issue {number}:\n\n{_seen(body)}\n")


class DryRunThreads(GitHubThreads):
    """Threads that are read for real, and answers told instead of written."""

    def __init__(self, real: GitHubThreads, tell: Callable[[str], None]) -> None:
        super().__init__(real.client, real.name, real.identity)
        self._tell = tell

    def say(self, number: int, text: str) -> None:
        self._tell(f"would answer in issue {number}:\n\n{_seen(text)}\n")

    def say_again(self, comment: int, text: str) -> None:
        self._tell(f"would rewrite an answer:\n\n{_seen(text)}\n")


def _seen(body: str) -> str:
    """Return what GitHub shows of a body: not the comment that the bot remembers by."""
    return _HIDDEN.sub("", body)
