"""A stand-in for arXiv: the query API, RSS, and everything that goes wrong with them.

`ArxivStandin` decides what to answer. `serve` puts it behind a real socket on loopback, and
`ArxivAdapter` behind a `requests` session without one, for tests of many simulated years.
Layouts are those of arXiv in 2026; faults are those that its users have met.
"""

import re
import socket
import struct
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import requests
from requests.adapters import BaseAdapter

from wsss_bot.domain import ArxivId, Paper

EASTERN = ZoneInfo("America/New_York")
RSS_LIMIT = 2000
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "boom">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><feed>&i;</feed>"
)

Fault = Literal[
    "429",
    "503 retry-after",
    "500",
    "400",
    "reset",
    "hang",
    "cut off",
    "empty first page",
    "no results",
    "total 0 with entries",
    "html",
    "rate exceeded",
    "empty body",
    "truncated xml",
    "entry without date",
    "entry with a bad date",
    "entry without id",
    "one entry short",
    "half a page",
    "error entry",
    "redirect",
    "bomb",
    "too large",
    "wrong start",
    "not found",
]
FAULTS: tuple[Fault, ...] = Fault.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A paper becomes visible at `at`, for the first time or changed."""

    at: datetime
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    how: Literal["whole", "reset", "hang", "cut off"] = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One line of the server's own log."""

    target: str
    at: datetime
    user_agent: str
    fault: Fault | None


