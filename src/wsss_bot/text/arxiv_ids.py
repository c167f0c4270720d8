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


def parse_arxiv_id(text: str) -> tuple[ArxivId, int | None]:
    """Return the arXiv id that `text` is or links to, and its version if it names one.

    `text` is a bare id ('2405.01234v2'), an `arXiv:` reference, a DOI, or a link to the paper on
    arXiv or on a site that goes by arXiv's ids. Raises ValueError when it is none of these.
    """
    if _BARE.fullmatch(text):  # nearly all are
        return ArxivId(text), None
    cleaned = text.strip().removesuffix(".pdf")
    found = _WHOLE.fullmatch(cleaned) or _IN_LINK.search(cleaned)
    if found is None:
        raise ValueError(
            f"no arXiv id in {text[:_SHOWN]!r}; expected something like '2405.01234v2'"
        )
    return _parts(found)


def find_arxiv_ids(text: str) -> tuple[ArxivId, ...]:
    """Every arXiv id that `text` links to or names with `arXiv:`, in order, each once."""
    return tuple(dict.fromkeys(_parts(found)[0] for found in _IN_LINK.finditer(text)))


def _parts(found: re.Match[str]) -> tuple[ArxivId, int | None]:
    version = found["version"]
    archive, slash, number = found["id"].rpartition("/")
    # 'math.GT/0309136' and 'math/0309136' are one paper: the subject class is decoration.
    return (
        ArxivId(f"{archive.partition('.')[0].lower()}{slash}{number}"),
        int(version) if version else None,
    )
