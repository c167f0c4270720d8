"""Answers in the shape that GitHub's API description asks for."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.standins.github.git import EPOCH, Git

Json = Any

_USER_URLS = (
    "events_url followers_url following_url gists_url organizations_url received_events_url "
    "repos_url starred_url subscriptions_url"
)
_REPOSITORY_URLS = (
    "archive_url assignees_url blobs_url branches_url collaborators_url comments_url commits_url "
    "compare_url contents_url contributors_url deployments_url downloads_url events_url forks_url "
    "git_commits_url git_refs_url git_tags_url hooks_url issue_comment_url issue_events_url "
    "issues_url keys_url labels_url languages_url merges_url milestones_url notifications_url "
    "pulls_url releases_url stargazers_url statuses_url subscribers_url subscription_url tags_url "
    "teams_url trees_url clone_url git_url ssh_url svn_url"
)
_REPOSITORY_FACTS = {
    "description": None,
    "private": False,
    "forks": 0,
    "forks_count": 0,
    "has_discussions": False,
    "has_downloads": True,
    "has_issues": True,
    "has_pages": False,
    "has_projects": False,
    "has_wiki": False,
    "homepage": None,
    "language": None,
    "archived": False,
    "disabled": False,
    "open_issues": 0,
    "open_issues_count": 0,
    "license": None,
    "mirror_url": None,
    "network_count": 0,
    "size": 1,
    "stargazers_count": 0,
    "subscribers_count": 0,
    "watchers": 0,
    "watchers_count": 0,
}


@dataclass(kw_only=True)
class Repository:
    """One repository; a fork has the objects of its parent, as on GitHub."""

    id: int
    full_name: str
    git: Git
    default_branch: str = "main"
    fork: bool = False

    @property
    def owner(self) -> str:
        return self.full_name.partition("/")[0]


@dataclass(kw_only=True)
class Pull:
    """A pull request."""

    number: int
    title: str
    body: str
    base: str
    head: str
    home: Repository
    user: str
    draft: bool = False
    state: str = "open"
    merged_at: str | None = None
    merged_by: str | None = None
    last_sha: str = ""
    """Where the branch was when the pull request was closed."""
    last_base: str = ""
    """Where its base was then."""
    labels: list[str] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    merge_sha: str = ""
    merges_itself: bool = False
    """Whether somebody switched auto-merge on."""
    closed_by: str | None = None
    closed_at: int = 0
    """In seconds since the stand-in's beginning."""
    events: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    is_locked: bool = False
    changed_at: str = ""
    """When somebody last said something in it."""

    def note(self, event: str, actor: str | None, at: int) -> None:
        """Let something have happened to it."""
        if actor is not None:
            self.events.append({"event": event, "actor": actor, "at": at})

    @property
    def head_sha(self) -> str:
        if self.state == "open":
            self.last_sha = self.home.git.branch(self.head) or self.last_sha
        return self.last_sha


def when(seconds: int) -> str:
    moment = datetime.fromtimestamp(EPOCH, UTC) + timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def encoded(document: Json) -> tuple[bytes, str]:
    """Return the bytes of an answer and its ETag."""
    data = json.dumps(document).encode()
    return data, f'W/"{hashlib.sha256(data).hexdigest()}"'


