"""Links to code: the one that the authors give for their own work, cleaned of its sentence."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

HOSTS = ("github.com", "gitlab.com", "huggingface.co", "bitbucket.org")
"""Where repositories are, the preferred one first; anything else is a project page."""
_CALLED = {
    "github.com": None,
    "gitlab.com": "gitlab",
    "huggingface.co": "hugging face",
    "bitbucket.org": "bitbucket",
}

_NO_CODE = re.compile(
    r"(?:^|\.)(?:arxiv\.org|doi\.org|youtu\.be|youtube\.com|vimeo\.com|bilibili\.com"
    r"|openreview\.net|springer\.com|ieee\.org|acm\.org|sciencedirect\.com|elsevier\.com|mdpi\.com"
    r"|wiley\.com|nature\.com|pnas\.org|spiedigitallibrary\.org|thecvf\.com|aclanthology\.org"
    r"|semanticscholar\.org|researchgate\.net|creativecommons\.org|zenodo\.org|figshare\.com"
    r"|kaggle\.com|osf\.io|mendeley\.com|drive\.google\.com|twitter\.com|x\.com|medium\.com"
    r"|orcid\.org)$"
)
_NO_PAGE = re.compile(
    r"\.pdf$|//(?:www\.)?(?:gitee|gitcode|modelscope|ieee-dataport)\.|github\.com|/(?:blog|demo)\b"
)
"""What is no page of a project: repositories, documents, collections of data, a post."""
_ADDRESS = re.compile(
    r"(?:https?:\s?//\s?|www\.|(?<![\w/.@-])(?=(?:github|gitlab)\.com/|huggingface\.co/|[\w-]+\.github\.io\b))"
    r"(?:[^\s<>\"“”{}|\\^`\[\]]|\\[_%#&~])+",
    re.IGNORECASE,
)
_BROKEN_HOST = re.compile(r"\b(github|gitlab)\.\s+(?=com/)", re.IGNORECASE)
_LATEX_ESCAPE = re.compile(r"\\([_%#&~])")
_PARTS = re.compile(r"https?://(?:www\.)?(?P<host>[^/?#]+)(?P<path>[^?#]*)", re.IGNORECASE)
_SAME_PLACE = re.compile(r"(?:\.git|/(?:tree|blob)/(?:main|master)|/README\.md)*/?$", re.IGNORECASE)
_REPOSITORY_NAME = re.compile(r"https://(?:github|gitlab)\.com/[^/]+/(?P<name>[^/]+)")
_TRAILING = ".,;:!?'\"’”)]}*·$"
_SENTENCE_END = re.compile(r"(?<=[\w)%+\]])[.;]\s*(?=[A-Z]|$)")
_WORD = re.compile(r"(?<!\\)\b[A-Za-z]{2,}")
_NEAR = 60
"""So many characters behind an address still tell what it is."""
_FAR = 600
"""So many characters hold the sentence of an address."""
_SOMEBODY_ELSE = re.compile(
    r"\b(?:(?:base[ds]?|buil[dt]s?|extend\w*|adapt\w*|fork\w*|borrow\w*|modif\w+)"
    r" (?:on|upon|from|of|by)|extends|compared? (?:to|with)|dependency)\b(?P<then>.*)$"
    r"|\bwe (?:use|used|adopt|employ|follow)\b(?!.*\bour\b).*$",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:(?:codes?|implementation|models?|repository|weights) (?:for|of) (?:\w+ ){0,2}baselines?"
    r"|baselines?(?=\W*$)|unofficial|whose|unlike|outperform\w*|thank\w*"
    r"|acknowledg\w*|following(?! (?:address|link|page|repo|site|url))"
    r"|third[- ]party|original (?:code|implementation|repository)"
    r"|(?:evaluated|implemented|tested|trained) (?:in|on|using|with)"
    r"|(?:by|from|on|us(?:e|es|ed|ing)|with) (?:the )?(?:\w+ ){0,2}"
    r"(?:api|library|tool(?:box|kit)))\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\bour (?:\w+ ){0,2}"
    r"(?:codes?|demo|github|implementation|models?|page|project|repo\w*|website)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:demo|here|link|our|page|website)\b", re.IGNORECASE)
_FEW = 2
"""So many words before an address need not say what it is: 'Homepage:', 'See'."""
_OFFERED = re.compile(
    r"\b(?:(?:access|availab|found|open|provid|public|releas)\w*|(?:project|web) ?(?:page|site))\b",
    re.IGNORECASE,
)
"""What makes an address the authors' own again: 'built on X, released at'."""
_CODE = re.compile(
    r"\b(?:codes?|codebase|source|implementation|models?|weights|repository|repo|github|software"
    r"|toolkit|toolbox|package|library|checkpoints|scripts|project)\b",
    re.IGNORECASE,
)
_DATA = re.compile(r"\b(?:data ?-?sets?|data|benchmark|annotations|corpus|images)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """A link, and where the authors give it."""

    url: str
    source: str
    rival: str = ""
    """Another repository that the authors give as just as much theirs, in another place."""

    @property
    def host(self) -> str | None:
        """What a link to another place than GitHub is called: 'gitlab', 'project'."""
        return _CALLED.get(_host_and_path(self.url)[0], "project")

    @property
    def repository(self) -> str | None:
        """The name of the repository, where the link is one: 'AdvCAM'."""
        found = _REPOSITORY_NAME.match(self.url)
        return found["name"] if found else None


def find_code_link(abstract: str, comment: str | None) -> FoundLink | None:
    """Return the link to the authors' own code, or None if they give none.

    Repositories go before project pages, and among them GitHub before GitLab, Hugging Face and
    Bitbucket; then the one that is called code before the one that is called data. A repository
    that the text says it compares with or builds on is somebody else's.
    """
    ranked = _ranked(abstract, comment)
    if not ranked:
        return None
    best, link = min(ranked, key=lambda item: item[0])
    places = {
        other.url
        for rank, other in ranked
        if rank == best and other.source != link.source and not _same_place(other.url, link.url)
    }
    return replace(link, rival=min(places, default=""))


def find_project_page(abstract: str, comment: str | None) -> FoundLink | None:
    """Return the link to the project's own page, or None if the authors give none.

    What leads to a repository is none; nor is a page that only holds data.
    """
    pages = [
        (rank, link)
        for rank, link in _ranked(abstract, comment)
        if link.host == "project" and not _NO_PAGE.search(link.url)
    ]
    return min(pages, key=lambda page: page[0])[1] if pages else None


def _ranked(abstract: str, comment: str | None) -> list[tuple[tuple[int, bool], FoundLink]]:
    """Return every link that the authors give for their own work, with its rank."""
    return [
        (rank, FoundLink(url=url, source=source))
        for source, text in (("the abstract", abstract), ("the authors' comment", comment or ""))
        for url, rank in _links(text)
    ]


def _same_place(a: str, b: str) -> bool:
    return a.casefold().rstrip("/") == b.casefold().rstrip("/")


def _links(text: str) -> Iterator[tuple[str, tuple[int, bool]]]:
    """Every address in `text` that may hold the authors' code, and its rank (lower is better)."""
    text = _BROKEN_HOST.sub(r"\1.", " ".join(html.unescape(text).split()))
    behind = 0
    for found in _ADDRESS.finditer(text):
        said = _SENTENCE_END.split(text[max(behind, found.start() - _FAR) : found.start()])[-1]
        behind = found.end()
        then = _SENTENCE_END.split(text[behind : behind + _FAR])[0][:_NEAR]
        url = clean_address(found[0])
        # Where a line ended inside of an address, nobody knows how much behind it belongs to it.
        is_broken = found[0].endswith("-") and text[behind + 1 : behind + 2].isalnum()
        if url is not None and not is_broken and not _is_elsewhere(said, then):
            only_data = bool(_DATA.search(said)) and not _CODE.search(said)
            host, _ = _host_and_path(url)
            yield url, (HOSTS.index(host) if host in HOSTS else len(HOSTS), only_data)


def _is_elsewhere(said: str, then: str) -> bool:
    """Whether the words around an address make it another's: a base, a baseline, a tool.

    In a sentence that offers nothing, an address is that of what the sentence is about.
    """
    found = _SOMEBODY_ELSE.search(said)
    if found is not None:
        return not _OFFERED.search(found["then"] or "")
    if _THEIRS.search(said) and not _OURS.search(said):
        return True
    offers = any(sign.search(said) or sign.search(then) for sign in (_OFFERED, _CODE, _PLACE))
    return not offers and len(_WORD.findall(said)) > _FEW


def clean_address(raw: str) -> str | None:
    """Return the address that an author meant by `raw`, or None if no code can be there.

    Punctuation of the sentence and LaTeX escapes go; at a host of repositories also '.git',
    '/tree/main' and the query, and what names no repository is no link to code.
    """
    url = _LATEX_ESCAPE.sub(r"\1", "".join(raw.split())).rstrip(_TRAILING)
    if not url.lower().startswith("http"):
        url = f"https://{url}"
    host, path = _host_and_path(url)
    if "." not in host or _NO_CODE.search(host):
        return None
    if host not in HOSTS:
        return url.removesuffix("/README.md")
    path = _SAME_PLACE.sub("", path)
    names_a_repository = len(path.strip("/").split("/")) > 1 and not path.startswith("/datasets/")
    return f"https://{host}{path}" if names_a_repository else None


def _host_and_path(url: str) -> tuple[str, str]:
    parts = _PARTS.match(url)
    return (parts["host"].lower(), parts["path"]) if parts else ("", "")
