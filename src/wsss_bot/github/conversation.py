"""What is said and done under a pull request: the bot's one comment, who closed it, who approved.

https://docs.github.com/rest/issues/comments, /issues/events and /pulls/reviews. A token that may
read pull requests may read these.
"""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from wsss_bot.errors import ConfigError, GitHubError
from wsss_bot.github.client import Client
from wsss_bot.github.identity import MAY_WRITE
from wsss_bot.github.pages import pages
from wsss_bot.github.refusals import Refused, explained
from wsss_bot.github.shapes import Authored, Closed, Comment, Event, Review, User, shaped
from wsss_bot.pull_request.forge import Closing

COMMENT_MARK = "<!-- wsss-bot:answer -->"
AT_ONCE = timedelta(seconds=2)
"""So close together GitHub notes that a branch was deleted and that this closed a pull request; who
closes it and then presses the button that deletes the branch takes longer."""
_SUPERSEDED = re.compile(
    r"\b(?:supersed\w+|replaced|in favou?r of|duplicate of)\b[^\n]{0,80}?(?:#|/pull/)\d+",
    re.IGNORECASE,
)
"""How people say, and programs for them, that another pull request has taken the place of one."""
_NOT_TOLD = {403, 404, 410}
_LIKE_A_PROGRAM = re.compile(r"[-_](?:ro)?bot\Z|\[bot\]\Z", re.IGNORECASE)
"""How accounts of programs are named that GitHub does not know to be programs."""


class Conversation:
    """The conversations of the repository `name`; `wrote` says what the bot itself wrote."""

    def __init__(self, client: Client, name: str, wrote: Callable[[Authored], bool]) -> None:
        self._client, self._name, self._wrote = client, name, wrote
        self._read: dict[int, tuple[Comment, ...]] = {}
        """The comments that were read, by pull request."""

    # --- the bot's comment ------------------------------------------------------------------

    def comment(self, number: int, text: str) -> int:
        """Let the bot's comment on a pull request say `text`; return its id. May raise Refused."""
        body = f"{text}\n\n{COMMENT_MARK}"
        comment = self._own_comment(number)
        self._read.pop(number, None)
        if comment is None:
            try:
                path = f"/repos/{self._name}/issues/{number}/comments"
                return shaped(self._client.write("POST", path, {"body": body}), Comment).id
            except GitHubError:
                if (comment := self._own_comment(number)) is None:
                    raise
        elif comment.body != body:
            path = f"/repos/{self._name}/issues/comments/{comment.id}"
            self._client.write("PATCH", path, {"body": body}, repeatable=True)
        return comment.id

    def read_comment(self, comment: int) -> str | None:
        """Return what a comment of the bot says; None where it is gone or another's."""
        try:
            answer = self._client.get(f"/repos/{self._name}/issues/comments/{comment}")
        except Refused as refused:
            if refused.status in _NOT_TOLD:
                return None
            raise ConfigError(refused.sentence(f"show a comment in {self._name}")) from refused
        found = shaped(answer, Comment)
        is_ours = COMMENT_MARK in (found.body or "") and self._wrote(found)
        return (found.body or "").replace("\r\n", "\n") if is_ours else None

    def _own_comment(self, number: int) -> Comment | None:
        for comment in self._comments(number):
            if COMMENT_MARK in (comment.body or "") and self._wrote(comment):
                return comment
        return None

    def _comments(self, number: int) -> tuple[Comment, ...]:
        if number not in self._read:
            path = f"/repos/{self._name}/issues/{number}/comments"
            self._read[number] = tuple(pages(self._client, path, Comment))
        return self._read[number]

    # --- what others did --------------------------------------------------------------------

    def closing(self, number: int) -> Closing:
        """Return who closed a pull request, and how, with three requests.

        The third reads the comments, which are also wanted to find the bot's own.
        """
        path = f"/repos/{self._name}/issues/{number}"
        try:
            closer = shaped(self._client.get(path), Closed).closed_by
            events = tuple(pages(self._client, f"{path}/events", Event))
            comments = self._comments(number)
        except Refused as refused:
            if refused.status in _NOT_TOLD:
                return Closing()
            what = f"say who closed pull request {number} of {self._name}"
            raise ConfigError(refused.sentence(what)) from refused
        last = next((event for event in reversed(events) if event.event == "closed"), None)
        closer = closer or (last.actor if last else None)
        return Closing(
            by=closer.login if closer else "",
            by_program=closer is not None and _is_program(closer),
            branch_deleted=last is not None and _branch_was_deleted(events, last),
            superseded=any(
                closer is not None
                and comment.user is not None
                and comment.user.login == closer.login
                and _SUPERSEDED.search(comment.body or "") is not None
                for comment in comments
            ),
        )

    def is_approved(self, number: int) -> bool:
        """Whether the last word of somebody who may write approves a pull request."""
        path = f"/repos/{self._name}/pulls/{number}/reviews"
        last: dict[str, str] = {}
        with explained(f"show the reviews of pull request {number} of {self._name}"):
            try:
                for review in pages(self._client, path, Review):
                    if review.author_association in MAY_WRITE and review.state != "COMMENTED":
                        last[review.user.login if review.user else ""] = review.state
            except Refused as refused:
                if refused.status != 404:
                    raise
        return "APPROVED" in last.values()


def _is_program(account: User) -> bool:
    return account.type == "Bot" or _LIKE_A_PROGRAM.search(account.login) is not None


def _branch_was_deleted(events: Sequence[Event], closed: Event) -> bool:
    """Whether the branch was deleted while the pull request was open, which closed it."""
    deleted = [e for e in events if e.event == "head_ref_deleted"]
    return any(
        e.created_at and closed.created_at and abs(e.created_at - closed.created_at) <= AT_ONCE
        for e in deleted
    )
