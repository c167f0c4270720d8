"""What a link in a row is for: the paper, its code, or something else."""

import re
from typing import Literal

LinkKind = Literal["paper", "code", "other"]

_PAPER_HOSTS = re.compile(
    r"(?:^|\.)(?:arxiv\.org|alphaxiv\.org|doi\.org|openreview\.net|thecvf\.com|ecva\.net|ieee\.org"
    r"|computer\.org|springer\.com|sciencedirect\.com|elsevier\.com|acm\.org|nips\.cc|neurips\.cc"
    r"|mlr\.press|jmlr\.org|aaai\.org|ijcai\.org|aclanthology\.org|aclweb\.org|biorxiv\.org"
    r"|medrxiv\.org|semanticscholar\.org|nature\.com|wiley\.com|mdpi\.com|frontiersin\.org"
    r"|spiedigitallibrary\.org|usenix\.org|bmva\.org|bmva-archive\.org\.uk|iospress\.nl|osa\.org"
    r"|roboticsproceedings\.org|isca-speech\.org|ssrn\.com|hal\.science|tandfonline\.com)$"
)
_CODE_HOSTS = re.compile(r"(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|gitee\.com)$")
_CODE_WORDS = re.compile(
    r"code|github|git|repo|pytorch|torch|tensorflow|keras|caffe|mxnet|matlab|jittor|jax|theano"
    r"|paddle|mindspore|official|implementation|octocat|python|代码|源码",
    re.IGNORECASE,
)
_PAPER_WORDS = re.compile(
    r"\b(?:paper|pdf|arxiv|pub|offl|html|论文|link|abs|doi|openreview)\b", re.IGNORECASE
)
_OTHER_WORDS = re.compile(
    r"project|page|web|home|demo|video|slide|poster|dataset|data\b|blog|colab|weights|supp|bib"
    r"|talk|doc\b|docs\b|zhihu|解读|摘要|model\b|stars?\b|resource|^res",
    re.IGNORECASE,
)
_HOST = re.compile(r"https?://(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)
_REPOSITORY = re.compile(r"github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?(?:[/#?].*)?$", re.IGNORECASE)


def link_kind(url: str, text: str) -> LinkKind:
    """Say what the link is for, from its host first and its text where the host does not tell."""
    if not url or url.startswith("#"):
        return "other"
    found = _HOST.match(url)
    host = found[1].lower() if found else ""
    if _PAPER_HOSTS.search(host):
        return "paper"
    said = _said(text)
    if _CODE_HOSTS.search(host):
        return "other" if said == "other" else "code"
    return said or ("paper" if url.lower().split("?")[0].endswith(".pdf") else "other")


def _said(text: str) -> LinkKind | None:
    if len(text.split()) > 4:
        return "paper"
    if _OTHER_WORDS.search(text):
        return "other"
    if _CODE_WORDS.search(text):
        return "code"
    return "paper" if _PAPER_WORDS.search(text) else None


def repository_of(url: str) -> str | None:
    """Return 'owner/name' if `url` is a GitHub repository."""
    found = _REPOSITORY.search(url)
    return f"{found[1]}/{found[2]}" if found else None
