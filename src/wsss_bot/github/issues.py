"""The one issue of the bot: found again, read, opened once, rewritten in place."""

from typing import NoReturn

from wsss_bot.errors import ConfigError, GitHubError
from wsss_bot.github.access import record_of
from wsss_bot.github.client import Client, Response
from wsss_bot.github.identity import who_signs_in
from wsss_bot.github.parsing import next_page
from wsss_bot.github.refusals import Refused
from wsss_bot.github.shapes import Issue as Shape
from wsss_bot.github.shapes import shaped
from wsss_bot.pull_request.issues import Issue

PAGE = 100
MOST_PAGES = 50
"""Issues that are older than so many pages of newer ones are not looked for."""
_GONE = {404, 410}


class GitHubIssues:
    """The issues of the repository `name` (owner/name)."""

    def __init__(self, client: Client, name: str) -> None:
        self.client = client
        self.name = name

    def read(self, number: int) -> Issue | None:
        """Return an issue, None when it is not here any more. Raises as `Client.get` does."""
        try:
            document = shaped(self.client.get(f"/repos/{self.name}/issues/{number}"), Shape)
        except Refused as refused:
            if refused.status in _GONE:
                return None
            self._explain(refused, "read")
        # One that was transferred redirects; its new number is that of a stranger here.
        here = document.repository_url.lower().endswith(f"/repos/{self.name}".lower())
        return _issue(document) if here else None

    def find(self, *, marker: str, title: str) -> Issue | None:
        """Return the issue of ours, open or closed, that holds `marker` or is called `title`.

        Others may copy both, so the author counts too: the owner of the token, or for an app,
        which GitHub does not tell its own name, any app of the repository.
        """
        try:
            return self._find(marker=marker, title=title)
        except Refused as refused:
            self._explain(refused, "list")

    def open(self, *, title: str, body: str, marker: str) -> Issue:
        """Open an issue whose `body` holds `marker`; one that an unheard request opened counts."""
        try:
            path = f"/repos/{self.name}/issues"
            opened = self.client.write("POST", path, {"title": title, "body": body})
            return _issue(shaped(opened, Shape))
        except Refused as refused:
            self._explain(refused, "open")
        except GitHubError:
            if (found := self.find(marker=marker, title=title)) is None:
                raise
            return found

    def rewrite(self, number: int, body: str) -> None:
        """Give an issue another body."""
        try:
            path = f"/repos/{self.name}/issues/{number}"
            self.client.write("PATCH", path, {"body": body}, repeatable=True)
        except Refused as refused:
            self._explain(refused, "edit")

    def _find(self, *, marker: str, title: str) -> Issue | None:
        # Under an old name of the repository, a redirect would lose what is asked for.
        self.name = record_of(self.client, self.name).name
        us = who_signs_in(self.client)
        page = 1
        for _ in range(MOST_PAGES):
            answer = self._page(page, creator=us.login)
            for document in shaped(answer, list[Shape]):
                if us.wrote(document) and document.pull_request is None:
                    issue = _issue(document)
                    if marker in issue.body or issue.title == title:
                        return issue
            page = next_page(answer)
            if not page:
                break
        return None

    def _page(self, page: int, *, creator: str) -> Response:
        parameters = {"creator": creator} if creator else {}
        return self.client.get(
            f"/repos/{self.name}/issues",
            state="all",
            sort="updated",
            direction="desc",
            per_page=PAGE,
            page=page,
            **parameters,
        )

    def _explain(self, refused: Refused, what: str) -> NoReturn:
        raise ConfigError(
            refused.sentence(f"{what} issues of {self.name}")
            + "; or switch issues on in its settings, or [report] dashboard off"
        ) from refused


def _issue(document: Shape) -> Issue:
    return Issue(
        number=document.number,
        title=document.title,
        body=(document.body or "").replace("\r\n", "\n"),
        is_open=document.state == "open",
    )
