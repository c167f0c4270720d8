"""Propose: the title and the body of the pull request that a maintainer reads.

The words stand at the top. The rules they follow: the first screen of a phone holds the first
paper and its reasons; a cell says where it came from or is named as one to check; and every
answer is a tick, a deletion, an edit, a merge or a close.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wsss_bot import escape
from wsss_bot.domain import ArxivId, Candidate, Neighbour, Polled, Role
from wsss_bot.latex import to_unicode

TITLE = "{count} for the list: {names}"
TITLE_NAMES = 3
"""How many papers the title names before it says 'and 4 more'."""

PAPER = "- [{tick}] **[{title}]({link})** `{bar}`"
NEAR_MISS = "- [{tick}] [{title}]({link}) `{bar}` {reasons}"
NEAR_MISSES = "<details><summary>{count}: tick one to add it</summary>\n\n{lines}\n\n</details>"

LIKE = "like {entries}"
FILLED = "{role} `{text}` from {source}"
TO_CHECK = "**to check:** {roles}"
NOT_FOUND = "no {role} found"
CHECKED_ROLES: Mapping[Role, str] = {"method": "name", "venue": "venue", "code": "code"}
"""The cells worth a look; date, title and link come straight from arXiv."""

FIRST_RUN = "First run: of the last {months}, what fits the list best and is not on it."
WAITING = "{count} for the next time, best first."
ANSWERS = (
    "Not wanted? Untick it or delete its line: it will not come back. "
    "Wrong cell? Edit it: the edit stays. Then merge. Closing this refuses all of them."
)
SMALL_PRINT = (
    "<sub>{polled}{noise} You decide every row. To stop the bot, take away its access in the "
    "settings of this repository, or ask whoever runs it to end its schedule.</sub>"
)
READ = "Read {papers}{days}, {completeness}."
COMPLETE = "all of them"
INCOMPLETE = "**not all of them: {missing}**"

LONGEST_TITLE = 200
LONGEST_NAME = 60
REASON_ENTRIES = 2
REASON_TERMS = 3


def pull_request_text(
    candidates: Sequence[Candidate],
    near_misses: Sequence[Candidate] = (),
    *,
    polled: Polled,
    noise: str = "",
    first_run_months: int | None = None,
    waiting: int = 0,
) -> tuple[str, str]:
    """Return the title and the Markdown body of the pull request that adds `candidates`.

    Both sequences are best first. `noise` is a sentence about the threshold. `first_run_months`
    is how far back the very first run looked, None on later runs; `waiting` is how many
    candidates did not fit. The body holds plain line breaks where GitHub shows a new line.
    """
    parts = ["\n".join(_paper(candidate) for candidate in candidates)]
    if near_misses:
        count = counted(len(near_misses), "near miss", "near misses")
        lines = "\n".join(_near_miss(candidate) for candidate in near_misses)
        parts.append(NEAR_MISSES.format(count=count, lines=lines))
    said = []
    if first_run_months is not None:
        months = counted(first_run_months, "month", "months")
        said.append(FIRST_RUN.format(months=months))
    if waiting:
        said.append(WAITING.format(count=counted(waiting, "more waits", "more wait")))
    parts.append(" ".join([*said, ANSWERS]))
    parts.append(_small_print(polled, noise))
    proposed = [
        *(Proposed.of(candidate) for candidate in candidates),
        *(Proposed.of(candidate, near_miss=True) for candidate in near_misses),
    ]
    parts.append(marker(proposed))
    return _title(candidates), "\n\n".join(part for part in parts if part) + "\n"


def counted(number: int, one: str, many: str) -> str:
    """'1 paper', '12 papers'."""
    return f"{number:,} {one if number == 1 else many}"


def _title(candidates: Sequence[Candidate]) -> str:
    names = [escape.in_plain_text(short_name(candidate)) for candidate in candidates]
    more = len(names) - TITLE_NAMES
    shown = ", ".join(names if more <= 0 else names[:TITLE_NAMES])
    if more > 0:
        shown += f" and {more} more"
    return TITLE.format(count=counted(len(candidates), "paper", "papers"), names=shown)


def short_name(candidate: Candidate) -> str:
    """Return a paper's name in a few words: that of its method, else how its title begins."""
    method = candidate.row.cells.get("method")
    return escape.cut(
        method.text if method and method.text else to_unicode(candidate.paper.title), LONGEST_NAME
    )


def _paper(candidate: Candidate) -> str:
    lines = [PAPER.format(tick="x", **_heading(candidate))]
    lines += [f"  {line}" for line in (_reasons(candidate), _cells(candidate)) if line]
    return "\n".join(lines)


