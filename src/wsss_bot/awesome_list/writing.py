"""Write what is known of a paper as a list writes it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from wsss_bot.arxiv_ids import find_arxiv_ids
from wsss_bot.awesome_list.addresses import repository_of
from wsss_bot.awesome_list.anatomy import Anatomy, Meaning, says_nothing
from wsss_bot.awesome_list.dates import read_date, write_date
from wsss_bot.awesome_list.inline import plain
from wsss_bot.awesome_list.template import Part, Template
from wsss_bot.awesome_list.venue_text import (
    ListedVenue,
    VenueSpelling,
    learn_spelling,
    read_venue,
    write_venue,
)
from wsss_bot.domain import CELL_ROLES, Cell, CodeLink, Facts, Role
from wsss_bot.escape import in_code, in_list

_FRAMEWORKS = re.compile(
    r"py-?torch|torch|tensor-?flow|tf|keras|caffe2?|mxnet|matlab|jittor|jax|theano|paddle\w*"
    r"|mindspore|chainer|lua",
    re.IGNORECASE,
)
_ABOUT_ARXIV = re.compile(
    r"(?P<site>https?://(?:www\.|export\.)?arxiv\.org)/+(?P<form>abs|pdf|html)/[^?#]*?(?P<pdf>\.pdf)?",
    re.IGNORECASE,
)


def link_target(url: str) -> str:
    """Return `url` so that no character of it can end a link or a cell."""
    return quote(url.strip(), safe="%/:=&?~#+!$,;'@*[]_-.").replace("[", "%5B").replace("]", "%5D")


def in_code_span(text: str) -> str:
    """Return `text` for between backticks, where only a pipe may be escaped, for the table."""
    return in_code(text).replace("|", r"\|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The habits of a list that one neighbour alone does not show."""

    venues: VenueSpelling = field(default_factory=VenueSpelling)
    venue_like: ListedVenue | None = None
    """An example of the usual way to put a venue and its year together."""
    preprint_like: ListedVenue | None = None
    """An example of what stands in place of a venue; None: it is left blank."""
    labels: tuple[tuple[str, str], ...] = ()
    """Labels of code links: in lower case, and as the list writes them."""
    generic_label: str = "code"
    labels_frameworks: bool = False
    """Whether a label says what the code is written in."""
    arxiv_like: str = "https://arxiv.org/abs/{}"
    """The usual form of an address on arXiv."""
    date_like: str = "2022-04-26"
    """An example of the usual way to write a date."""

    def code_label(self, label: str | None, like: str) -> str:
        """Return the text of a link to code."""
        if not self.labels_frameworks:
            return like if not _FRAMEWORKS.search(like) else self.generic_label
        if label is None:
            return self.generic_label
        known = dict(self.labels)
        if label.lower() in known:
            return known[label.lower()]
        return label.lower() if self.generic_label.islower() else label

    def venue(self, facts: Facts, like: str) -> str | None:
        """Return the venue of the paper in place of one like the given; None: blank."""
        seen = read_venue(like)
        if facts.venue is None:
            form = seen if seen and seen.preprint else self.preprint_like
            form = form or read_venue(self.venues.preprint or "")
            return write_venue(form.name, facts.submitted_on.year, like=form) if form else None
        form = self.venue_like if seen is None or seen.preprint else seen
        name = self.venues.name(facts.venue)
        if form is None:
            return f"{name} {facts.venue.year}" if facts.venue.year else name
        return write_venue(name, facts.venue.year, like=form)

    def address(self, facts: Facts) -> str:
        """Return the address of the paper on arXiv in the form that the list prefers."""
        return self.arxiv_like.format(facts.arxiv_id)


def learn_dialect(neighbours: Sequence[Anatomy], everywhere: Sequence[Anatomy]) -> Dialect:
    """Learn the habits from what was understood of the neighbours, nearest first.

    What a neighbourhood is too small for, the names of venues and labels of code, is learnt from
    the whole list.
    """
    listed = [v for text in _all(neighbours, "venue") if (v := read_venue(text))]
    published = [venue for venue in listed if not venue.preprint]
    preprints = [venue for venue in listed if venue.preprint]
    labels = _all(everywhere, "code label")
    frameworks = [label for label in labels if _FRAMEWORKS.search(label)]
    near = [label for label in _all(neighbours, "code label") if not _FRAMEWORKS.search(label)]
    generic = near or [label for label in labels if not _FRAMEWORKS.search(label)]
    urls = [url for anatomy in neighbours for url in anatomy.urls("paper")]
    return Dialect(
        venues=learn_spelling(_all(everywhere, "venue")),
        venue_like=_usual(published),
        preprint_like=_usual(preprints),
        labels=tuple({label.lower(): label for label in reversed(labels)}.items()),
        generic_label=Counter(generic).most_common(1)[0][0] if generic else _cased("code", labels),
        labels_frameworks=len(frameworks) * 3 >= max(len(labels), 1),
        arxiv_like=_usual_address(urls),
        date_like=_usual_date(_all(neighbours, "date")),
    )


def _all(anatomies: Iterable[Anatomy], meaning: Meaning) -> list[str]:
    return [text for anatomy in anatomies for text in anatomy.all(meaning)]


def _cased(word: str, like: Sequence[str]) -> str:
    return (
        word.capitalize()
        if like and sum(label[:1].isupper() for label in like) * 2 > len(like)
        else word
    )


