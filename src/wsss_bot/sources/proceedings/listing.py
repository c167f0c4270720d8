"""What a conference publishes of its papers, as far as a list of papers can say it."""

from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from wsss_bot.domain import ArxivId, Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingsPaper:
    """One paper of an official listing."""

    title: str
    """On one line, without entities; LaTeX as the conference has it."""
    authors: tuple[str, ...]
    venue: Venue
    """Always with its year."""
    link: str
    """The page of the paper; empty where the listing gives none."""
    pdf: str = ""
    arxiv_id: ArxivId | None = None
    """As the listing gives it, which may be another paper's."""
    doi: str = ""
    track: str = ""
    """What it goes by beside the conference itself: 'position papers', 'demonstrations'. Such a
    paper is not the conference's, so its venue is never written."""
    abstract: str = ""
    """Empty where the listing has none."""
    source: str = ""
    """Who lists it, in words for the maintainer: 'CVF open access'."""

    @property
    def may_be_written(self) -> bool:
        """Whether `venue` says where it was published, and not only beside what."""
        return not self.track or self.venue.kind != "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The papers that one source names of one conference."""

    conference: str
    """The usual short form: 'CVPR'."""
    year: int
    papers: tuple[ProceedingsPaper, ...]

    def without_abstracts(self) -> "Listing":
        """Return the listing with nothing of its papers but what identifies them."""
        return replace(self, papers=tuple(replace(paper, abstract="") for paper in self.papers))


def web_address(address: str, *, on: str) -> str:
    """Return where a link on the page `on` leads; empty for what is no address of the web.

    What a page that was read by https has at home is given by https too, as lists have it.
    """
    try:
        whole = urlsplit(urljoin(on, address.strip()))
        here = urlsplit(on)
    except ValueError:  # urllib's word for an address that cannot be parted
        return ""
    if not address.strip() or whole.scheme not in {"http", "https"}:
        return ""
    at_home = whole.netloc == here.netloc
    return (whole._replace(scheme=here.scheme) if at_home else whole).geturl()
