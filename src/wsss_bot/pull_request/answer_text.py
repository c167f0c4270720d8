"""What the bot answers to who asks for papers; nothing of what they wrote is repeated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wsss_bot.compose import is_withdrawn
from wsss_bot.domain import ArxivId, Candidate, Entry, Paper
from wsss_bot.pull_request.paper_text import asked_text
from wsss_bot.pull_request.phrases import LONGEST_TITLE, link_to, title_text
from wsss_bot.pull_request.requests import MARK, MOST_A_DAY, Request, Stage
from wsss_bot.text import escape

UNKNOWN = "arXiv has no paper {arxiv_id}."
LISTED = "is already listed, in line {line}."
WAITS = "stands in pull request {number} already and waits there for an answer."
ADDED = "its row is in pull request {number} now."
NO_ROOM = "its row comes as soon as there is room for it in a pull request."
OFFERED = "whoever may write here adds it by ticking it."
REFUSED = "was refused{on}. Whoever may write here has it proposed again by ticking it."
ON = " on {day}"
WITHDRAWN = "was withdrawn by its authors."
NO_PLACE = "has no safe place in the list: {reason}."
TOO_MANY = (
    f"Of one account at most {MOST_A_DAY} papers a day are looked at; this was one too many. Ask "
    "again tomorrow."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of one paper that was asked for."""

    text: str
    stage: Stage = Stage.ANSWERED


def unknown(arxiv_id: ArxivId) -> Told:
    """Say that arXiv has no such paper."""
    return Told(text=UNKNOWN.format(arxiv_id=escape.in_conversation(arxiv_id)))


def listed(entry: Entry, arxiv_id: ArxivId) -> Told:
    """Say in which line of the list a paper stands."""
    return Told(text=f"{_named(entry.title, arxiv_id)} {LISTED.format(line=entry.line)}")


def waits_in(title: str, arxiv_id: ArxivId, number: int) -> Told:
    """Say in which pull request a paper waits for an answer."""
    return Told(text=f"{_named(title, arxiv_id)} {WAITS.format(number=number)}")


def added(candidate: Candidate, number: int) -> Told:
    """Say why a paper has its score, and where its row is now."""
    return Told(text=asked_text(candidate, says=ADDED.format(number=number)))


def without_room(candidate: Candidate) -> Told:
    """Say that there is no room for a row yet."""
    return Told(text=asked_text(candidate, says=NO_ROOM), stage=Stage.WAITS)


def offered(candidate: Candidate) -> Told:
    """Offer a paper to who may write."""
    return Told(text=asked_text(candidate, says=OFFERED, box="[ ] "), stage=Stage.OFFERED)


def refused(candidate: Candidate, on: date | None) -> Told:
    """Say when people refused a paper, and how they take that back."""
    day = ON.format(day=f"{on.day} {on:%B %Y}") if on else ""
    says = REFUSED.format(on=day)
    return Told(text=asked_text(candidate, says=says, box="[ ] "), stage=Stage.OFFERED)


def withdrawn(paper: Paper) -> Told | None:
    """Say that its authors took a paper back; None: they did not."""
    if not is_withdrawn(paper):
        return None
    return Told(text=f"{_named(paper.title, paper.arxiv_id)} {WITHDRAWN}")


def without_place(candidate: Candidate, reason: str) -> Told:
    """Say why no row can be written."""
    said = NO_PLACE.format(reason=escape.in_conversation(reason))
    return Told(text=asked_text(candidate, says=said))


def answer_to(request: Request, papers: Sequence[Told]) -> str:
    """Return the answer to a request, with the hidden marker that says how far it is."""
    stages = {told.stage for told in papers}
    stage = next((s for s in (Stage.WAITS, Stage.OFFERED) if s in stages), Stage.ANSWERED)
    lines = "\n".join(f"- {told.text}" for told in papers)
    return f"{lines}\n\n{MARK.format(remark=request.remark, stage=stage.value)}"


def too_many_answer(request: Request) -> str:
    """Return the answer to a request beyond what one account may ask for in a day."""
    return f"{TOO_MANY}\n\n{MARK.format(remark=request.remark, stage=Stage.ANSWERED.value)}"


def _named(title: str, arxiv_id: ArxivId) -> str:
    shown = escape.in_conversation(escape.cut(title_text(title) or arxiv_id, LONGEST_TITLE))
    return f"[{shown}]({link_to(arxiv_id)})"