class Shapes:
    """Documents with the addresses of one server."""

    def __init__(self, url: str, writers: set[str]) -> None:
        self.url, self._writers = url, writers

    def user(self, login: str) -> Json:
        url = f"{self.url}/users/{login}"
        return {
            "login": login,
            "id": 1 + sum(login.encode()),
            "node_id": f"U_{login}",
            "avatar_url": f"{url}/avatar",
            "gravatar_id": "",
            "url": url,
            "html_url": f"https://github.example/{login}",
            "type": "Bot" if login.endswith("[bot]") else "User",
            "site_admin": False,
            **{name: f"{url}/{name}" for name in _USER_URLS.split()},
        }

    def whole_user(self, login: str) -> Json:
        nothing = dict.fromkeys("bio blog company email hireable location name".split())
        numbers = dict.fromkeys("followers following public_gists public_repos".split(), 0)
        dates = {"created_at": when(0), "updated_at": when(0)}
        return self.user(login) | nothing | numbers | dates

    def repository(self, repository: Repository, *, push: bool | None = None) -> Json:
        url = f"{self.url}/repos/{repository.full_name}"
        document = {
            "id": repository.id,
            "node_id": f"R_{repository.id}",
            "name": repository.full_name.partition("/")[2],
            "full_name": repository.full_name,
            "owner": self.user(repository.owner),
            "html_url": f"https://github.example/{repository.full_name}",
            "url": url,
            "fork": repository.fork,
            "default_branch": repository.default_branch,
            "created_at": when(0),
            "updated_at": when(0),
            "pushed_at": when(0),
            **_REPOSITORY_FACTS,
            **{name: f"{url}/{name}" for name in _REPOSITORY_URLS.split()},
        }
        if push is not None:
            document["permissions"] = {"admin": False, "push": push, "pull": True}
        return document

    def ref(self, repository: Repository, branch: str, sha: str) -> Json:
        url = f"{self.url}/repos/{repository.full_name}/git"
        return {
            "ref": f"refs/heads/{branch}",
            "node_id": f"REF_{branch}",
            "url": f"{url}/refs/heads/{branch}",
            "object": {"type": "commit", "sha": sha, "url": f"{url}/commits/{sha}"},
        }

    def git_commit(self, repository: Repository, sha: str) -> Json:
        tree, parents, author, date, message = repository.git.facts(sha)
        url = f"{self.url}/repos/{repository.full_name}/git"
        web = f"https://github.example/{repository.full_name}/commit"
        person = {"name": author, "email": f"{author}@example.org", "date": date}
        return {
            "sha": sha,
            "node_id": f"C_{sha}",
            "url": f"{url}/commits/{sha}",
            "html_url": f"{web}/{sha}",
            "author": person,
            "committer": person,
            "tree": {"sha": tree, "url": f"{url}/trees/{tree}"},
            "message": message,
            "parents": [
                {"sha": p, "url": f"{url}/commits/{p}", "html_url": f"{web}/{p}"} for p in parents
            ],
            "verification": {
                "verified": False,
                "reason": "unsigned",
                "signature": None,
                "payload": None,
                "verified_at": None,
            },
        }

    def commit(self, repository: Repository, sha: str) -> Json:
        inner = self.git_commit(repository, sha)
        return {
            "sha": sha,
            "node_id": inner["node_id"],
            "commit": {key: inner[key] for key in ("author", "committer", "message", "tree")},
            "url": f"{self.url}/repos/{repository.full_name}/commits/{sha}",
            "html_url": inner["html_url"],
            "parents": inner["parents"],
            "files": [],
        }

    def file(self, repository: Repository, path: str, ref: str, blob: str, limit: int) -> Json:
        data = repository.git.read(blob)
        url = f"{self.url}/repos/{repository.full_name}"
        web = f"https://github.example/{repository.full_name}"
        small = len(data) <= limit
        return {
            "type": "file",
            "name": path.rpartition("/")[2],
            "path": path,
            "sha": blob,
            "size": len(data),
            "encoding": "base64" if small else "none",
            "content": base64.encodebytes(data).decode() if small else "",
            "url": f"{url}/contents/{path}?ref={ref}",
            "html_url": f"{web}/blob/{ref}/{path}",
            "git_url": f"{url}/git/blobs/{blob}",
            "download_url": f"https://raw.github.example/{repository.full_name}/{ref}/{path}",
            "_links": {
                "self": f"{url}/contents/{path}?ref={ref}",
                "git": f"{url}/git/blobs/{blob}",
                "html": f"{web}/blob/{ref}/{path}",
            },
        }

    def tree(self, repository: Repository, sha: str, *, deep: bool = False) -> Json:
        url = f"{self.url}/repos/{repository.full_name}/git"
        folders = {"tree": "trees", "blob": "blobs", "commit": "commits"}
        return {
            "sha": sha,
            "url": f"{url}/trees/{sha}",
            "truncated": False,
            "tree": [
                {
                    "path": name,
                    "mode": mode,
                    "type": kind,
                    "sha": found,
                    "url": f"{url}/{folders[kind]}/{found}",
                }
                for mode, kind, found, name in repository.git.entries(sha, deep=deep)
            ],
        }

    def blob(self, repository: Repository, sha: str) -> Json:
        data = repository.git.read(sha)
        return {
            "sha": sha,
            "node_id": f"B_{sha}",
            "size": len(data),
            "url": f"{self.url}/repos/{repository.full_name}/git/blobs/{sha}",
            "content": base64.encodebytes(data).decode(),
            "encoding": "base64",
        }

    def label(self, repository: Repository, name: str) -> Json:
        return {
            "id": 1 + sum(name.encode()),
            "node_id": f"L_{name}",
            "url": f"{self.url}/repos/{repository.full_name}/labels/{name}",
            "name": name,
            "description": "",
            "color": "ededed",
            "default": False,
        }

    def comment(self, repository: Repository, thread: Any, comment: dict[str, Any]) -> Json:
        issues = f"{self.url}/repos/{repository.full_name}/issues"
        web = f"https://github.example/{repository.full_name}/pull/{thread.number}"
        return {
            "id": comment["id"],
            "node_id": f"IC_{comment['id']}",
            "url": f"{issues}/comments/{comment['id']}",
            "html_url": f"{web}#issuecomment-{comment['id']}",
            "issue_url": f"{issues}/{thread.number}",
            "user": self.user(comment["user"]),
            "author_association": "NONE",
            "created_at": comment.get("at") or when(0),
            "updated_at": comment.get("at") or when(0),
            "body": comment["body"],
        }

    def pull(self, repository: Repository, pull: Pull) -> Json:
        url = f"{self.url}/repos/{repository.full_name}/pulls/{pull.number}"
        issue = f"{self.url}/repos/{repository.full_name}/issues/{pull.number}"
        web = f"https://github.example/{repository.full_name}/pull/{pull.number}"
        base_sha = repository.git.branch(pull.base) or ""
        statuses = f"{self.url}/repos/{repository.full_name}/statuses/{pull.head_sha}"
        addresses = {
            "self": url,
            "html": web,
            "issue": issue,
            "comments": f"{issue}/comments",
            "review_comments": f"{url}/comments",
            "review_comment": f"{url}/comments/number",
            "commits": f"{url}/commits",
            "statuses": statuses,
        }
        return {
            "id": 1000 + pull.number,
            "node_id": f"PR_{pull.number}",
            "number": pull.number,
            "url": url,
            "html_url": web,
            "diff_url": f"{web}.diff",
            "patch_url": f"{web}.patch",
            "issue_url": issue,
            "commits_url": addresses["commits"],
            "review_comments_url": addresses["review_comments"],
            "review_comment_url": addresses["review_comment"],
            "comments_url": addresses["comments"],
            "statuses_url": statuses,
            "state": pull.state,
            "locked": False,
            "title": pull.title,
            "body": pull.body,
            "user": self.user(pull.user),
            "labels": [self.label(repository, name) for name in pull.labels],
            "milestone": None,
            "assignee": None,
            "draft": pull.draft,
            "created_at": when(pull.number),
            "updated_at": when(pull.number),
            "closed_at": None if pull.state == "open" else when(pull.closed_at),
            "merged_at": pull.merged_at,
            "merge_commit_sha": pull.merge_sha or None,
            "author_association": "COLLABORATOR" if pull.user in self._writers else "NONE",
            "auto_merge": self._auto_merge(pull),
            "head": self._end(pull.home, pull.head, pull.head_sha),
            "base": self._end(repository, pull.base, base_sha),
            "_links": {name: {"href": address} for name, address in addresses.items()},
        }

    def _auto_merge(self, pull: Pull) -> Json:
        if not pull.merges_itself:
            return None
        return {
            "enabled_by": self.user("someone"),
            "merge_method": "squash",
            "commit_title": pull.title,
            "commit_message": "",
        }

    def event(self, repository: Repository, pull: Pull, number: int) -> Json:
        noted = pull.events[number]
        url = f"{self.url}/repos/{repository.full_name}/issues/events/{number}"
        return {
            "id": 100 * pull.number + number,
            "node_id": f"E_{pull.number}_{number}",
            "url": url,
            "actor": self.user(noted["actor"]),
            "event": noted["event"],
            "commit_id": None,
            "commit_url": None,
            "created_at": when(noted["at"]),
            "performed_via_github_app": None,
        }

    def review(self, repository: Repository, pull: Pull, number: int) -> Json:
        made = pull.reviews[number]
        url = f"{self.url}/repos/{repository.full_name}/pulls/{pull.number}"
        web = f"https://github.example/{repository.full_name}/pull/{pull.number}"
        links = {"html": f"{web}#review-{number}", "pull_request": url}
        return {
            "id": 100 * pull.number + number,
            "node_id": f"PRR_{pull.number}_{number}",
            "user": self.user(made["user"]),
            "body": "",
            "state": made["state"],
            "html_url": links["html"],
            "pull_request_url": url,
            "_links": {name: {"href": link} for name, link in links.items()},
            "submitted_at": when(pull.number),
            "commit_id": pull.head_sha,
            "author_association": made["association"],
        }

    def whole_pull(self, repository: Repository, pull: Pull) -> Json:
        changed = (
            repository.git.changed(repository.git.branch(pull.base) or "", pull.head_sha)
            if pull.state == "open"
            else []
        )
        return self.pull(repository, pull) | {
            "merged": pull.merged_at is not None,
            "mergeable": None,
            "mergeable_state": "unknown",
            "merged_by": self.user(pull.merged_by) if pull.merged_by else None,
            "comments": len(pull.comments),
            "review_comments": 0,
            "maintainer_can_modify": False,
            "commits": 1,
            "additions": sum(added for _, added, _ in changed),
            "deletions": sum(gone for _, _, gone in changed),
            "changed_files": len(changed),
        }

    def changed_file(
        self, repository: Repository, pull: Pull, change: tuple[str, int, int]
    ) -> Json:
        path, added, gone = change
        web = f"https://github.example/{repository.full_name}"
        return {
            "sha": repository.git.blob_at(pull.head_sha, path),
            "filename": path,
            "status": "modified",
            "additions": added,
            "deletions": gone,
            "changes": added + gone,
            "blob_url": f"{web}/blob/{pull.head_sha}/{path}",
            "raw_url": f"{web}/raw/{pull.head_sha}/{path}",
            "contents_url": f"{self.url}/repos/{repository.full_name}/contents/{path}",
        }

    def _end(self, repository: Repository, branch: str, sha: str) -> Json:
        return {
            "label": f"{repository.owner}:{branch}",
            "ref": branch,
            "sha": sha,
            "user": self.user(repository.owner),
            "repo": self.repository(repository),
        }
