"""What a written row is worth beside the one that a person wrote, whatever wrote it.

Nothing of the program that writes rows is used to judge them, but for the reading of titles.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from wsss_bot.domain import Facts, Paper

VERDICTS = ("exact", "other", "wrong", "broken", "refused")

_URL = re.compile(r"https?://[^\s<>|()\[\]\"'`]+")
_BADGE = re.compile(r"https?://[^\s<>|()\[\]\"'`]*shields\.io[^\s<>|()\[\]\"'`]*")
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_ID = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?")
_NUMBER_IN_FRONT = re.compile(r"^(\s*)\d+([.)])")
_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "“": "”", "「": "」"}
_EVEN = ("**", "*", "__", "`", '"', "$")
_PAPER_WORDS = {
    "arxiv",
    "preprint",
    "abs",
    "pdf",
    "et",
    "al",
    "and",
    "by",
    "in",
    "code",
    "none",
    "n",
    "a",
    "nips",
    "null",
}


def folded(text: str) -> str:
    """Return `text` in lower case without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def same_bytes(ours: str, theirs: str) -> bool:
    """Whether the rows agree but for space, number, case, form of address and the day."""
    return _loose(ours) == _loose(theirs)


def _loose(row: str) -> str:
    text = _NUMBER_IN_FRONT.sub(r"\1#\2", row).lower()
    text = re.sub(r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/+", "arxiv/", text)
    text = re.sub(r"(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?", r"\1", text)
    text = re.sub(r"((?:19|20)\d\d[-/.](?:0?\d|1[0-2])[-/.])[0-3]?\d(?!\d)", r"\1dd", text)
    text = re.sub(r"\b[0-3]?\d (?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", "", text)
    return re.sub(r"\s+|\\(?=[!-/:-@\[-`{-~])", "", text)


def words_of(row: str) -> set[str]:
    """Return the words that a row shows, those of addresses left out."""
    return set(_WORD.findall(folded(_TAG.sub(" ", _URL.sub(" ", row)))))


def own_words(paper: Paper, facts: Facts) -> set[str]:
    """Return every word that is a fact of the paper."""
    day = facts.submitted_on
    texts = [
        *(paper.title, facts.title, " ".join(paper.authors), paper.comment or ""),
        *(paper.journal_ref or "", facts.method or "", facts.arxiv_id),
        *(link.url + " " + (link.label or "") for link in facts.code),
        *((facts.venue.name, str(facts.venue.year or "")) if facts.venue else ()),
    ]
    dates = {str(day.year), f"{day.year % 100:02}", str(day.month), f"{day.month:02}"}
    dates |= {str(day.day), f"{day.day:02}", _MONTHS[day.month - 1], _MONTHS[day.month - 1][:3]}
    dates |= {"sept"} if day.month == 9 else set()
    if facts.venue and facts.venue.year:
        dates |= {str(facts.venue.year), f"{facts.venue.year % 100:02}"}
        dates |= {"workshop", "w", "findings", f"{folded(facts.venue.name)}w"}
    initials = {name[0] for name in _WORD.findall(folded(" ".join(paper.authors)))}
    words = set(_WORD.findall(folded(" ".join(texts)))) | dates | initials | _PAPER_WORDS
    return words | {"".join(_WORD.findall(folded(facts.method or "")))}


def is_wrong(row: str, theirs: str, own: set[str], usual: set[str]) -> set[str]:
    """Return the words that neither the person's row nor the record says, nor most rows."""
    rest = words_of(_NUMBER_IN_FRONT.sub("", row)) - words_of(theirs) - own - usual
    foreign_ids = set(_ID.findall(row)) - set(_ID.findall(theirs))
    return rest | {one for one in foreign_ids if one.partition("v")[0] not in theirs}


def addresses(row: str) -> set[str]:
    """Return the addresses in a row, badges left out, in one form."""
    found = (url for url in _URL.findall(row) if not _BADGE.match(url))
    return {re.sub(r"v\d+$|\.pdf$", "", url.split("//", 1)[1].rstrip("/.,")) for url in found}


def usual_words(rows: Sequence[str], share: float = 0.2) -> set[str]:
    """Return the words that stand in that share of the rows, in three at least."""
    counts = Counter(word for row in rows for word in words_of(row))
    return {word for word, count in counts.items() if count >= max(3, share * len(rows))}


def open_pairs(row: str) -> set[str]:
    """Return the brackets, emphasis, quotes and tags of a row that do not pair."""
    text = re.sub(r"\\.", " ", _ID.sub(" ", _URL.sub("1", row)))
    text = re.sub(r"(?m)^\s*(?:[-*+]|\d+[.)])\s", " ", text)
    found = {
        f"{opening}{closing}"
        for opening, closing in _PAIRS.items()
        if text.count(opening) != text.count(closing)
    }
    rest = _TAG.sub(" ", text)
    for mark in _EVEN:
        if rest.count(mark) % 2:
            found.add(mark)
        rest = rest.replace(mark, " ")
    tags = Counter(tag.lower() for tag in re.findall(r"</?([a-zA-Z]+)\b[^<>]*(?<!/)>", text))
    void = {"br", "img", "hr", "p", "li", "td", "tr", "input"}
    found |= {f"<{tag}>" for tag, count in tags.items() if count % 2 and tag not in void}
    found |= (
        {"empty link"} if re.search(r"(?<!!)\[\s*\]\(|\]\(\s*\)|<a\b[^<>]*>\s*</a>", row) else set()
    )
    found |= {"empty brackets"} if re.search(r"\(\s*\)|\*\*\s*\*\*|\[\s*\](?!\()", text) else set()
    return found


def same_shape(ours: str, theirs: str) -> bool:
    """Whether two shapes agree but for space, and for the form of an address."""
    return _plain(ours) == _plain(theirs)


def _plain(shape: str) -> str:
    text = re.sub(r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/+", "arxiv/", shape)
    text = re.sub(r"\{rest:\}|\{title:\}", "{title}", text).replace(".pdf", "")
    return re.sub(r"\s+", "", text).lower()


def verdict(
    row: str, theirs: str, paper: Paper, facts: Facts, rows: Iterable[str]
) -> tuple[str, str]:
    """Return what the row is worth, and why where it is not right."""
    if not row:
        return "refused", ""
    if same_bytes(row, theirs):
        return "exact", ""
    others = list(rows)
    if faults := open_pairs(row) - open_pairs(theirs):
        return "broken", " ".join(sorted(faults))
    foreign = is_wrong(row, theirs, own_words(paper, facts), usual_words(others))
    allowed = addresses(theirs) | addresses(" ".join(link.url for link in facts.code))
    allowed |= addresses(facts.project or "")
    known_links = Counter(url for one in others for url in addresses(one))
    for url in addresses(row) - allowed:
        if str(facts.arxiv_id) not in url and known_links[url] < max(3, 0.2 * len(others)):
            foreign.add(url)
    return ("wrong", " ".join(sorted(foreign))) if foreign else ("other", "")