class ArxivStandin:
    """What arXiv knows, at the time that `now` says, and what it answers.

    `faults` says which request (counted from 0) fails how. `lag` is how long the query API stays
    behind the announcement, `hidden` are ids that it leaves out.
    """

    def __init__(self, events: Iterable[Event] = (), *, now: Callable[[], datetime]) -> None:
        self.now = now
        self.faults: dict[int, Fault] = {}
        self.lag = timedelta()
        self.hidden: set[ArxivId] = set()
        self.rss_stale = False
        self.requests: list[Request] = []
        self._events: list[Event] = []
        self._history: dict[ArxivId, list[Event]] = {}
        self._by_submission: list[tuple[datetime, ArxivId]] = []
        self.add(events)

    def add(self, events: Iterable[Event]) -> None:
        self._events = sorted([*self._events, *events], key=lambda event: event.at)
        self._history.clear()
        for event in self._events:
            self._history.setdefault(event.paper.arxiv_id, []).append(event)
        self._by_submission = sorted(
            (history[0].paper.submitted_at, arxiv_id) for arxiv_id, history in self._history.items()
        )

    def served(self, category: str) -> set[ArxivId]:
        """The ids of every paper of the category that is visible now."""
        now = self.now()
        return {
            arxiv_id
            for arxiv_id in self._history
            if (paper := self._paper(arxiv_id, now)) and category in paper.categories
        }

    def answer(self, target: str, *, user_agent: str = "") -> Reply:
        """Return what arXiv answers to GET `target` (path and query)."""
        fault = self.faults.get(len(self.requests))
        self.requests.append(
            Request(target=target, at=self.now(), user_agent=user_agent, fault=fault)
        )
        parts = urlsplit(target)
        if parts.path.startswith("/elsewhere"):
            target = target.removeprefix("/elsewhere")
            parts = urlsplit(target)
        if fault in _WHOLE_FAULTS:
            return _WHOLE_FAULTS[fault]
        if fault == "redirect":
            return Reply(status=301, headers={"Location": f"/elsewhere{target}"})
        if parts.path.startswith("/rss/"):
            reply = self._rss(parts.path.removeprefix("/rss/"))
        else:
            asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
            reply = self._api(asked, fault)
        if fault == "truncated xml":
            return replace(reply, body=reply.body[: len(reply.body) * 2 // 3])
        return replace(reply, how="cut off") if fault == "cut off" else reply

    # --- the query API ------------------------------------------------------------------------

    def _api(self, asked: Mapping[str, str], fault: Fault | None) -> Reply:
        start, most = int(asked.get("start", "0")), int(asked.get("max_results", "10"))
        try:
            if most > 2000 or start + most > 30000:
                raise _RefusalError("max_results must be at most 2000, and 30000 in all")
            found = self._find(asked)
        except _RefusalError as why:
            return Reply(status=400, body=_error_feed(str(why)))
        shown = found[start : start + most]
        total = len(found)
        entries = [_entry(paper) for paper in shown]
        match fault:
            case "empty first page":
                entries = []
            case "no results":
                entries, total, start = [], 0, start
            case "total 0 with entries":
                total = 0
            case "one entry short":
                entries = entries[:-1]
            case "half a page":
                entries = entries[: (len(entries) + 1) // 2]
            case "wrong start":
                start += 7
            case "entry without date" if entries:
                entries[0] = re.sub(r"<published>.*?</published>", "", entries[0])
            case "entry with a bad date" if entries:
                entries[0] = re.sub(r"<published>.*?<", "<published>yesterday<", entries[0])
            case "entry without id" if entries:
                entries[0] = re.sub(r"<id>.*?</id>", "<id></id>", entries[0])
        return Reply(body=_feed(asked, entries, total=total, start=start, most=most))

    def _find(self, asked: Mapping[str, str]) -> list[Paper]:
        moment = self.now() - self.lag
        if id_list := asked.get("id_list", ""):
            ids = []
            for word in id_list.split(","):
                if not re.fullmatch(r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(v\d+)?", word):
                    raise _RefusalError(f"incorrect id format for {word}")
                ids.append(ArxivId(word.partition("v")[0]))
            return [p for i in ids if i not in self.hidden and (p := self._paper(i, moment))]
        condition = _Query(asked.get("search_query", "")).parse()
        since, until = condition.bounds
        first = bisect_left(self._by_submission, (since, ArxivId("")))
        last = bisect_right(self._by_submission, (until, ArxivId("~")))
        found = [
            paper
            for _, arxiv_id in self._by_submission[first:last]
            if arxiv_id not in self.hidden
            and (paper := self._paper(arxiv_id, moment))
            and condition.holds(paper)
        ]
        key = asked.get("sortBy", "relevance")
        if key == "lastUpdatedDate":
            found.sort(key=lambda paper: paper.updated_at or paper.submitted_at)
        if asked.get("sortOrder", "descending") == "descending":
            found.reverse()
        return found

    def _paper(self, arxiv_id: ArxivId, moment: datetime) -> Paper | None:
        seen = [e.paper for e in self._history.get(arxiv_id, ()) if e.at <= moment]
        return seen[-1] if seen else None

    # --- RSS ----------------------------------------------------------------------------------

    def _rss(self, category: str) -> Reply:
        if not re.fullmatch(r"[a-z-]+(\.[A-Za-z-]+)?", category):
            return Reply(status=400, body=_rss_error(category))
        now = self.now().astimezone(EASTERN)
        midnight = datetime.combine(now.date(), time(), tzinfo=EASTERN)
        if self.rss_stale:
            midnight -= timedelta(days=1)
        items = []
        first = bisect_left(self._events, midnight - timedelta(days=1), key=lambda e: e.at)
        for event in self._events[first:]:
            if event.at >= midnight:
                break
            if category in event.paper.categories and (kind := self._kind(event, category)):
                items.append((kind, event.paper))
        order = ["replace-cross", "replace", "cross", "new"]
        items.sort(key=lambda item: order.index(item[0]))
        shown = [_item(kind, paper, midnight) for kind, paper in items[:RSS_LIMIT]]
        return Reply(body=_channel(category, shown, built=now, midnight=midnight))

    def _kind(self, event: Event, category: str) -> str:
        history = self._history[event.paper.arxiv_id]
        before = history[: history.index(event)]
        home = event.paper.primary_category == category
        if not any(category in earlier.paper.categories for earlier in before):
            return "new" if home and not before else "cross"
        if event.paper.version >= 6:
            return ""  # the generator leaves these out
        return "replace" if home else "replace-cross"


class _RefusalError(Exception):
    """The API refuses a question, with these words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    holds: Callable[[Paper], bool]
    bounds: tuple[datetime, datetime] = (
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    )


class _Query:
    """The grammar of search_query: cat:, submittedDate:[A TO B], AND, OR, ANDNOT, parentheses."""

    def __init__(self, text: str) -> None:
        self._words = re.findall(r"\(|\)|submittedDate:\[[^\]]*\]|[^\s()]+", text)

    def parse(self) -> _Condition:
        condition = self._any()
        if self._words:
            raise _RefusalError(f"unexpected {self._words[0]}")
        return condition

    def _any(self) -> _Condition:
        condition = self._all()
        while self._words and self._words[0] == "OR":
            self._words.pop(0)
            condition = _either(condition, self._all())
        return condition

    def _all(self) -> _Condition:
        condition = self._one()
        while self._words and self._words[0] in {"AND", "ANDNOT"}:
            word = self._words.pop(0)
            other = self._one()
            condition = _both(condition, other if word == "AND" else _not(other))
        return condition

    def _one(self) -> _Condition:
        if not self._words:
            raise _RefusalError("the query ends too early")
        word = self._words.pop(0)
        if word == "(":
            condition = self._any()
            if not self._words or self._words.pop(0) != ")":
                raise _RefusalError("a parenthesis is not closed")
            return condition
        name, colon, value = word.partition(":")
        if name == "cat" and value:
            return _Condition(holds=lambda paper: value in paper.categories)
        if name == "submittedDate":
            return _submitted(value)
        if colon:
            raise _RefusalError(f"invalid field {name}")
        return _Condition(holds=lambda paper: word.lower() in paper.title.lower())


def _submitted(value: str) -> _Condition:
    if not (dates := re.fullmatch(r"\[(\d{12}) TO (\d{12})\]", value)):
        raise _RefusalError(f"invalid date range {value}")
    since, until = (datetime.strptime(d, "%Y%m%d%H%M").replace(tzinfo=UTC) for d in dates.groups())
    until += timedelta(seconds=59)
    return _Condition(holds=lambda p: since <= p.submitted_at <= until, bounds=(since, until))


def _both(one: _Condition, other: _Condition) -> _Condition:
    return _Condition(
        holds=lambda paper: one.holds(paper) and other.holds(paper),
        bounds=(max(one.bounds[0], other.bounds[0]), min(one.bounds[1], other.bounds[1])),
    )


def _either(one: _Condition, other: _Condition) -> _Condition:
    return _Condition(
        holds=lambda paper: one.holds(paper) or other.holds(paper),
        bounds=(min(one.bounds[0], other.bounds[0]), max(one.bounds[1], other.bounds[1])),
    )


def _not(condition: _Condition) -> _Condition:
    return _Condition(holds=lambda paper: not condition.holds(paper))


# --- documents --------------------------------------------------------------------------------


def _feed(
    asked: Mapping[str, str], entries: list[str], *, total: int, start: int, most: int
) -> bytes:
    words, ids = asked.get("search_query", ""), asked.get("id_list", "")
    title = f"arXiv Query: search_query={words}&id_list={ids}&start={start}&max_results={most}"
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
        "  <id>https://arxiv.org/api/stand-in</id>\n"
        f"  <title>{escape(title)}</title>\n"
        "  <updated>2026-04-12T22:09:27Z</updated>\n"
        f"  <opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n"
        f"{''.join(entries)}</feed>\n"
    ).encode()


@lru_cache(maxsize=20_000)
def _entry(paper: Paper) -> str:
    link = f"arxiv.org/abs/{paper.arxiv_id}v{paper.version}"
    optional = "".join(
        f"    <arxiv:{name}>{escape(value)}</arxiv:{name}>\n"
        for name in ("comment", "journal_ref", "doi")
        if (value := getattr(paper, name))
    )
    return (
        "  <entry>\n"
        f"    <id>http://{link}</id>\n"
        f"    <title>{escape(paper.title)}</title>\n"
        f"    <updated>{_zulu(paper.updated_at or paper.submitted_at)}</updated>\n"
        f'    <link href="https://{link}" rel="alternate" type="text/html"/>\n'
        f"    <summary>{escape(paper.abstract)}</summary>\n"
        + "".join(
            f'    <category term="{name}" scheme="http://arxiv.org/schemas/atom"/>\n'
            for name in paper.categories
        )
        + f"    <published>{_zulu(paper.submitted_at)}</published>\n"
        + optional
        + f'    <arxiv:primary_category term="{paper.primary_category}"/>\n'
        + "".join(f"    <author><name>{escape(a)}</name></author>\n" for a in paper.authors)
        + "  </entry>\n"
    )


def _zulu(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _error_feed(why: str) -> bytes:
    address = f"https://arxiv.org/api/errors#{why.replace(' ', '_')}"
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        ' xmlns="http://www.w3.org/2005/Atom">\n'
        "  <id>https://arxiv.org/</id>\n  <title>arXiv Search Results</title>\n"
        "  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>\n"
        "  <opensearch:totalResults>1</opensearch:totalResults>\n"
        "  <opensearch:startIndex>0</opensearch:startIndex>\n"
        f"  <entry>\n    <id>{escape(address)}</id>\n    <title>Error</title>\n"
        "    <updated>2026-04-12T22:59:06Z</updated>\n"
        f"    <summary>{escape(why)}</summary>\n"
        "    <author><name>arXiv api core</name></author>\n  </entry>\n</feed>\n"
    ).encode()


def _channel(category: str, items: list[str], *, built: datetime, midnight: datetime) -> bytes:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<rss xmlns:arxiv="http://arxiv.org/schemas/atom"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">\n  <channel>\n'
        f"    <title>{category} updates on arXiv.org</title>\n"
        f"    <link>http://rss.arxiv.org/rss/{category}</link>\n"
        f"    <description>{category} updates on the arXiv.org e-print archive.</description>\n"
        "    <language>en-us</language>\n"
        f"    <lastBuildDate>{built:%a, %d %b %Y %H:%M:%S %z}</lastBuildDate>\n"
        f"    <pubDate>{midnight:%a, %d %b %Y %H:%M:%S %z}</pubDate>\n"
        "    <skipDays>\n      <day>Sunday</day>\n      <day>Saturday</day>\n    </skipDays>\n"
        f"{''.join(items)}  </channel>\n</rss>\n"
    ).encode()


def _item(kind: str, paper: Paper, midnight: datetime) -> str:
    full = f"{paper.arxiv_id}v{paper.version}"
    optional = ""
    if paper.doi:
        optional += f"      <arxiv:DOI>{escape(paper.doi)}</arxiv:DOI>\n"
    if paper.journal_ref:
        journal = escape(paper.journal_ref)
        optional += f"      <arxiv:journal_reference>{journal}</arxiv:journal_reference>\n"
    return (
        f"    <item>\n      <title>{escape(paper.title)}</title>\n"
        f"      <link>https://arxiv.org/abs/{paper.arxiv_id}</link>\n"
        f"      <description>arXiv:{full} Announce Type: {kind} \n"
        f"Abstract: {escape(paper.abstract)}</description>\n"
        f'      <guid isPermaLink="false">oai:arXiv.org:{full}</guid>\n'
        + "".join(f"      <category>{name}</category>\n" for name in paper.categories)
        + f"      <pubDate>{midnight:%a, %d %b %Y %H:%M:%S %z}</pubDate>\n"
        f"      <arxiv:announce_type>{kind}</arxiv:announce_type>\n{optional}"
        f"      <dc:creator>{escape(', '.join(paper.authors))}</dc:creator>\n    </item>\n"
    )


def _rss_error(category: str) -> bytes:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<rss version=\"2.0\">\n  <channel>\n"
        "    <title>Feed error</title>\n    <link>http://rss.arxiv.org/</link>\n"
        f"    <description>Invalid archive '{escape(category)}'</description>\n"
        "  </channel>\n</rss>\n"
    ).encode()


_HTML = b"<!DOCTYPE html><html><head><title>arXiv</title></head><body><p>Sorry</p></body></html>"
_WHOLE_FAULTS: dict[Fault | None, Reply] = {
    "429": Reply(status=429, body=b"Rate exceeded."),
    "503 retry-after": Reply(status=503, headers={"Retry-After": "30"}, body=_HTML),
    "500": Reply(status=500, body=_HTML),
    "not found": Reply(status=404, body=_HTML),
    "400": Reply(status=400, body=_error_feed("invalid query")),
    "reset": Reply(how="reset"),
    "hang": Reply(how="hang"),
    "html": Reply(body=_HTML),
    "rate exceeded": Reply(body=b"Rate exceeded."),
    "empty body": Reply(),
    "error entry": Reply(body=_error_feed("temporarily unavailable")),
    "bomb": Reply(body=BOMB.encode()),
    "too large": Reply(body=b"<feed>" + b" " * 16_000_000),
}


# --- transports -------------------------------------------------------------------------------


@contextmanager
def serve(standin: ArxivStandin) -> Iterator[str]:
    """Serve the stand-in on loopback; yield its address, 'http://127.0.0.1:PORT'."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            reply = standin.answer(self.path, user_agent=self.headers.get("User-Agent", ""))
            if reply.how == "hang":
                over.wait(5)
            if reply.how in {"hang", "reset"}:
                linger = struct.pack("ii", 1, 0)  # close with RST, not FIN
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            body = reply.body[: len(reply.body) // 2] if reply.how == "cut off" else reply.body
            try:
                self.wfile.write(body)
            except OSError:  # the client has had enough
                self.close_connection = True
            if reply.how == "cut off":
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: Any) -> None:
            """A client that goes away is no error here."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            over.set()
            server.shutdown()
            thread.join()


class ArxivAdapter(BaseAdapter):
    """The stand-in behind `requests` without a socket; `took` is told each request's seconds."""

    def __init__(self, standin: ArxivStandin, *, took: Callable[[float], None]) -> None:
        super().__init__()
        self._standin, self._took = standin, took

    def send(
        self, request: requests.PreparedRequest, *_: object, **__: object
    ) -> requests.Response:
        url = str(request.url)
        parts = urlsplit(url)
        agent = str(request.headers.get("User-Agent", ""))
        reply = self._standin.answer(f"{parts.path}?{parts.query}", user_agent=agent)
        self._took(60.0 if reply.how == "hang" else 0.5)
        match reply.how:
            case "reset":
                raise requests.ConnectionError("connection reset by peer")
            case "hang":
                raise requests.ReadTimeout("read timed out")
            case "cut off":
                raise requests.exceptions.ChunkedEncodingError("connection broken")
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = reply.status, url, request
        answer.headers.update(reply.headers)
        answer._content = reply.body
        return answer

    def close(self) -> None:
        """Nothing is open."""
