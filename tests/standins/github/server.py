"""GitHub's API on loopback, over a real git repository."""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from posixpath import dirname, normpath
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from tests.standins.github.git import Conflict, Git
from tests.standins.github.issues import (
    FIRST,
    Issue,
    asked_for,
    changed_since,
    issue_document,
    pull_as_issue,
)
from tests.standins.github.shapes import Json, Pull, Repository, Shapes, encoded, when

TOKEN = "a-token"
BOT = "the-bot"
APP_TOKEN = "ghs_a-token"
BOT_OF_AN_APP = "an-app[bot]"
CONTENTS_LIMIT = 1_000_000
FREE = {"/rate_limit"}
FILES = {"100644", "100755"}
ELSEWHERE = 3000
"""The id of the repository that issues are transferred to."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and its answer, for whoever wants to check them."""

    verb: str
    path: str
    query: Mapping[str, str]
    sent: Json
    status: int
    answered: Json


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What goes wrong with one request."""

    arrives: bool = False
    """Whether the request is carried out all the same."""
    status: int | None = None
    """What is answered instead; None: nothing, the connection breaks."""
    headers: Mapping[str, str] = field(default_factory=dict)
    message: str = "Something went wrong"


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int = 200
    document: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):  # noqa: N818
    """GitHub says no."""

    def __init__(self, status: int, message: str, **more: Json) -> None:
        super().__init__(message)
        self.answer = Answer(
            status=status,
            document={"message": message, "documentation_url": "https://docs.example", **more},
        )


Call = Callable[..., Answer]


class GitHubStandIn:
    """A GitHub with one repository, its people and their pull requests."""

    def __init__(self, folder: Path, name: str = "someone/a-list") -> None:
        self.repository = Repository(id=1000, full_name=name, git=Git(folder / "repository.git"))
        self.forks: list[Repository] = []
        self.pulls: list[Pull] = []
        self.issues: list[Issue] = []
        self.elsewhere: dict[int, int] = {}
        """The numbers of issues that were transferred, and those that they have there."""
        self.has_issues = True
        self.may_write = {"contents", "pull requests", "issues"}
        """What a fine-grained token may do, whatever its owner may."""
        self.rules: dict[str, list[str]] = {}
        """The kinds of rules that hold for a branch."""
        self.token_headers: dict[str, str] = {}
        """What every answer says of the token."""
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.old_names: set[str] = set()
        self.may_push = True
        self.is_archived = False
        self.more_of_the_repository: dict[str, Json] = {}
        self.refusals: list[tuple[str, str, int, str]] = []
        """Verb, pattern of the path, status and words: what GitHub says no to until told else."""
        self.fork_is_ready_after = 0
        """How many writes to a fork are answered with 404 and 409 before it is ready."""
        self.exchanges: list[Exchange] = []
        self.history: list[Exchange] = []
        """What was exchanged before that."""
        self.faults: dict[int, Fault] = {}
        """The number of a request since `begin` to what goes wrong with it."""
        self.dead_from: int | None = None
        """From this request on nothing arrives and nothing is answered: the bot was killed."""
        self.instead: Callable[[int, Json], bytes | None] = lambda _number, _document: None
        """Given the number of a request since `begin` and what it is answered with: other bytes."""
        self.write_raw = b""
        """The body of every answer, where that is not GitHub's own."""
        self.on_request: Callable[[int], None] = lambda _: None
        self._count = 0
        self._comments = 0
        self.seconds = 1000
        """How late it is; each thing that is done takes a while."""
        self._lock = threading.Lock()
        self.url = ""
        self.writers: set[str] = set()
        """Who may write to the repository, beside who signs in."""
        self._shapes = Shapes("", self.writers)

    def refuse(self, verb: str, path: str, status: int, message: str = "No") -> None:
        """Say no to some requests from now on."""
        self.refusals.append((verb, path, status, message))

    @property
    def count(self) -> int:
        """How many requests there were since `begin`."""
        return self._count

    def begin(self) -> None:
        """Count requests from here, and forget the faults."""
        self.history += self.exchanges
        self._count, self.exchanges = 0, []
        self.faults, self.dead_from = {}, None

    @contextmanager
    def serving(self) -> Iterator["GitHubStandIn"]:
        """Answer on a port of this machine."""
        standin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *args: object) -> None:
                """Keep quiet."""

            def date_time_string(self, timestamp: float | None = None) -> str:
                del timestamp
                return format_datetime(standin.now().astimezone(UTC), usegmt=True)

            def handle_one(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                data = self.rfile.read(length)
                answer = standin.answer(self.command, self.path, self.headers, data)
                if answer is None:
                    self.close_connection = True
                    self.connection.close()
                    return
                body, etag = encoded(answer.document)
                if answer.status in {204, 304}:
                    body = b""
                body = standin.write_raw or standin.instead(standin.count, answer.document) or body
                self.send_response(answer.status)
                for key, value in {"ETag": etag, **answer.headers}.items():
                    self.send_header(key, value)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_one  # noqa: N815

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.url = f"http://127.0.0.1:{server.server_port}"
        self._shapes = Shapes(self.url, self.writers)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    # --- one request ------------------------------------------------------------------------

    def answer(self, verb: str, target: str, headers: Message, data: bytes) -> Answer | None:
        """Carry out one request; None: the connection breaks."""
        with self._lock:
            self._count += 1
            if self.dead_from is not None and self._count >= self.dead_from:
                return None
            self.on_request(self._count)
            fault = self.faults.pop(self._count, None)
            if fault and not fault.arrives:
                return _broken(fault)
            parts = urlsplit(target)
            query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
            sent = json.loads(data) if data else None
            try:
                answer = self._route(verb, parts.path, query, sent, headers)
            except Refusal as refusal:
                answer = refusal.answer
            answer = self._with_headers(answer, headers)
            self.exchanges.append(
                Exchange(
                    verb=verb,
                    path=parts.path,
                    query=query,
                    sent=sent,
                    status=answer.status,
                    answered=answer.document,
                )
            )
            return _broken(fault) if fault else answer

    def _with_headers(self, answer: Answer, asked: Message) -> Answer:
        limits = {
            "X-RateLimit-Limit": "5000",
            "X-RateLimit-Remaining": str(5000 - self._count),
            "X-RateLimit-Reset": str(2_000_000_000),
            **self.token_headers,
        }
        _, etag = encoded(answer.document)
        if answer.status == 200 and asked.get("If-None-Match") == etag:
            return Answer(status=304, headers={**limits, **answer.headers})
        return Answer(
            status=answer.status, document=answer.document, headers={**limits, **answer.headers}
        )

    def _route(
        self, verb: str, path: str, query: dict[str, str], sent: Json, headers: Message
    ) -> Answer:
        user = self._user(headers)
        for refused_verb, pattern, status, message in self.refusals:
            if verb == refused_verb and re.search(pattern, path):
                raise Refusal(status, message)
        if found := re.fullmatch(r"/app/installations/(\d+)/access_tokens", path):
            asked = {name.replace("_", " ") for name in (sent or {}).get("permissions", {})}
            if not asked <= self.may_write:
                raise Refusal(422, "The permissions requested are not granted to this app.")
            return Answer(
                status=201,
                document={
                    "token": APP_TOKEN,
                    "expires_at": "2100-01-01T00:00:00Z",
                    "permissions": {},
                },
            )
        if path == "/user":
            if user == BOT_OF_AN_APP:
                raise Refusal(403, "Resource not accessible by integration")
            return Answer(document=self._shapes.whole_user(user or ""))
        repository, rest = self._repository(verb, path, query)
        for pattern, calls in ROUTES:
            if found := re.fullmatch(pattern, rest):
                if verb not in calls:
                    break
                if verb != "GET" and user is None:
                    raise Refusal(401, "Requires authentication")
                call: Call = getattr(self, f"_{calls[verb]}")
                words = [unquote(word) for word in found.groups()]
                return call(repository, *words, query=query, sent=sent, user=user)
        raise Refusal(404, "Not Found")

    def _user(self, headers: Message) -> str | None:
        said = headers.get("Authorization", "")
        if not said:
            return None
        scheme, _, secret = said.partition(" ")
        if scheme == "Bearer" and secret.count(".") == 2:
            return "an-app"
        if secret == APP_TOKEN:
            return BOT_OF_AN_APP
        if secret != TOKEN:
            raise Refusal(401, "Bad credentials")
        return BOT

    def _repository(self, verb: str, path: str, query: dict[str, str]) -> tuple[Repository, str]:
        if found := re.match(r"/repositories/(\d+)(?=/|$)", path):
            for repository in (self.repository, *self.forks):
                if repository.id == int(found[1]):
                    return repository, path[found.end() :]
        if found := re.match(r"/repos/([^/]+/[^/]+)(?=/|$)", path):
            rest = path[found.end() :]
            for repository in (self.repository, *self.forks):
                if repository.full_name.casefold() == found[1].casefold():
                    return repository, rest
            if found[1] in self.old_names:
                moved = f"{self.url}/repositories/{self.repository.id}{rest}"
                raise _Moved(f"{moved}?{urlencode(query)}" if query else moved, verb)
        raise Refusal(404, "Not Found")

    # --- repositories, files and git data ---------------------------------------------------

    def _get_repository(self, repository: Repository, **_: Json) -> Answer:
        push = self.may_push or repository.fork
        document = self._shapes.repository(repository, push=push)
        more = {"archived": self.is_archived, **self.more_of_the_repository}
        return Answer(document=document | more)

    def _fork(self, repository: Repository, **_: Json) -> Answer:
        if not self.forks:
            name = f"{BOT}/{repository.full_name.partition('/')[2]}"
            self.forks.append(
                Repository(id=2000, full_name=name, git=repository.git.fork(), fork=True)
            )
        return Answer(status=202, document=self._shapes.repository(self.forks[0]))

    def _get_file(
        self, repository: Repository, path: str, *, query: Mapping[str, str], **_: Json
    ) -> Answer:
        ref = query.get("ref", repository.default_branch)
        commit = repository.git.branch(ref) or repository.git.resolve(f"{ref}^{{commit}}")
        if commit is None:
            raise Refusal(404, f"No commit found for the ref {ref}")
        sha = repository.git.blob_at(commit, path)
        if sha is None:
            raise Refusal(404, "Not Found")
        if repository.git.kind(sha) == "tree":
            return Answer(document=[])
        if repository.git.mode_at(commit, path) == "120000":
            target = normpath(f"{dirname(path)}/{repository.git.read(sha).decode()}").lstrip("/")
            link, sha = sha, repository.git.blob_at(commit, target)
            if sha is None or repository.git.mode_at(commit, target) not in FILES:
                document = self._shapes.file(repository, path, ref, link, CONTENTS_LIMIT)
                gone = ("content", "encoding")
                shown = {key: value for key, value in document.items() if key not in gone}
                return Answer(document=shown | {"type": "symlink", "target": target})
        return Answer(document=self._shapes.file(repository, path, ref, sha, CONTENTS_LIMIT))

    def _get_commit(self, repository: Repository, ref: str, **_: Json) -> Answer:
        name = repository.default_branch if ref == "HEAD" else ref
        sha = repository.git.branch(name) or repository.git.resolve(f"{name}^{{commit}}")
        if sha is None:
            raise Refusal(422, f"No commit found for SHA: {ref}")
        return Answer(document=self._shapes.commit(repository, sha))

    def _get_blob(self, repository: Repository, sha: str, **_: Json) -> Answer:
        if repository.git.kind(sha) != "blob":
            raise Refusal(404, "Not Found")
        return Answer(document=self._shapes.blob(repository, sha))

    def _get_git_commit(self, repository: Repository, sha: str, **_: Json) -> Answer:
        if repository.git.kind(sha) != "commit":
            raise Refusal(404, "Not Found")
        return Answer(document=self._shapes.git_commit(repository, sha))

    def _get_tree(
        self, repository: Repository, sha: str, *, query: Mapping[str, str], **_: Json
    ) -> Answer:
        tree = repository.git.resolve(f"{repository.git.branch(sha) or sha}^{{tree}}")
        if tree is None:
            raise Refusal(404, "Not Found")
        deep = "recursive" in query
        return Answer(document=self._shapes.tree(repository, tree, deep=deep))

    def _make_tree(self, repository: Repository, *, sent: Json, **_: Json) -> Answer:
        self._check_push(repository)
        base = sent["base_tree"]
        if repository.git.kind(base) != "tree":
            raise Refusal(422, "Invalid base_tree")
        files: dict[str, str | None] = {
            entry["path"]: repository.git.blob(entry["content"].encode()) for entry in sent["tree"]
        }
        [mode] = {entry["mode"] for entry in sent["tree"]}
        tree = repository.git.tree(base, files, mode=mode)
        url = f"{self.url}/repos/{repository.full_name}/git/trees/{tree}"
        return Answer(
            status=201, document={"sha": tree, "url": url, "tree": [], "truncated": False}
        )

    def _make_commit(self, repository: Repository, *, sent: Json, **_: Json) -> Answer:
        self._check_push(repository)
        if any(repository.git.kind(parent) != "commit" for parent in sent["parents"]):
            raise Refusal(422, "Parent SHA does not exist or is not a commit object")
        sha = repository.git.commit(sent["tree"], sent["parents"], sent["message"], BOT)
        return Answer(status=201, document=self._shapes.git_commit(repository, sha))

    def _get_ref(self, repository: Repository, branch: str, **_: Json) -> Answer:
        sha = repository.git.branch(branch)
        if sha is None:
            raise Refusal(404, "Not Found")
        return Answer(document=self._shapes.ref(repository, branch, sha))

    def _make_ref(self, repository: Repository, *, sent: Json, **_: Json) -> Answer:
        self._check_push(repository)
        branch = sent["ref"].removeprefix("refs/heads/")
        if repository.git.branch(branch):
            raise Refusal(422, "Reference already exists")
        if repository.git.kind(sent["sha"]) != "commit":
            raise Refusal(422, "Object does not exist")
        repository.git.set_branch(branch, sent["sha"])
        return Answer(status=201, document=self._shapes.ref(repository, branch, sent["sha"]))

    def _move_ref(self, repository: Repository, branch: str, *, sent: Json, **_: Json) -> Answer:
        self._check_push(repository)
        old = repository.git.branch(branch)
        if old is None:
            raise Refusal(422, "Reference does not exist")
        if not sent.get("force") and not repository.git.is_ancestor(old, sent["sha"]):
            raise Refusal(422, "Update is not a fast forward")
        repository.git.set_branch(branch, sent["sha"])
        return Answer(document=self._shapes.ref(repository, branch, sent["sha"]))

    def _delete_ref(
        self, repository: Repository, branch: str, *, user: str | None, **_: Json
    ) -> Answer:
        self._check_push(repository)
        if repository.git.branch(branch) is None:
            raise Refusal(422, "Reference does not exist")
        self.delete_branch(branch, by=user or "", repository=repository)
        return Answer(status=204)

    def _list_rules(self, repository: Repository, branch: str, **_: Json) -> Answer:
        del repository
        return Answer(document=[{"type": kind} for kind in self.rules.get(branch, ())])

    def _check_push(self, repository: Repository) -> None:
        if repository.fork and self.fork_is_ready_after:
            self.fork_is_ready_after -= 1
            raise Refusal(409 if self.fork_is_ready_after % 2 else 404, "Not ready")
        if not self.may_push and not repository.fork:
            raise Refusal(403, "Resource not accessible by personal access token")
        self._check_right("contents")

    def _check_right(self, right: str) -> None:
        if right not in self.may_write:
            raise Refusal(403, "Resource not accessible by personal access token")

    # --- pull requests ----------------------------------------------------------------------

    def _list_pulls(self, repository: Repository, *, query: Mapping[str, str], **_: Json) -> Answer:
        found = [
            pull
            for pull in reversed(self.pulls)
            if query.get("state", "open") in {"all", pull.state}
            and query.get("head", f"{pull.home.owner}:{pull.head}")
            == f"{pull.home.owner}:{pull.head}"
        ]
        return self._page("pulls", [self._shapes.pull(repository, pull) for pull in found], query)

    def _open_pull(
        self, repository: Repository, *, sent: Json, user: str | None, **_: Json
    ) -> Answer:
        self._check_right("pull requests")
        owner, _, branch = sent["head"].rpartition(":")
        home = next((fork for fork in self.forks if fork.owner == owner), repository)
        head = home.git.branch(branch)
        base = repository.git.branch(sent["base"])
        here = (home, branch, sent["base"])
        same = [p for p in self.pulls if p.state == "open" and (p.home, p.head, p.base) == here]
        wrong = None
        if head is None or base is None:
            wrong = "Head or base is invalid"
        elif same:
            wrong = f"A pull request already exists for {home.owner}:{branch}."
        elif repository.git.is_ancestor(head, base):
            wrong = f"No commits between {sent['base']} and {branch}"
        if wrong:
            error = {"resource": "PullRequest", "code": "custom", "message": wrong}
            raise Refusal(422, "Validation Failed", errors=[error])
        pull = Pull(
            number=len(self.pulls) + 1,
            title=sent["title"],
            body=sent["body"],
            base=sent["base"],
            head=branch,
            home=home,
            user=user or "",
            draft=sent.get("draft", False),
        )
        self.pulls.append(pull)
        return Answer(status=201, document=self._shapes.whole_pull(repository, pull))

    def _get_pull(self, repository: Repository, number: str, **_: Json) -> Answer:
        return Answer(document=self._shapes.whole_pull(repository, self.pull(int(number))))

    def _list_reviews(
        self, repository: Repository, number: str, *, query: Mapping[str, str], **_: Json
    ) -> Answer:
        pull = self.pull(int(number))
        reviews = [self._shapes.review(repository, pull, at) for at in range(len(pull.reviews))]
        return self._page(f"pulls/{number}/reviews", reviews, query)

    def _list_events(
        self, repository: Repository, number: str, *, query: Mapping[str, str], **_: Json
    ) -> Answer:
        pull = self.pull(int(number))
        events = [self._shapes.event(repository, pull, at) for at in range(len(pull.events))]
        return self._page(f"issues/{number}/events", events, query)

    def _edit_pull(
        self, repository: Repository, number: str, *, sent: Json, user: str | None, **_: Json
    ) -> Answer:
        pull = self.pull(int(number))
        pull.title = sent.get("title", pull.title)
        pull.body = sent.get("body", pull.body)
        if sent.get("state") == "closed" and pull.state == "open":
            self.close(pull.number, by=user or "")
        return Answer(document=self._shapes.whole_pull(repository, pull))

    def _list_commits(
        self, repository: Repository, number: str, *, query: Mapping[str, str], **_: Json
    ) -> Answer:
        pull = self.pull(int(number))
        base = pull.last_base or repository.git.branch(pull.base) or ""
        shas = repository.git.commits_between(base, pull.head_sha)
        return self._page(
            f"pulls/{number}/commits",
            [self._shapes.commit(repository, sha) for sha in shas],
            query,
        )

    def _list_files(self, repository: Repository, number: str, **_: Json) -> Answer:
        pull = self.pull(int(number))
        base = repository.git.branch(pull.base) or ""
        changes = repository.git.changed(base, pull.head_sha)
        return Answer(
            document=[self._shapes.changed_file(repository, pull, change) for change in changes]
        )

    def _add_labels(self, repository: Repository, number: str, *, sent: Json, **_: Json) -> Answer:
        pull = self.pull(int(number))
        pull.labels += [name for name in sent["labels"] if name not in pull.labels]
        return Answer(document=[self._shapes.label(repository, name) for name in pull.labels])

    def _request_reviews(
        self, repository: Repository, number: str, *, sent: Json, **_: Json
    ) -> Answer:
        pull = self.pull(int(number))
        pull.reviewers += [name for name in sent["reviewers"] if name not in pull.reviewers]
        return Answer(status=201, document=self._shapes.pull(repository, pull))

    def _list_comments(
        self, repository: Repository, number: str, *, query: Mapping[str, str], **_: Json
    ) -> Answer:
        thread = self.thread(int(number))
        comments = [self._shapes.comment(repository, thread, c) for c in thread.comments]
        return self._page(f"issues/{number}/comments", comments, query)

    def _make_comment(
        self, repository: Repository, number: str, *, sent: Json, user: str | None, **_: Json
    ) -> Answer:
        thread = self.thread(int(number))
        if thread.is_locked:
            raise Refusal(403, "Unable to create comment because issue is locked.")
        if not isinstance(thread, Pull):
            self._check_right("issues")
        comment = self.say_as(user or "", thread.number, sent["body"])
        return Answer(status=201, document=self._shapes.comment(repository, thread, comment))

    def _edit_comment(
        self, repository: Repository, number: str, *, sent: Json, user: str | None, **_: Json
    ) -> Answer:
        threads: list[Pull | Issue] = [*self.pulls, *self.issues]
        for pull in threads:
            for comment in pull.comments:
                if comment["id"] == int(number):
                    if comment["user"] != user:
                        raise Refusal(403, "Must have admin rights to Repository.")
                    comment["body"] = sent["body"]
                    return Answer(document=self._shapes.comment(repository, pull, comment))
        raise Refusal(404, "Not Found")

    def _get_comment(self, repository: Repository, number: str, **_: Json) -> Answer:
        for pull in self.pulls:
            for comment in pull.comments:
                if comment["id"] == int(number):
                    return Answer(document=self._shapes.comment(repository, pull, comment))
        raise Refusal(404, "Not Found")

    # --- issues -----------------------------------------------------------------------------

    def _list_issues(
        self, repository: Repository, *, query: Mapping[str, str], **_: Json
    ) -> Answer:
        issues = [issue for issue in self.issues if asked_for(issue, query)]
        pulls = [
            pull_as_issue(self._shapes.pull(repository, pull))
            | {"comments": len(pull.comments)}
            | ({"updated_at": pull.changed_at} if pull.changed_at else {})
            for pull in self.pulls
            if query.get("state", "all") in {"all", pull.state}
        ]
        every = [
            *(issue_document(self._shapes, repository, issue) for issue in issues),
            *(pull for pull in pulls if query.get("creator", BOT) == BOT),
        ]
        documents = [document for document in every if changed_since(document, query)]
        documents.sort(key=lambda document: str(document["updated_at"]), reverse=True)
        return self._page("issues", documents, query)

    def _open_issue(
        self, repository: Repository, *, sent: Json, user: str | None, **_: Json
    ) -> Answer:
        if not self.has_issues:
            raise Refusal(410, "Issues has been disabled in this repository.")
        self._check_right("issues")
        if not sent["title"]:
            raise Refusal(422, "Validation Failed")
        issue = self.report(sent["title"], sent["body"], user=user or "")
        return Answer(status=201, document=issue_document(self._shapes, repository, issue))

    def _get_issue(self, repository: Repository, number: str, **_: Json) -> Answer:
        if repository is self.repository and (there := self.elsewhere.get(int(number))):
            raise _Moved(f"{self.url}/repositories/{ELSEWHERE}/issues/{there}", "GET")
        if 0 < int(number) <= len(self.pulls):
            pull = self.pull(int(number))
            closer = self._shapes.user(pull.closed_by) if pull.closed_by else None
            document = pull_as_issue(self._shapes.pull(repository, pull), closed_by=closer)
            return Answer(document=document)
        issue = self.issue(int(number))
        return Answer(document=issue_document(self._shapes, repository, issue))

    def _edit_issue(
        self, repository: Repository, number: str, *, sent: Json, user: str | None, **_: Json
    ) -> Answer:
        issue = self.issue(int(number))
        if issue.user != user and not self.may_push:
            raise Refusal(403, "Resource not accessible by personal access token")
        issue.body, issue.edits = sent["body"], issue.edits + 1
        issue.changed_at = issue.changed_at and self._at()
        return Answer(document=issue_document(self._shapes, repository, issue))

    def _get_permission(self, repository: Repository, account: str, **_: Json) -> Answer:
        del repository
        role = "write" if account in self.writers else "read"
        user = self._shapes.user(account)
        return Answer(document={"permission": role, "role_name": role, "user": user})

    def _at(self) -> str:
        return f"{self.now():%Y-%m-%dT%H:%M:%SZ}"

    def thread(self, number: int) -> Pull | Issue:
        """Return an issue or a pull request by its number."""
        return self.pull(number) if 0 < number <= len(self.pulls) else self.issue(number)

    def ask_as(self, user: str, title: str, body: str) -> Issue:
        """Open an issue now."""
        issue = self.report(title, body, user=user)
        issue.opened_at = issue.changed_at = self._at()
        return issue

    def tick_answer(self, number: int, arxiv_id: str) -> None:
        """Tick the box of a paper in what the bot answered in a thread."""
        thread = self.thread(number)
        box = re.compile(rf"^- \[ \](?=.*/abs/{re.escape(arxiv_id)}\))", re.MULTILINE)
        for comment in thread.comments:
            if comment["user"] == BOT:
                comment["body"] = box.sub("- [x]", comment["body"])
        thread.changed_at = self._at()

    def _page(self, rest: str, documents: list[Json], query: Mapping[str, str]) -> Answer:
        size, page = int(query.get("per_page", 30)), int(query.get("page", 1))
        headers = {}
        if len(documents) > size * page:
            after = urlencode({**query, "page": page + 1})
            there = f"{self.url}/repositories/{self.repository.id}/{rest}?{after}"
            headers["Link"] = f'<{there}>; rel="next"'
        return Answer(document=documents[size * (page - 1) : size * page], headers=headers)

    # --- what people do ---------------------------------------------------------------------

    def open_as(
        self, user: str, *, head: str, base: str = "main", body: str = "", home: int | None = None
    ) -> Pull:
        """Open a pull request between two branches; GitHub allows that to who may read them."""
        repository = self.repository if home is None else self.forks[home]
        pull = Pull(
            number=len(self.pulls) + 1,
            title="Mine",
            body=body,
            base=base,
            head=head,
            home=repository,
            user=user,
        )
        self.pulls.append(pull)
        return pull

    def say_as(self, user: str, number: int, body: str) -> dict[str, Any]:
        """Comment on a pull request."""
        self._comments += 1
        comment = {"id": self._comments, "user": user, "body": body, "at": self._at()}
        thread = self.thread(number)
        thread.comments.append(comment)
        thread.changed_at = self._at()
        return comment

    def pull(self, number: int) -> Pull:
        """Return a pull request by its number."""
        if not 0 < number <= len(self.pulls):
            raise Refusal(404, "Not Found")
        return self.pulls[number - 1]

    def issue(self, number: int) -> Issue:
        """Return an issue by its number."""
        for issue in self.issues:
            if issue.number == number:
                return issue
        raise Refusal(404, "Not Found")

    def report(self, title: str, body: str, *, user: str = "someone") -> Issue:
        """Open an issue."""
        number = FIRST + len(self.issues) + len(self.elsewhere)
        issue = Issue(number=number, title=title, body=body, user=user)
        self.issues.append(issue)
        return issue

    def transfer(self, number: int, *, to: int) -> None:
        """Move an issue to another repository, where it has another number."""
        self.issues.remove(self.issue(number))
        self.elsewhere[number] = to
        other = Repository(id=ELSEWHERE, full_name="someone/else", git=self.repository.git)
        self.forks.append(other)

    def text(self, branch: str = "", path: str = "README.md") -> str:
        """Return a file as it stands on a branch (empty: the default branch)."""
        git = self.repository.git
        sha = git.blob_at(git.branch(branch or self.repository.default_branch) or "", path)
        return git.read(sha).decode() if sha else ""

    def write(
        self,
        text: str,
        *,
        branch: str = "",
        path: str = "README.md",
        author: str = "someone",
        mode: str = "100644",
    ) -> str:
        """Commit a file to a branch; return the commit."""
        git = self.repository.git
        name = branch or self.repository.default_branch
        parent = git.branch(name)
        base = git.tree_of(parent) if parent else None
        tree = git.tree(base, {path: git.blob(text.encode())}, mode=mode)
        sha = git.commit(tree, [parent] if parent else [], f"Edit {path}", author)
        git.set_branch(name, sha)
        return sha

    def merge(self, number: int, *, squash: bool = False) -> None:
        """Merge a pull request. Raises Conflict where GitHub's button would be grey."""
        pull, git = self.pull(number), self.repository.git
        base, head = git.branch(pull.base) or "", pull.head_sha
        pull.last_base = base
        tree = git.merged_tree(base, head)
        parents = [base] if squash else [base, head]
        pull.merge_sha = git.commit(tree, parents, pull.title, "someone")
        git.set_branch(pull.base, pull.merge_sha)
        pull.closed_by, pull.closed_at = "someone", self._later()
        pull.state, pull.merged_at, pull.merged_by = "closed", when(pull.closed_at), "someone"
        pull.note("merged", "someone", pull.closed_at)
        pull.note("closed", "someone", pull.closed_at)

    def _later(self) -> int:
        self.seconds += 60
        return self.seconds

    def close(self, number: int, *, by: str | None = "someone") -> None:
        """Close a pull request without merging it."""
        pull = self.pull(number)
        pull.last_sha, pull.last_base = pull.head_sha, self.repository.git.branch(pull.base) or ""
        pull.state, pull.closed_by, pull.closed_at = "closed", by, self._later()
        pull.note("closed", by, pull.closed_at)

    def reopen(self, number: int, *, by: str = "someone") -> None:
        """Open a closed pull request again; its branch comes back where it was deleted."""
        pull = self.pull(number)
        if pull.home.git.branch(pull.head) is None:
            pull.home.git.set_branch(pull.head, pull.last_sha)
            pull.note("head_ref_restored", by, self._later())
        pull.state, pull.closed_by, pull.last_base = "open", None, ""
        pull.note("reopened", by, self._later())

    def delete_branch(
        self, branch: str, *, by: str = "someone", repository: Repository | None = None
    ) -> None:
        """Delete a branch, which closes what was opened from it."""
        home = repository or self.repository
        for pull in self.pulls:
            if pull.head == branch and pull.home is home and pull.state == "open":
                self.close(pull.number, by=by)
                pull.note("head_ref_deleted", by, pull.closed_at)
            elif pull.head == branch and pull.home is home:
                pull.note("head_ref_deleted", by, self._later())
        home.git.set_branch(branch, None)

    def review(
        self, number: int, *, by: str = "someone", state: str = "APPROVED", writes: bool = True
    ) -> None:
        """Review a pull request, as somebody who may write to the repository or not."""
        association = "COLLABORATOR" if writes else "NONE"
        review = {"user": by, "state": state, "association": association}
        self.pull(number).reviews.append(review)

    def answer_why(self, number: int, *boxes: str) -> None:
        """Tick boxes of the bot's comment under a pull request, and no others."""
        [comment] = [c for c in self.pull(number).comments if "wsss-bot:answer" in c["body"]]
        comment["body"] = re.sub(r"^- \[x\]", "- [ ]", comment["body"], flags=re.MULTILINE)
        for box in boxes:
            assert f"- [ ] **{box}**" in comment["body"]
            comment["body"] = comment["body"].replace(f"- [ ] **{box}**", f"- [x] **{box}**")

    def take_back(self, number: int, arxiv_id: str) -> None:
        """Tick a refused paper in the body of a pull request."""
        pull = self.pull(number)
        box = re.compile(rf"^- \[ \](?= again: .*/abs/{re.escape(arxiv_id)}\))", re.MULTILINE)
        pull.body, ticked = box.subn("- [x]", pull.body)
        assert ticked == 1

    def tick(self, number: int, arxiv_id: str, *, on: bool) -> None:
        """Set the checkbox of a paper."""
        pull = self.pull(number)
        box = re.compile(rf"^- \[[ x]\](?=.*/abs/{re.escape(arxiv_id)}\))", re.MULTILINE)
        pull.body = box.sub("- [x]" if on else "- [ ]", pull.body)

    def clock(self, number: int) -> datetime:
        """Return when a pull request was opened."""
        return datetime.fromisoformat(when(number))

    def rename(self, name: str) -> None:
        """Give the repository another name; the old one redirects."""
        self.old_names.add(self.repository.full_name)
        self.repository.full_name = name


class _Moved(Refusal):
    def __init__(self, address: str, verb: str) -> None:
        super().__init__(301 if verb == "GET" else 307, "Moved Permanently", url=address)
        self.answer = Answer(
            status=self.answer.status,
            document=self.answer.document,
            headers={"Location": address},
        )


def _broken(fault: Fault) -> Answer | None:
    if fault.status is None:
        return None
    document: dict[str, Any] = {"message": fault.message}
    return Answer(status=fault.status, document=document, headers=fault.headers)


ROUTES: tuple[tuple[str, dict[str, str]], ...] = (
    (r"", {"GET": "get_repository"}),
    (r"/forks", {"POST": "fork"}),
    (r"/contents/(.+)", {"GET": "get_file"}),
    (r"/commits/(.+)", {"GET": "get_commit"}),
    (r"/git/blobs/(\w+)", {"GET": "get_blob"}),
    (r"/git/trees", {"POST": "make_tree"}),
    (r"/git/trees/(.+)", {"GET": "get_tree"}),
    (r"/git/commits", {"POST": "make_commit"}),
    (r"/git/commits/(\w+)", {"GET": "get_git_commit"}),
    (r"/git/ref/heads/(.+)", {"GET": "get_ref"}),
    (r"/git/refs", {"POST": "make_ref"}),
    (r"/git/refs/heads/(.+)", {"PATCH": "move_ref", "DELETE": "delete_ref"}),
    (r"/pulls", {"GET": "list_pulls", "POST": "open_pull"}),
    (r"/pulls/(\d+)", {"GET": "get_pull", "PATCH": "edit_pull"}),
    (r"/pulls/(\d+)/reviews", {"GET": "list_reviews"}),
    (r"/pulls/(\d+)/commits", {"GET": "list_commits"}),
    (r"/pulls/(\d+)/files", {"GET": "list_files"}),
    (r"/pulls/(\d+)/requested_reviewers", {"POST": "request_reviews"}),
    (r"/issues", {"GET": "list_issues", "POST": "open_issue"}),
    (r"/rules/branches/(.+)", {"GET": "list_rules"}),
    (r"/issues/(\d+)", {"GET": "get_issue", "PATCH": "edit_issue"}),
    (r"/issues/(\d+)/labels", {"POST": "add_labels"}),
    (r"/issues/(\d+)/comments", {"GET": "list_comments", "POST": "make_comment"}),
    (r"/issues/(\d+)/events", {"GET": "list_events"}),
    (r"/collaborators/([^/]+)/permission", {"GET": "get_permission"}),
    (r"/issues/comments/(\d+)", {"GET": "get_comment", "PATCH": "edit_comment"}),
)

__all__ = ["APP_TOKEN", "BOT", "TOKEN", "Conflict", "Exchange", "Fault", "GitHubStandIn"]
