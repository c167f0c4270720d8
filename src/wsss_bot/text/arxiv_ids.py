"""Read arXiv ids wherever they turn up: feeds, links, rows, pull-request bodies."""

import re

from wsss_bot.domain import ArxivId

# Not \d, which is also every other script's digits.
_NEW = r"[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}"
_OLD = r"[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}"
_BARE = re.compile(_NEW)
_SHOWN = 100
_VERSION = r"(?:v(?P<version>[1-9]\d{0,3}))?"
_WHOLE = re.compile(rf"(?:arxiv:)?(?P<id>{_NEW}|{_OLD}){_VERSION}", re.IGNORECASE)
_IN_LINK = re.compile(
    r"(?:(?:arxiv|alphaxiv|ar5iv)\.org/+(?:(?:abs|pdf|html|format|ps|e-print|src|overview)/+)?"
    r"(?:arxiv:)?"
    r"|(?:huggingface\.co|hf\.co|arxiv-vanity\.com|paperswithcode\.com)/+papers?/+(?:arxiv:)?"
    r"|\b10\.48550/+arxiv\."
    r"|(?<![\w./])arxiv(?::\s*|\s+(?=\d{4}\.)))"
    rf"(?P<id>{_NEW}|{_OLD}){_VERSION}(?!\d)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(rf"(?<=[/=:.A-])(?P<id>{_NEW}){_VERSION}(?!\.?\d)", re.IGNORECASE)
_BEFORE = re.compile(
    r"https?://[^\s)\"'<>\]]*?"
    r"(?:arxiv(?:%3A|[:/.=-]|id=)(?:(?:abs|pdf|html)/+)?(?:arxiv:)?"
    r"|/(?:abs|pdf|html|papers?|overview|e-print)/+"
    r"|[?&](?:p?id|arxiv_?id|paper(?:_?id)?|eprint)=(?:arxiv(?:%3A|[:-]))?)",
    re.IGNORECASE,
)
"""What stands before an id in a link to any site that goes by arXiv's ids: by the form of the
link ('…/arxiv/', '…/paper/', '?arxivId='), for new sites appear each month."""
_FAR = 160
_RUN_TOGETHER = re.compile(
    r"/(?:19|20)\d\darxiv(?P<a>\d{4})\.?(?P<b>\d{4,5})[a-z]|\bcorr/abs-(?P<c>\d{4})-(?P<d>\d{4,5})\b",
    re.IGNORECASE,
)
"""ADS writes 2405.01234 as '2024arXiv240501234A', dblp as 'corr/abs-2405-01234'."""


def parse_arxiv_id(text: str) -> tuple[ArxivId, int | None]:
    """Return the arXiv id that `text` is or links to, and its version if it names one.

    `text` is a bare id ('2405.01234v2'), an `arXiv:` reference, a DOI, or a link to the paper on
    arXiv or on a site that goes by arXiv's ids. Raises ValueError when it is none of these.
    """
    if _BARE.fullmatch(text):  # nearly all are
        return ArxivId(text), None
    cleaned = text.strip().removesuffix(".pdf")
    found = _WHOLE.fullmatch(cleaned) or _IN_LINK.search(cleaned)
    if found is None and (elsewhere := _elsewhere(cleaned)):
        return elsewhere[0][1]
    if found is None:
        raise ValueError(
            f"no arXiv id in {text[:_SHOWN]!r}; expected something like '2405.01234v2'"
        )
    return _parts(found)


def find_arxiv_ids(text: str) -> tuple[ArxivId, ...]:
    """Every arXiv id that `text` links to or names with `arXiv:`, in order, each once."""
    named = [(found.start("id"), _parts(found)) for found in _IN_LINK.finditer(text)]
    if "://" in text and (elsewhere := _elsewhere(text)):
        named = sorted([*named, *elsewhere])
    return tuple(dict.fromkeys(arxiv_id for _, (arxiv_id, _) in named))


def _elsewhere(text: str) -> list[tuple[int, tuple[ArxivId, int | None]]]:
    """Return the ids in links to other sites, each with its place."""
    found = []
    for one in _ELSEWHERE.finditer(text):
        start = one.start("id")
        link = text.rfind("http", max(0, start - _FAR), start)
        if link >= 0 and _BEFORE.fullmatch(text, link, start):
            found.append((start, _parts(one)))
    for one in _RUN_TOGETHER.finditer(text):
        number = f"{one['a'] or one['c']}.{one['b'] or one['d']}"
        if _BARE.fullmatch(number):
            found.append((one.start(), (ArxivId(number), None)))
    return found


def _parts(found: re.Match[str]) -> tuple[ArxivId, int | None]:
    version = found["version"]
    archive, slash, number = found["id"].rpartition("/")
    # 'math.GT/0309136' and 'math/0309136' are one paper: the subject class is decoration.
    return (
        ArxivId(f"{archive.partition('.')[0].lower()}{slash}{number}"),
        int(version) if version else None,
    )
