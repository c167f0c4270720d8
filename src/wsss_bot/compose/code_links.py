"""Links to code: those that the authors give for their own work, cleaned, and what they hold."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from wsss_bot.domain import Repository

_HOSTS = ("github.com", "gitlab.com", "huggingface.co", "bitbucket.org")
"""Where repositories are, the preferred one first; anything else is a project page."""
_NO_CODE = re.compile(
    r"(?:^|\.)(?:arxiv\.org|doi\.org|youtu\.be|youtube\.com|vimeo\.com|openreview\.net|zenodo\.org"
    r"|springer\.com|ieee\.org|acm\.org|sciencedirect\.com|elsevier\.com|mdpi\.com|wiley\.com"
    r"|thecvf\.com|aclanthology\.org|creativecommons\.org|kaggle\.com|figshare\.com|osf\.io"
    r"|bilibili\.com|spiedigitallibrary\.org|nature\.com|semanticscholar\.org|drive\.google\.com"
    r"|researchgate\.net|mendeley\.com|pnas\.org|twitter\.com|x\.com|medium\.com|orcid\.org)$"
)
_ADDRESS = re.compile(
    r"(?:https?:\s?//\s?|www\.|(?<![\w/.@-])(?=(?:github|gitlab)\.com/|huggingface\.co/))"
    r"(?:[^\s<>\"“”{}|\\^`\[\]]|\\[_%#&~])+",
    re.IGNORECASE,
)
_BROKEN_HOST = re.compile(r"\b(github|gitlab)\.\s+(?=com/)", re.IGNORECASE)
_TRAILING = ".,;:!?'\"’”)]}*_·$-"
_ELSEWHERE = re.compile(
    r"\b(?:base(?:d|line)s?|buil[dt]s?|built|extend\w*|adapt\w*|fork\w*|borrow\w*|modif\w+) (?:on|upon|from|of|by)\b"
    r"|\b(?:baselines?|compared? (?:to|with)|we (?:use|used|adopt|follow)|using the|dependency)\b[^.]*$",
    re.IGNORECASE,
)
_CODE_WORDS = re.compile(r"\b(?:codes?|codebase|source|implementation|models?|weights|repository|repo|github|software|toolkit|toolbox|package|library|checkpoints|scripts|project)\b", re.IGNORECASE)
_DATA_WORDS = re.compile(r"\b(?:data ?-?sets?|data|benchmark|annotations|corpus|images)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """A link, and where the authors give it."""

    url: str
    source: str


def find_code_link(abstract: str, comment: str | None) -> FoundLink | None:
    """Return the link to the authors' own code, or None if they give none.

    Repositories go before project pages, and among them GitHub before GitLab, Hugging Face and
    Bitbucket; then the one that is called code before the one that is called data. A repository
    that the text says it is compared with or built on is somebody else's.
    """
    ranked = [
        (rank, number, FoundLink(url=url, source=source))
        for source, text in (("the abstract", abstract), ("the authors' comment", comment or ""))
        for number, (url, rank) in enumerate(_links(text))
    ]
    return min(ranked, key=lambda item: item[0])[2] if ranked else None


def _links(text: str) -> Iterator[tuple[str, tuple[int, bool]]]:
    """Every address in `text` that may hold the authors' code, and its rank (lower is better)."""
    text = _BROKEN_HOST.sub(r"\1.", html.unescape(text))
    behind = 0
    for found in _ADDRESS.finditer(text):
        said = re.split(r"(?<=[a-z)])\.\s", text[behind : found.start()])[-1]
        behind = found.end()
        url = clean_address(found[0])
        if url is None or _ELSEWHERE.search(said):
            continue
        only_data = bool(_DATA_WORDS.search(said)) and not _CODE_WORDS.search(said)
        host = _host(url)
        place = _HOSTS.index(host) if host in _HOSTS else len(_HOSTS)
        yield url, (place, only_data)


def clean_address(raw: str) -> str | None:
    """Return the address that an author meant by `raw`, or None if no code can be there.

    Punctuation of the sentence, LaTeX escapes, '.git', '/tree/main' and the query go.
    """
    url = re.sub(r"\\([_%#&~])", r"\1", re.sub(r"\s", "", raw)).rstrip(_TRAILING)
    if not url.lower().startswith("http"):
        url = f"https://{url}"
    parts = urlsplit(url)
    host, path = _host(url), parts.path.rstrip("/")
    if "." not in host or _NO_CODE.search(host):
        return None
    if host not in _HOSTS:
        return url
    path = re.sub(r"(?:\.git|/(?:tree|blob)/(?:main|master)(?:/README\.md)?)$", "", path, flags=re.IGNORECASE)
    if len(path.strip("/").split("/")) < 2:
        return None
    return f"https://{host}{path}"


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


_FRAMEWORKS = {
    "pytorch": r"\b(?:py)?torch(?:vision|audio)?\b|\blightning\b|\bmmcv\b|\bmmseg\w*|\bdetectron2\b",
    "tensorflow": r"\btensorflow(?:-gpu|-cpu)?\b|\bkeras\b|\btf-nightly\b",
    "jax": r"\bjax(?:lib)?\b|\bflax\b",
    "paddle": r"\bpaddle(?:paddle)?(?:-gpu)?\b",
    "mindspore": r"\bmindspore\b",
    "mxnet": r"\bmxnet\b",
    "caffe": r"\bcaffe\b",
    "matlab": r"\bmatconvnet\b",
}


def is_usable(repository: Repository) -> bool:
    """Whether a link to `repository` leads a reader to code: it exists and holds something."""
    return repository.exists and not repository.empty


def code_label(repository: Repository) -> str | None:
    """Return what the code in `repository` is written in ('pytorch'), or None if that is unclear.

    The requirements say it first, then the README, where the framework named most often wins, then
    the language if it stands for a framework of its own.
    """
    for text in (repository.requirements, repository.readme):
        named = {
            label: len(re.findall(pattern, text, re.IGNORECASE))
            for label, pattern in _FRAMEWORKS.items()
        }
        best = max(named, key=lambda label: named[label])
        if named[best]:
            return best
    first = repository.languages[0].casefold() if repository.languages else ""
    return "matlab" if first == "matlab" else None
