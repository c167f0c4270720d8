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
_PAPER_WORDS = {"arxiv", "preprint", "abs", "pdf", "et", "al", "and", "by", "in"}


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
    if facts.venue and facts.venue.year:
        dates |= {str(facts.venue.year), f"{facts.venue.year % 100:02}"}
        dates |= {"workshop", "w", "findings"}
    initials = {name[0] for name in _WORD.findall(folded(" ".join(paper.authors)))}
    words = set(_WORD.findall(folded(" ".join(texts)))) | dates | initials | _PAPER_WORDS
    return words | {"".join(_WORD.findall(folded(facts.method or "")))}


def is_wrong(row: str, theirs: str, own: set[str], usual: set[str]) -> set[str]:
    """Return the words that neither the person's row nor the record says, nor most rows."""
    rest = words_of(row) - words_of(theirs) - own - usual
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
    found |= {"empty link"} if re.search(r"\[\s*\]\(|\]\(\s*\)|<a\b[^<>]*>\s*</a>", row) else set()
    found |= {"empty brackets"} if re.search(r"\(\s*\)|\*\*\s*\*\*|\[\s*\](?!\()", text) else set()
    return found


def shape(row: str, paper: Paper, facts: Facts, known: set[str]) -> str:
    """Return the row with facts as signs, and without what is not `known`: its own words."""
    text = folded(_NUMBER_IN_FRONT.sub(r"\1#\2", row))
    text = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", text)
    text = _BADGE.sub("B", text)
    code = {folded(link.url).rstrip("/") for link in facts.code}
    text = _URL.sub(
        lambda u: (
            "U" if facts.arxiv_id in u[0] else "C" if u[0].rstrip("/").removesuffix(".git") in code
            else "X"
        ),
        text,
    )
    text = text.replace(facts.arxiv_id, "I")
    text = _without(text, facts.title, "T")
    head, colon, rest = facts.title.partition(":")
    if colon:
        text = _without(text, rest, "T")
    if facts.method or colon:
        text = _without(text, facts.method or head, "M")
    for name in sorted(paper.authors, key=len, reverse=True):
        text = _without(text, name, "A")
        text = _without(text, name.split()[-1], "A") if name.split() else text
    text = re.sub(r"(?:19|20)\d\d(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?)?|\d\d[-/]\d\d(?:[-/]\d\d)?",
                  "D", text)
    if facts.venue:
        text = _without(text, facts.venue.name, "V")
    text = _WORD.sub(lambda w: w[0] if w[0] in known or w[0] in "TUCXIMADVB" else "", text)
    return _tidy(text)


def _without(text: str, fact: str, sign: str) -> str:
    words = _WORD.findall(folded(fact))
    if not words:
        return text
    return re.sub(r"(?<!\w)" + r"[\W_]{0,6}".join(map(re.escape, words)) + r"(?!\w)", sign, text)


def _tidy(text: str) -> str:
    text = re.sub(r"A(?:[\s,;&*†\d^.]|and)*(?=A)", "", text)
    text = re.sub(r"D(?:[\s,.'’/-])*(?=D)", "", text)
    before = None
    while before != text:
        before = text
        text = re.sub(r"\[[\s\W]*?\]\(X?\)|!\[\]\(B\)", "", text)
        text = re.sub(r"\(\s*[,;:.|-]*\s*\)|\[\s*[,;:.|-]*\s*\](?!\()|\*\*\s*\*\*|`\s*`|\"\s*\"", "", text)
        text = re.sub(r"<(\w+)[^<>]*>\s*</\1>", "", text)
        text = re.sub(r"([,;.:|])\s*(?=[,;.])", "", text)
        text = re.sub(r"([(\[*_])\s*[,;.:]\s*", r"\1", text)
        text = re.sub(r"\s*[,;:]\s*([)\]*_])", r"\1", text)
    text = "\n".join(line for line in text.splitlines() if re.search(r"\w", line))
    return re.sub(r"\s+|-(?=\||$)|none|n/a", "", text.rstrip(" ,;:-|\\"))


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
    known_links = Counter(url for one in others for url in addresses(one))
    for url in addresses(row) - allowed:
        if facts.arxiv_id not in url and known_links[url] < max(3, 0.2 * len(others)):
            foreign.add(url)
    return ("wrong", " ".join(sorted(foreign))) if foreign else ("other", "")