def _near_miss(candidate: Candidate) -> str:
    line = NEAR_MISS.format(tick=" ", reasons=_reasons(candidate), **_heading(candidate))
    return line.rstrip()


def _heading(candidate: Candidate) -> dict[str, str]:
    paper = candidate.paper
    return {
        "title": escape.in_conversation(escape.cut(to_unicode(paper.title), LONGEST_TITLE)),
        "link": f"https://arxiv.org/abs/{paper.arxiv_id}",
        "bar": bar_of_ten(candidate.score.value),
    }


def bar_of_ten(value: float) -> str:
    """Return a score from 0 to 1 as ten dots."""
    full = min(10, max(0, round(value * 10)))
    return "●" * full + "○" * (10 - full)


def _reasons(candidate: Candidate) -> str:
    score = candidate.score
    entries = " and ".join(_entry(neighbour) for neighbour in score.nearest[:REASON_ENTRIES])
    raising = [term.text for term in score.terms if term.push > 0]
    terms = ", ".join(escape.in_conversation(text) for text in raising[:REASON_TERMS])
    return " · ".join(part for part in (entries and LIKE.format(entries=entries), terms) if part)


def _entry(neighbour: Neighbour) -> str:
    entry = neighbour.entry
    name = escape.in_conversation(escape.cut(entry.method or entry.title, LONGEST_NAME))
    venue = escape.in_conversation(escape.cut(entry.venue or "", LONGEST_NAME))
    return f"*{name}*" + (f" ({venue})" if any(c.isalnum() for c in venue) else "")


def _cells(candidate: Candidate) -> str:
    """Say in one line where each filled cell comes from, and which cells stayed blank."""
    filled, blank = [], []
    for role, name in CHECKED_ROLES.items():
        cell = candidate.row.cells.get(role)
        if cell is None:
            continue
        if cell.text is None:
            blank.append(NOT_FOUND.format(role=name))
        elif cell.source is not None:
            text = escape.in_code(escape.cut(cell.text, LONGEST_TITLE))
            source = escape.in_conversation(cell.source)
            filled.append(FILLED.format(role=name, text=text, source=source))
    if blank:
        filled.append(TO_CHECK.format(roles=", ".join(blank)))
    return " · ".join(filled)


def _small_print(polled: Polled, noise: str) -> str:
    kind = escape.in_conversation(" and ".join(polled.categories))
    completeness = COMPLETE
    if not polled.complete:
        missing = escape.in_conversation(polled.missing or "some days could not be read")
        completeness = INCOMPLETE.format(missing=missing)
    read = READ.format(
        papers=counted(polled.papers, f"{kind} paper".lstrip(), f"{kind} papers".lstrip()),
        days=_days(polled.first_on, polled.last_on),
        completeness=completeness,
    )
    return SMALL_PRINT.format(polled=read, noise=f" {noise}" if noise else "")


def _days(first: date | None, last: date | None) -> str:
    """Return ' of 4 to 11 April 2022', with month and year said once where they are the same."""
    if first is None or last is None:
        return ""
    if first == last:
        return f" of {_day(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f" of {first.day} to {_day(last)}"
    if first.year == last.year:
        return f" of {first.day} {first:%B} to {_day(last)}"
    return f" of {_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


# --- what the pull request remembers --------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What the body remembers of one paper, so that GitHub alone can tell what was proposed."""

    arxiv_id: ArxivId
    name: str
    row: str
    """The row as it was proposed, without the final line end."""
    near_miss: bool = False

    @classmethod
    def of(cls, candidate: Candidate, *, near_miss: bool = False) -> "Proposed":
        """Return what to remember of `candidate`."""
        return cls(
            arxiv_id=candidate.paper.arxiv_id,
            name=short_name(candidate),
            row=candidate.row.markdown,
            near_miss=near_miss,
        )


MARKER_VERSION = 1
_MARKER = re.compile(r"<!-- wsss-bot:(?P<version>\d+) (?P<memory>\{.*?\}) -->", re.DOTALL)
_UNSAFE = re.compile(r"[^\w {}\[\]:,.\"\\]", re.ASCII)


def marker(proposed: Sequence[Proposed]) -> str:
    """Return a comment that no reader sees, from which `Proposed` can be read back.

    JSON in which whatever could end the comment, or look like a mention or a reference to
    anything that scans the raw text, is written as an escape.
    """
    papers = [
        {"id": p.arxiv_id, "name": p.name, "row": p.row} | ({"near": True} if p.near_miss else {})
        for p in proposed
    ]
    memory = json.dumps({"papers": papers}, separators=(",", ":"))
    harmless = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", memory)
    return f"<!-- wsss-bot:{MARKER_VERSION} {harmless} -->"