def _usual(venues: Sequence[ListedVenue]) -> ListedVenue | None:
    if not venues:
        return None
    form = Counter(venue.form for venue in venues).most_common(1)[0][0]
    return next(venue for venue in venues if venue.form == form)


def _usual_date(texts: Sequence[str]) -> str:
    """Return an example of the usual format, one that tells a padded month from a bare one."""
    telling = [text for text in texts if (day := read_date(text)) and day.month < 10]
    forms = Counter(re.sub(r"\d", "0", text) for text in telling or texts if read_date(text))
    if not forms:
        return "2022-04-26"
    form = forms.most_common(1)[0][0]
    return next(text for text in telling or texts if re.sub(r"\d", "0", text) == form)


def _usual_address(urls: Iterable[str]) -> str:
    """Return the usual form of an address on arXiv, with {} in place of the id."""
    forms = Counter(
        f"{found['site']}/{found['form'].lower()}/{{}}{found['pdf'] or ''}"
        for url in urls
        if (found := _ABOUT_ARXIV.fullmatch(url))
    )
    return forms.most_common(1)[0][0] if forms else "https://arxiv.org/abs/{}"


def _paper_part(template: Template) -> Part | None:
    """Return the one part that links to the paper: the one to arXiv, else the first."""
    parts = [part for part in template.parts if part.has("paper url")]
    on_arxiv = (part for part in parts if find_arxiv_ids(part.text("paper url")))
    return next(on_arxiv, parts[0] if parts else None)


class Writer:
    """Puts one paper in the place of a neighbour's."""

    def __init__(self, facts: Facts, dialect: Dialect) -> None:
        self.facts = facts
        self.dialect = dialect

    def like(self, template: Template) -> str:
        """Return the template's text with this paper in it."""
        codes: list[CodeLink | None] = [*self.facts.code, None]
        chosen = _paper_part(template)
        written = 0

        def write(part: Part) -> str | None:
            nonlocal written
            if part.has("paper url") and part is not chosen:
                return None
            code = codes[min(written, len(codes) - 1)]
            if part.has("code url"):
                written += 1
            elif part.has("badge") and code is None:
                # A badge behind the link is about the code that was just linked.
                code = codes[0]
            return self._part(part, code)

        return template.filled(write)

    def _part(self, part: Part, code: CodeLink | None) -> str | None:
        pieces, at = [], 0
        for span in part.spans:
            like = part.raw[span.start : span.end]
            in_code = part.raw[: span.start].endswith("`")
            new = self._text(span.meaning, like, code, in_code=in_code)
            if new is None and span.meaning == "venue" and part.has("paper url"):
                new = "arXiv"
            if new is None:
                return None
            pieces += [part.raw[at : span.start], new]
            at = span.end
        return "".join([*pieces, part.raw[at:]]) if part.spans else None

    def _text(
        self, meaning: Meaning, like: str, code: CodeLink | None, *, in_code: bool
    ) -> str | None:
        shown = in_code_span if in_code else in_list
        facts = self.facts
        match meaning:
            case "date":
                return write_date(facts.submitted_on, like=self.dialect.date_like)
            case "method":
                return shown(facts.method) if facts.method else None
            case "title":
                return shown(facts.title)
            case "venue":
                return self.dialect.venue(facts, like)
            case "paper url":
                return self.dialect.address(facts)
            case "paper id":
                return facts.arxiv_id
            case "code url":
                return link_target(code.url) if code else None
            case "code label":
                return in_list(self.dialect.code_label(code.label, like)) if code else None
            case "badge":
                return repository_of(code.url) if code else None

    def leaves_venue_blank(self, cells: Sequence[Anatomy], *, links: bool) -> bool:
        """Say whether the neighbours leave the venue of an unpublished paper blank.

        `links`: the column also holds the only link to the paper.
        """
        if self.facts.venue is not None or (links and any(c.all("paper url") for c in cells)):
            return False
        empty = sum(says_nothing(cell.raw) for cell in cells)
        venues = [read_venue(text) for text in _all(cells, "venue")]
        preprints = sum(venue is not None and venue.preprint for venue in venues)
        return preprints <= empty

    def alone(self, role: Role) -> str | None:
        """Return what to write where no neighbour shows how; None: better nothing."""
        facts = self.facts
        if role == "title":
            return in_list(facts.title)
        if role == "paper":
            return f"[{facts.arxiv_id}]({self.dialect.address(facts)})"
        if role == "code" and facts.code:
            label = self.dialect.code_label(facts.code[0].label, self.dialect.generic_label)
            return f"[{in_list(label)}]({link_target(facts.code[0].url)})"
        if role == "venue":
            return self.dialect.venue(facts, "")
        return in_list(facts.method) if role == "method" and facts.method else None

    def cells(self) -> dict[Role, Cell]:
        """Return what the row says, as plain text, and where each fact comes from."""
        facts = self.facts
        texts: dict[Role, str | None] = {
            "date": write_date(facts.submitted_on, like=self.dialect.date_like),
            "method": facts.method,
            "title": facts.title,
            "venue": plain(self.dialect.venue(facts, "") or "") if facts.venue else None,
            "paper": self.dialect.address(facts),
            "code": " ".join(code.url for code in facts.code) or None,
        }
        return {
            role: Cell(text=texts[role], source=facts.sources.get(role)) if texts[role] else Cell()
            for role in CELL_ROLES
        }
