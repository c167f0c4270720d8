"""A stand-in for arXiv: the query API, RSS, and everything that goes wrong with them.

`ArxivStandin` decides what to answer; `arxiv_transports` puts it behind a socket, or behind a
`requests` session without one. The faults are those that users of arXiv have met.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import ClassVar, Literal, get_args
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from tests.standins import arxiv_documents as documents
from tests.standins.arxiv_queries import Query, RefusalError
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
FAULTS: tuple[Fault, ...] = get_args(Fault)


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
    how: Literal["whole", "reset", "hang", "cut off", "drip"] = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One line of the server's own log."""

    target: str
    at: datetime
    user_agent: str
    fault: Fault | None


class ArxivStandin:
    """What arXiv knows, at the time that `now` says, and what it answers.

    `faults` says which request (counted from 0) fails how, `always` how every other one does.
    `lag` is how long the query API stays behind the announcement, `hidden` are ids that it leaves
    out, and `rss_made_at` is when RSS was made, if it has not been made since.
    """

    claimed: ClassVar[Mapping[str, Sequence[str]]] = MappingProxyType({})
    """The papers that people with an ORCID claimed as their own."""

    def __init__(self, events: Iterable[Event] = (), *, now: Callable[[], datetime]) -> None:
        self.now = now
        self.faults: dict[int, Fault] = {}
        self.always: Fault | None = None
        self.lag = timedelta()
        self.hidden: set[ArxivId] = set()
        self.rss_made_at: datetime | None = None
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
        fault = self.faults.get(len(self.requests), self.always)
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
        if parts.path.startswith("/a/"):
            orcid = parts.path.removeprefix("/a/").removesuffix(".atom2")
            reply = Reply(body=documents.author_feed(self.claimed.get(orcid, ())))
        elif parts.path.startswith("/rss/"):
            reply = self._rss(parts.path.removeprefix("/rss/"), fault)
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
                raise RefusalError("max_results must be at most 2000, and 30000 in all")
            found = self._find(asked)
        except RefusalError as why:
            return Reply(status=400, body=documents.error_feed(str(why)))
        shown = found[start : start + most]
        total = len(found)
        entries = [documents.entry(paper) for paper in shown]
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
        return Reply(body=documents.feed(asked, entries, total=total, start=start, most=most))

    def _find(self, asked: Mapping[str, str]) -> list[Paper]:
        moment = self.now() - self.lag
        if id_list := asked.get("id_list", ""):
            ids = []
            for word in id_list.split(","):
                if not re.fullmatch(r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(v\d+)?", word):
                    raise RefusalError(f"incorrect id format for {word}")
                ids.append(ArxivId(word.partition("v")[0]))
            return [p for i in ids if i not in self.hidden and (p := self._paper(i, moment))]
        condition = Query(asked.get("search_query", "")).parse()
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

    def paper(self, arxiv_id: ArxivId) -> Paper:
        """The paper as it is now."""
        found = self._paper(arxiv_id, self.now())
        assert found is not None
        return found

    def _paper(self, arxiv_id: ArxivId, moment: datetime) -> Paper | None:
        seen = [e.paper for e in self._history.get(arxiv_id, ()) if e.at <= moment]
        return seen[-1] if seen else None

    # --- RSS ----------------------------------------------------------------------------------

    def _rss(self, category: str, fault: Fault | None) -> Reply:
        if not re.fullmatch(r"[a-z-]+(\.[A-Za-z-]+)?", category):
            return Reply(status=400, body=documents.rss_error(category))
        now = self.now()
        made_at = now - timedelta(days=1) if fault == "wrong start" else self.rss_made_at or now
        midnight = datetime.combine(made_at.astimezone(EASTERN).date(), time(), tzinfo=EASTERN)
        items = []
        first = bisect_left(self._events, midnight - timedelta(days=1), key=lambda e: e.at)
        for event in self._events[first:]:
            if event.at >= midnight:
                break
            if category in event.paper.categories and (kind := self._kind(event, category)):
                items.append((kind, event.paper))
        if fault in {"empty first page", "no results"}:
            items.clear()
        order = ["replace-cross", "replace", "cross", "new"]
        items.sort(key=lambda item: order.index(item[0]))
        shown = [documents.item(kind, paper, midnight) for kind, paper in items[:RSS_LIMIT]]
        return Reply(body=documents.channel(category, shown, built=now, midnight=midnight))

    def _kind(self, event: Event, category: str) -> str:
        history = self._history[event.paper.arxiv_id]
        before = history[: history.index(event)]
        home = event.paper.primary_category == category
        if not any(category in earlier.paper.categories for earlier in before):
            return "new" if home and not before else "cross"
        if event.paper.version >= 6:
            return ""  # the generator leaves these out
        return "replace" if home else "replace-cross"


_HTML = b"<!DOCTYPE html><html><head><title>arXiv</title></head><body><p>Sorry</p></body></html>"
_WHOLE_FAULTS: dict[Fault | None, Reply] = {
    "429": Reply(status=429, body=b"Rate exceeded."),
    "503 retry-after": Reply(status=503, headers={"Retry-After": "30"}, body=_HTML),
    "500": Reply(status=500, body=_HTML),
    "not found": Reply(status=404, body=_HTML),
    "400": Reply(status=400, body=documents.error_feed("invalid query")),
    "reset": Reply(how="reset"),
    "hang": Reply(how="hang"),
    "html": Reply(body=_HTML),
    "rate exceeded": Reply(body=b"Rate exceeded."),
    "empty body": Reply(),
    "error entry": Reply(body=documents.error_feed("temporarily unavailable")),
    "bomb": Reply(body=BOMB.encode()),
    "too large": Reply(body=b"<feed>" + b" " * 16_000_000),
}
