"""The habits of a list that no single neighbour shows."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wsss_bot.awesome_list.grammar.names import EVERY_AUTHOR, AuthorRule
from wsss_bot.awesome_list.roles import Meaning
from wsss_bot.awesome_list.understand.anatomy import Anatomy
from wsss_bot.awesome_list.understand.dates import read_date
from wsss_bot.awesome_list.understand.venue_text import (
    ListedVenue,
    VenueSpelling,
    learn_spelling,
    read_venue,
    write_venue,
)
from wsss_bot.domain import Facts
from wsss_bot.text.escape import in_list

FRAMEWORKS = re.compile(
    r"py-?torch|torch|tensor-?flow|tf|keras|caffe2?|mxnet|matlab|jittor|jax|theano|paddle\w*"
    r"|mindspore|chainer|lua",
    re.IGNORECASE,
)
_DATED = 0.2
"""If fewer of a table's venues have a year, those are slips."""
_WORDS = re.compile(r"<[^<>]*>|([^\W\d_]+)")
_ABOUT_ARXIV = re.compile(
    r"(?P<site>https?://(?:www\.|export\.)?arxiv\.org)/+(?P<form>abs|pdf|html)/[^?#]*?(?P<pdf>\.pdf)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The habits of a list that one neighbour alone does not show."""

    venues: VenueSpelling = field(default_factory=VenueSpelling)
    venue_like: ListedVenue | None = None
    """An example of the usual way to put a venue and its year together."""
    dated_like: ListedVenue | None = None
    """The same with the year, if the table gives years at all."""
    preprint_like: ListedVenue | None = None
    """An example of what stands in place of a venue; None: it is left blank."""
    labels: tuple[tuple[str, str], ...] = ()
    """Labels of code links: in lower case, and as the list writes them."""
    generic_label: str = "code"
    labels_frameworks: bool = False
    """Whether a label says what the code is written in."""
    arxiv_like: str = "https://arxiv.org/abs/{}"
    """The usual form of an address on arXiv."""
    authors: AuthorRule = EVERY_AUTHOR
    """How the list names the authors of a paper."""
    date_like: str = "2022-04-26"
    """An example of the usual way to write a date."""

    def code_label(self, label: str | None, like: str) -> str:
        """Return the text of a link to code."""
        if not self.labels_frameworks:
            return like if not FRAMEWORKS.search(like) else self.generic_label
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
        if form and not form.year and facts.venue.year and self.dated_like:
            form = self.dated_like
        name = in_list(self.venues.name(facts.venue))
        if form is None:
            return f"{name} {facts.venue.year}" if facts.venue.year else name
        return write_venue(name, facts.venue.year, like=form)

    @property
    def dates_venues(self) -> bool:
        """Whether the year usually stands beside the venue."""
        return self.venue_like is not None and self.venue_like.year is not None

    def address(self, facts: Facts) -> str:
        """Return the address of the paper on arXiv in the form that the list prefers.

        A paper that is not on arXiv has its page in the proceedings.
        """
        if facts.arxiv_id is None:
            return facts.proceedings or ""
        return self.arxiv_like.format(facts.arxiv_id)


def learn_dialect(
    neighbours: Sequence[Anatomy], everywhere: Sequence[Anatomy], table: Sequence[Anatomy] = ()
) -> Dialect:
    """Learn the habits from what was understood of the neighbours, nearest first.

    What a neighbourhood is too small for, the names of venues and labels of code, is learnt from
    the whole list; whether venues have years, from `table`, where it is given.
    """
    near_venues = _venues(neighbours)
    published = [venue for venue in near_venues if not venue.preprint]
    preprints = [venue for venue in near_venues if venue.preprint]
    labels = _all(everywhere, "code label")
    frameworks = [label for label in labels if FRAMEWORKS.search(label)]
    near = [label for label in _all(neighbours, "code label") if not FRAMEWORKS.search(label)]
    generic = near or [label for label in labels if not FRAMEWORKS.search(label)]
    urls = [url for anatomy in neighbours for url in anatomy.urls("paper")]
    return Dialect(
        venues=learn_spelling(_all(everywhere, "venue"), near=_all(neighbours, "venue")),
        venue_like=_usual(published),
        dated_like=_dated(published, [v for v in _venues(table) if not v.preprint]),
        preprint_like=_usual(preprints),
        labels=tuple({label.lower(): label for label in reversed(labels)}.items()),
        generic_label=Counter(generic).most_common(1)[0][0] if generic else _cased("code", labels),
        labels_frameworks=len(frameworks) * 3 >= max(len(labels), 1),
        arxiv_like=_usual_address(urls),
        date_like=_usual_date(_all(neighbours, "date")),
    )


def _venues(anatomies: Iterable[Anatomy]) -> list[ListedVenue]:
    """Return the venues that are written; words beside name and year are no way to write one."""
    every = [venue for text in _all(anatomies, "venue") if (venue := read_venue(text))]
    return [v for v in every if not set("".join(_WORDS.findall(v.form))) - set("NYy")]


def _dated(near: Sequence[ListedVenue], table: Sequence[ListedVenue]) -> ListedVenue | None:
    """Return the usual form with a year, unless the venues of the table hardly ever have one."""
    dated = [venue for venue in table if venue.year]
    if len(dated) < _DATED * len(table):
        return None
    return _usual([venue for venue in near if venue.year] or dated)


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
