"""What the dashboard says: the one issue by which people see that the bot is alive.

Silence and death look different in it: it promises by when it is written again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote

from wsss_bot.domain import ArxivId, Polled
from wsss_bot.pull_request.circumstances import Unplaced, no_place, refused_before
from wsss_bot.pull_request.paper_text import bar_of_ten
from wsss_bot.pull_request.phrases import counted, first_names, link_to, title_text
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.text import escape

_TITLE = "Dashboard of wsss-bot for {path}"

_ALIVE = "The bot is alive. It last ran on **{ran}**."
_FAILED = "The bot is alive, but when it last ran, on **{ran}**, not all went well: {errors}"
_READ = "- Read in the last 7 days: {papers}, {completeness}."
_COMPLETE = "none missing"
_INCOMPLETE = "**not all of them: {missing}**"
_UNPLACED = "- No place in the list for {papers}"
_BELOW = "- Best paper below the threshold: [{title}]({link}) `{bar}`"
_SCOPE = "- Scope: {sentence}."
_SCORES = "- So far: {sentence}."
_WAITS = "- Waiting for an answer: [pull request {number}]({url}) with {papers}{names}."
_NAMES = ": {names}"
_NOTHING_WAITS = "- No pull request is open."
_NEXT = "- Next: {jobs}."
_ERROR = "- Last error, on {at}: {error}"
_PROMISE = (
    "Each run rewrites this text, the next one before **{late}**. If you still read this after "
    "that, the bot has stopped: ask whoever runs it to look at `wsss-bot status`."
)
_SMALL_PRINT = (
    "<sub>Ticks are read; what else you write into this text is lost, comments stay. Close this "
    "issue and the bot leaves it alone and opens no other; reopen it and it is written "
    "again.</sub>"
)

_GRACE = timedelta(hours=3)
"""How late a run may be before people should worry: a queue, a slow arXiv, a restart."""
_LONGEST_ERROR = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """The best paper that did not reach the threshold."""

    arxiv_id: ArxivId
    title: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that went wrong, and when (aware)."""

    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """The facts that a dashboard shows; all times are aware and in the zone of the schedule."""

    ran_at: datetime
    next_at: datetime
    """When the next run writes the dashboard again."""
    due: Mapping[str, datetime]
    """When each job is due next."""
    read: Polled | None
    """What was read in the last seven days; None: it is not known."""
    below: Below | None = None
    scope: tuple[str, ...] = ()
    """How the scope of the list moves, in sentences."""
    unplaced: tuple[Unplaced, ...] = ()
    """Papers that the last run would have proposed, had the list a place for them."""
    scoreboard: str = ""
    """What people did with all that was ever proposed, in a sentence; empty: nothing yet."""
    has_proposed: bool = True
    """False: nothing is known of a pull request."""
    pull_request: tuple[int, str] | None = None
    """Number and address of the open pull request."""
    waiting: Mapping[ArxivId, str] = field(default_factory=dict)
    """The papers that wait for an answer in it, with their titles; empty where not known."""
    failed: Mapping[str, str] = field(default_factory=dict)
    """The jobs whose last run failed, each with the reason in a sentence."""
    refused: tuple[Proposed, ...] = ()
    """Papers that people refused, the newest first."""
    trouble: Trouble | None = None
    """What else went wrong in the last seven days."""


def dashboard_marker(path: str) -> str:
    """Return the hidden comment by which the dashboard of the list at `path` is found again."""
    return f"<!-- wsss-bot:dashboard {quote(path)} -->"


def dashboard_title(path: str) -> str:
    """Return the title under which the dashboard of the list at `path` is opened."""
    return _TITLE.format(path=escape.in_plain_text(path))


def dashboard_text(vitals: Vitals, *, path: str) -> str:
    """Return the Markdown body of the dashboard for the list at `path` in its repository."""
    opening = _FAILED if vitals.failed else _ALIVE
    # The same sentence of several jobs stands once: a whole run also polls.
    errors = dict.fromkeys(_sentence(failure) for failure in vitals.failed.values())
    lines = [_read(vitals.read)] if vitals.read is not None else []
    if vitals.below is not None:
        lines.append(
            _BELOW.format(
                title=escape.in_conversation(title_text(vitals.below.title)),
                link=link_to(vitals.below.arxiv_id),
                bar=bar_of_ten(vitals.below.score),
            )
        )
    if vitals.unplaced:
        lines.append(_UNPLACED.format(papers=no_place(vitals.unplaced)))
    lines += [_SCOPE.format(sentence=_sentence(sentence)) for sentence in vitals.scope]
    if vitals.scoreboard:
        lines.append(_SCORES.format(sentence=_sentence(vitals.scoreboard)))
    if vitals.has_proposed:
        lines.append(_waits(vitals))
    due = sorted(vitals.due.items(), key=lambda job: job[1])
    lines.append(_NEXT.format(jobs=", ".join(f"{job} on {_at(at)}" for job, at in due)))
    if vitals.trouble is not None:
        error = _sentence(vitals.trouble.sentence)
        lines.append(_ERROR.format(at=_at(vitals.trouble.at), error=error))
    parts = [
        opening.format(ran=_at(vitals.ran_at), errors="; ".join(errors)),
        "\n".join(lines),
        *filter(None, [refused_before(vitals.refused)]),
        _PROMISE.format(late=_at(vitals.next_at + _GRACE)),
        _SMALL_PRINT,
        dashboard_marker(path),
    ]
    return "\n\n".join(parts) + "\n"


def _read(polled: Polled) -> str:
    kind = escape.in_conversation(" and ".join(polled.categories))
    missing = escape.in_conversation(polled.missing or "some days could not be read")
    return _READ.format(
        papers=counted(polled.papers, f"new {kind} paper", f"new {kind} papers"),
        completeness=_COMPLETE if polled.complete else _INCOMPLETE.format(missing=missing),
    )


def _waits(vitals: Vitals) -> str:
    if vitals.pull_request is None:
        return _NOTHING_WAITS
    number, url = vitals.pull_request
    names = [
        f"[{escape.in_conversation(title_text(title or arxiv_id))}]({link_to(arxiv_id)})"
        for arxiv_id, title in vitals.waiting.items()
    ]
    # A link to the pull request itself would show up there as a reference, after every run.
    return _WAITS.format(
        number=number,
        url=url.removesuffix(f"/pull/{number}") + "/pulls",
        papers=counted(len(names), "paper", "papers"),
        names=_NAMES.format(names=first_names(names)) if names else "",
    )


def _at(moment: datetime) -> str:
    return f"{moment:%a} {moment.day} {moment:%B %Y at %H:%M %Z}"


def _sentence(text: str) -> str:
    return escape.in_conversation(escape.cut(text, _LONGEST_ERROR))
