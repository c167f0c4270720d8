"""The list's repository on GitHub, in the few calls that the bot makes."""

import base64
from urllib.parse import quote

from wsss_bot.edges.github.client import Client, Json, Refused
from wsss_bot.errors import ConfigError, GitHubError, ListError


class GitHubRepository:
    """One repository. What it reads may be public; what it writes needs a token."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self.name = name
        """owner/name, as GitHub spells it now."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return self._client.requests

    def read_list(self, path: str, branch: str = "") -> str:
        """Return the text of the file `path` on `branch` (empty: the default branch).

        Raises ConfigError or ListError when repository, branch or file are not there, and
        GitHubError when a later run may succeed.
        """
        file = self._get_file(path, branch)
        if file.get("encoding") == "base64" and file.get("content"):
            encoded = file["content"]
        elif file.get("size") == 0:
            encoded = ""
        else:
            # Above 1 MB the contents API names the blob and leaves out the text.
            encoded = self._get(f"git/blobs/{file['sha']}")["content"]
        return _decoded(encoded, path)

    def _get_file(self, path: str, branch: str) -> Json:
        where = f"{self.name} on the branch {branch}" if branch else self.name
        parameters = {"ref": branch} if branch else {}
        try:
            file = self._get(f"contents/{quote(path.strip('/'))}", **parameters)
        except Refused as refused:
            if refused.status == 404 and self._exists():
                raise ListError(
                    f"there is no file {path!r} in {where}; check [list] path and branch"
                ) from refused
            raise ConfigError(
                f"GitHub shows no repository {self.name} ({refused.status}: {refused.message}); "
                "check [list] repository, and that the token may see it if it is private"
            ) from refused
        if not isinstance(file, dict) or file.get("type") != "file":
            raise ListError(f"{path!r} in {where} is not a file; [list] path names the list itself")
        return file

    def _exists(self) -> bool:
        try:
            self._client.get(f"/repos/{self.name}")
        except Refused:
            return False
        return True

    def _get(self, path: str, **parameters: str | int) -> Json:
        return self._client.get(f"/repos/{self.name}/{path}", **parameters).json


def _decoded(encoded: str, path: str) -> str:
    try:
        return base64.b64decode(encoded).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ListError(f"{path!r} is not UTF-8 text: byte {error.start} does not fit") from error
    except ValueError as error:
        raise GitHubError(f"GitHub sent {path!r} in a form that cannot be read") from error
