"""The issues of the stand-in: people's and the bot's, in one list with the pull requests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.standins.github.shapes import Json, Repository, Shapes, when

FIRST = 501
"""Issues are numbered from here, so that they never share a number with a pull request."""


@dataclass(kw_only=True)
class Issue:
    """One issue."""

    number: int
    title: str
    body: str
    user: str
    state: str = "open"
    edits: int = 0
    """How often its body was written anew."""
    opened_at: str = ""
    changed_at: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    is_locked: bool = False


def issue_document(shapes: Shapes, repository: Repository, issue: Issue) -> Json:
    """Return an issue as GitHub's API description asks for it."""
    url = f"{shapes.url}/repos/{repository.full_name}/issues/{issue.number}"
    return {
        "id": issue.number,
        "node_id": f"I_{issue.number}",
        "url": url,
        "repository_url": url.partition("/issues/")[0],
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": f"https://github.example/{repository.full_name}/issues/{issue.number}",
        "number": issue.number,
        "state": issue.state,
        "title": issue.title,
        "body": issue.body,
        "user": shapes.user(issue.user),
        "labels": [],
        "assignee": None,
        "milestone": None,
        "locked": False,
        "comments": len(issue.comments),
        "closed_at": None if issue.state == "open" else when(issue.number),
        "created_at": issue.opened_at or when(issue.number),
        "updated_at": issue.changed_at or when(issue.number + issue.edits),
        "author_association": "NONE",
    }


def asked_for(issue: Issue, query: Mapping[str, str]) -> bool:
    """Whether a list asked for with `query` holds the issue."""
    return query.get("state", "open") in {"all", issue.state} and (
        query.get("creator", issue.user) == issue.user
    )


def changed_since(document: dict[str, Any], query: Mapping[str, str]) -> bool:
    """Whether an issue changed since the moment that `query` names, if it names one."""
    return str(document["updated_at"]) >= query.get("since", "")


def pull_as_issue(pull: dict[str, Any], *, closed_by: Json = None) -> Json:
    """Return the document of a pull request as it stands among the issues."""
    moved = ("id", "node_id", "number", "state", "title", "body", "user", "labels", "locked")
    more = ("assignee", "milestone", "closed_at", "created_at", "updated_at", "html_url")
    issue = pull["issue_url"]
    return {key: pull[key] for key in (*moved, *more)} | {
        "closed_by": closed_by,
        "url": issue,
        "repository_url": issue.partition("/issues/")[0],
        "labels_url": f"{issue}/labels{{/name}}",
        "comments_url": f"{issue}/comments",
        "events_url": f"{issue}/events",
        "comments": pull.get("comments", 0),
        "author_association": "NONE",
        "pull_request": {
            "url": pull["url"],
            "html_url": pull["html_url"],
            "diff_url": pull["diff_url"],
            "patch_url": pull["patch_url"],
        },
    }
