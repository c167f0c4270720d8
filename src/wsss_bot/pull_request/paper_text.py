"""What a pull request says of one paper: why it is there, its row, and what to check in it."""

from collections.abc import Iterator, Mapping

from wsss_bot.domain import Candidate, Neighbour, Role
from wsss_bot.pull_request.abstract import deciding_sentences, words_that_decided
from wsss_bot.pull_request.moves import box_for
from wsss_bot.pull_request.phrases import LONGEST_NAME, LONGEST_TITLE, link_to, title_text
from wsss_bot.text import escape
from wsss_bot.text.latex import to_unicode

PAPER = "- [{tick}] **[{title}]({link})** `{bar}`"
NEAR_MISS = "- [{tick}] [{title}]({link}) `{bar}` {reasons}"
ASKED = "{box}[{title}]({link}) `{bar}` {says}"

LIKE = "like {entries}"
FILLED = "{role} `{text}` from {source}"
TO_CHECK = "**to check:** no {roles} found"
DOUBT = "{role} left blank: {why}"
CHECKED_ROLES: Mapping[Role, str] = {"method": "name", "venue": "venue", "code": "code"}
"""The cells worth a look; date, title and link come straight from arXiv."""
FOLD = (
    "<details><summary>{what}</summary><code>{row}</code>"
    "<blockquote>{sentences}</blockquote></details>"
)
ROW = "row"
BELOW = " below <i>{heading}</i>"
ABSTRACT = " · abstract"
BETWEEN_SENTENCES = " … "

REASON_ENTRIES = 2
REASON_TERMS = 3
HEADINGS = 2
"""So many headings, the innermost, say where a row goes."""


def paper_text(candidate: Candidate) -> str:
    """Return the item of a paper that is proposed: what a reader sees, and its row folded."""
    lines = [PAPER.format(tick="x", **_heading(candidate))]
    box = box_for(candidate.other_section)
    told = (_reasons(candidate), " · ".join(_cells(candidate)), box, _fold(candidate))
    lines += [f"  {line}" for line in told if line]
    return "\n".join(lines)


def asked_text(candidate: Candidate, *, says: str, box: str = "") -> str:
    """Return what is said of a paper that somebody asked for, behind a `box` if there is one."""
    line = ASKED.format(box=box, says=says, **_heading(candidate))
    lines = [line, *(f"  {told}" for told in (_reasons(candidate), _fold(candidate)) if told)]
    return "\n".join(lines)


def near_miss_text(candidate: Candidate) -> str:
    """Return the item of a paper just below the threshold."""
    reasons = " · ".join(filter(None, (candidate.shown_for, _reasons(candidate))))
    line = NEAR_MISS.format(tick=" ", reasons=reasons, **_heading(candidate))
    return line.rstrip()


def short_name(candidate: Candidate) -> str:
    """Return a paper's name in a few words: that of its method, else how its title begins."""
    method = candidate.row.cells.get("method")
    return escape.cut(
        method.text if method and method.text else to_unicode(candidate.paper.title), LONGEST_NAME
    )


def _heading(candidate: Candidate) -> dict[str, str]:
    return {
        "title": escape.in_conversation(title_text(candidate.paper.title)),
        "link": link_to(candidate.paper.arxiv_id),
        "bar": bar_of_ten(candidate.score.value),
    }


def bar_of_ten(value: float) -> str:
    """Return a score from 0 to 1 as ten dots."""
    full = min(10, max(0, round(value * 10)))
    return "●" * full + "○" * (10 - full)


def _reasons(candidate: Candidate) -> str:
    score = candidate.score
    entries = " and ".join(_entry(neighbour) for neighbour in score.nearest[:REASON_ENTRIES])
    words = words_that_decided(candidate.paper, score, REASON_TERMS)
    terms = ", ".join(escape.in_conversation(word) for word in words)
    return " · ".join(part for part in (entries and LIKE.format(entries=entries), terms) if part)


def _entry(neighbour: Neighbour) -> str:
    entry = neighbour.entry
    name = escape.in_conversation(escape.cut(entry.method or entry.title, LONGEST_NAME))
    venue = escape.in_conversation(escape.cut(entry.venue or "", LONGEST_NAME))
    return f"*{name}*" + (f" ({venue})" if any(c.isalnum() for c in venue) else "")


def _cells(candidate: Candidate) -> Iterator[str]:
    """Yield where each filled cell comes from, then what the row lacks, and why."""
    row = candidate.row
    for role, name in CHECKED_ROLES.items():
        cell = row.cells.get(role)
        if cell and cell.text and cell.source and (row.roles is None or role in row.roles):
            text = escape.in_code(escape.cut(cell.text, LONGEST_TITLE))
            yield FILLED.format(role=name, text=text, source=escape.in_conversation(cell.source))
    blank = _blank(candidate)
    if not blank:
        return
    names = [escape.in_conversation(escape.cut(name, LONGEST_NAME)) for name in blank]
    yield TO_CHECK.format(roles=" or ".join(filter(None, [", ".join(names[:-1]), names[-1]])))
    for role, name in CHECKED_ROLES.items():
        if name in blank and (why := candidate.facts.doubts.get(role)):
            shown = escape.in_conversation(escape.cut(why, LONGEST_TITLE))
            yield DOUBT.format(role=name, why=shown)


def _blank(candidate: Candidate) -> list[str]:
    """Return what the row lacks: cells that the list has, and what the rows beside it give."""
    row = candidate.row
    cells = {name: row.cells[role] for role, name in CHECKED_ROLES.items() if role in row.cells}
    given = {name for name, cell in cells.items() if cell.text}
    blank = [name for name in cells if name not in given] if row.roles is None else []
    return list(dict.fromkeys([*blank, *(name for name in row.left_out if name not in given)]))


def _fold(candidate: Candidate) -> str:
    """Return the row and what the abstract says, on one line: a blank one would end the item."""
    if not candidate.row.markdown:
        return ""
    headings = candidate.section.split(" / ")[-HEADINGS:]
    heading = escape.in_html(" / ".join(escape.cut(one, LONGEST_NAME) for one in headings))
    found = deciding_sentences(candidate.paper, candidate.score)
    sentences = BETWEEN_SENTENCES.join(map(escape.in_html, found))
    what = ROW + (BELOW.format(heading=heading) if heading else "") + (ABSTRACT if found else "")
    row = escape.in_html_code(candidate.row.markdown)
    text = FOLD.format(what=what, row=row, sentences=sentences)
    return text if found else text.replace("<blockquote></blockquote>", "")
