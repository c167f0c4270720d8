"""What each stretch of a row says, found from what is known of its paper: its skeleton.

In a skeleton every field is one sign of the private use area, which stands for a kind of fact and
the form that it has; equal skeletons are the same way to write a paper.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from wsss_bot.awesome_list.grammar.names import (
    Written,
    context_of,
    find_authors,
    fold,
    guess_authors,
)
from wsss_bot.awesome_list.grammar.pairs import FIRST_SIGN, LAST_SIGN
from wsss_bot.awesome_list.understand.addresses import link_kind, repository_of
from wsss_bot.awesome_list.understand.anatomy import is_long
from wsss_bot.awesome_list.understand.dates import ListedDate, date_forms
from wsss_bot.awesome_list.understand.venue_text import only_preprint, read_venue
from wsss_bot.domain import ArxivId, Role
from wsss_bot.text.latex import to_unicode


class Slot(NamedTuple):
    """A kind of fact, and the form that it has."""

    kind: str
    form: str = ""


class Signs:
    """One sign for each slot that occurs."""

    def __init__(self) -> None:
        self._of: dict[Slot, str] = {}
        self._slots: dict[str, Slot] = {}

    def sign(self, slot: Slot) -> str:
        """Return the sign of a slot; of what no sign is left for, that of an unknown one."""
        if slot not in self._of:
            code = FIRST_SIGN + len(self._of)
            if code > LAST_SIGN:
                return chr(LAST_SIGN)
            self._of[slot] = chr(code)
            self._slots[chr(code)] = slot
        return self._of[slot]

    def slot(self, sign: str) -> Slot:
        """Return the slot that a sign stands for."""
        return self._slots.get(sign, Slot("own"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a listed paper, from its record or from its row."""

    title: str
    arxiv_id: ArxivId | None = None
    submitted: date | None = None
    authors: tuple[str, ...] = ()
    method: str | None = None
    from_record: bool = False
    listed_as: str = ""
    """The title that the row gives, as far as it can be told without the record."""


@dataclass(slots=True)
class Skeleton:
    """A row whose fields are signs, and how it writes some of them."""

    text: str
    kinds: frozenset[str] = frozenset()
    authors: Written | None = None
    context: tuple[str, str] = ("", "")
    """The signs around the authors."""
    labels: list[tuple[str, str]] = field(default_factory=list)
    """Kind of link and label, as written."""
    venues: list[str] = field(default_factory=list)
    """Venue texts, as written."""
    forms: list[str] = field(default_factory=list)
    """The forms of its venues."""
    padded: list[tuple[str, str, bool]] = field(default_factory=list)
    """Of a date: form, letter and whether a small number has two digits."""
    years: list[str] = field(default_factory=list)
    """Whether a lone year is that of the venue or that of the submission, where they differ."""


_URL = re.compile(r"https?://[^\s<>|\[\]\"'`*()]*(?:\([^\s<>|()\[\]]*\)[^\s<>|()\[\]\"'`*]*)*")
_LINK = re.compile(
    r"(?<!!)\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*\]){1,120}+)\]\(\s*(?P<url>[^\s()<>]*)"
    r"|<a\b[^<>]{0,60}?href\s*=\s*[\"'](?P<href>[^\"'<>]*)[\"'][^<>]*>(?P<shown>[^<>\n]{1,80})</a"
    r"|\[(?P<before>[^\[\]\n]{1,40}):?\](?=\s*<?https?://)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\W_]*?(?P<label>:?[^\W_][^|`*\n\[\]]{0,30}?)[\W_]*\Z")
_STARS = re.compile(
    r"(?:stars|forks|last-commit|watchers)/([\w.-]+/[\w-]+(?:\.(?!svg|git\b)[\w-]+)*)"
)
_PROJECT = re.compile(r"project|page|web|home|site|主页", re.IGNORECASE)
_PIECE = re.compile('[^\ue000-\uf8ff\0\n|;,()\\[\\]{}*`"“”（）【】<>~，。、]+')
_YEAR_BEHIND = re.compile(
    r"(?P<sep>[*_`\"]{0,3}[,.]?\s{0,2}['’]?)(?P<year>(?:19|20)\d\d)\b"
    r"|(?P<before>\s?\()(?P<inside>(?:19|20)\d\d)\)"
)
_YEAR = re.compile(r"['’]?(?:19|20)\d\d|['’]\d\d")
_FORMED = re.compile(r"[^\W\d_]")
_TAGS = re.compile(r"<[^<>]*>")
_PREPRINT = re.compile(
    r"(?P<year>(?:19|20)\d\d[\s,]+)?(?P<name>(?i:arxiv(?:\.org)?(?: preprint)?|corr|pre-?print))(?P<sep>[\s,:.'’-]{0,3})"
    r"(?P<rest>.*)",
)
_MARKUP_INSIDE = re.compile(r"[*_\])\"`>(]|\s[-–—]\s")
_NUMBERED = re.compile(r"(?:arxiv preprint )?arxiv\s?[: ]\s?\Z", re.IGNORECASE)
_CATEGORY = re.compile(r"\s?\[[a-z]{2,8}(?:[.-][a-zA-Z-]{2,8})?\]")
_DAYS = 62
ODD = "?"
"""The form of a venue with more words than its name and year."""
_TIMES = ("date", "year")


class Anchorer:
    """Finds the fields of rows, and gives each its sign."""

    def __init__(
        self,
        signs: Signs,
        *,
        venue_links: bool = False,
        contexts: Collection[tuple[str, str]] = (),
    ) -> None:
        self.signs = signs
        self.contexts = contexts
        """The signs around names of authors, where one name alone is taken for an author."""
        self.labels: frozenset[tuple[str, str]] | None = None
        """The kinds and texts of labels that links share; None: take any short text for one."""
        self.name_links = False
        """Whether links to papers have the names of methods for texts."""
        self.venue_links = venue_links
        """Whether links to papers have venues for labels, so that 'arXiv' is one of them."""

    def skeleton(self, raw: str, known: Known, role: Role | None = None) -> Skeleton:
        """Return the skeleton of an item or a cell."""
        return _Work(self, raw, known, role).done()


class _Work:
    """One row on its way to a skeleton."""

    def __init__(self, anchorer: Anchorer, raw: str, known: Known, role: Role | None) -> None:
        self.anchorer = anchorer
        self.raw = raw
        self.open = list(raw)
        self.known = known
        self.role = role
        self.found: list[tuple[int, int, Slot]] = []
        self.result = Skeleton("")
        self.repositories: set[str] = set()

    def done(self) -> Skeleton:
        self._ids()
        self._addresses()
        self._title()
        self._authors()
        self._method()
        if self.role != "title":
            self._pieces()
        self._labels()
        pieces, at = [], 0
        for start, end, slot in sorted(self.found):
            pieces += [self.raw[at:start], self.anchorer.signs.sign(slot)]
            at = end
        self.result.text = "".join([*pieces, self.raw[at:]])
        self.result.kinds = frozenset(slot.kind for _, _, slot in self.found)
        return self.result

    # --- marking ----------------------------------------------------------------------------

    def _take(self, start: int, end: int, slot: Slot) -> bool:
        if start >= end or "\0" in self.open[start:end]:
            return False
        self.found.append((start, end, slot))
        self._close(start, end)
        return True

    def _close(self, start: int, end: int) -> None:
        self.open[start:end] = ["\0"] * (end - start)

    @property
    def text(self) -> str:
        """The raw text with all that is taken as zeros."""
        return "".join(self.open)

    # --- addresses --------------------------------------------------------------------------

    def _ids(self) -> None:
        if self.known.arxiv_id:
            pattern = rf"(?<![\d.]){re.escape(self.known.arxiv_id)}(?:v\d{{1,2}})?(?!\d)"
            for found in re.finditer(pattern, self.raw):
                if not self._as_numbered_preprint(found.start(), found.end()):
                    self._take(found.start(), found.end(), Slot("id"))

    def _as_numbered_preprint(self, start: int, end: int) -> bool:
        """Take 'arXiv:2401.00001 [cs.CV], 2024' as what stands for the venue."""
        lead = _NUMBERED.search(self.raw, max(0, start - 30), start)
        if not lead:
            return False
        category = _CATEGORY.match(self.raw, end)
        end = category.end() if category else end
        form = lead[0] + "{id}"
        behind = _YEAR_BEHIND.match(self.raw, end)
        if behind and behind["year"] and not re.search(r"[*_`\"]", behind["sep"]):
            form += behind["sep"] + "{Y}"
            end = behind.end()
        return self._take(lead.start(), end, Slot("preprint", form))

    def _addresses(self) -> None:
        repositories = self.repositories
        texts = self._texts_of_links()
        ids = [(start, end) for start, end, _ in self.found]
        has_id = False
        spans = [
            (m.start(), m.start() + len(m[0].rstrip(".,;:!?"))) for m in _URL.finditer(self.raw)
        ]
        for start, end in spans:
            url = self.raw[start:end]
            if any(start <= a and b <= end for a, b in ids):
                has_id = has_id or "img.shields" not in url
            else:
                self._classify(start, end, url, texts.get(start, ""), repositories)
        for start, end in spans:
            for name in repositories:
                at = self.raw.find(name, start, end)
                if at >= 0 and not any(a <= at < b for a, b, _ in self.found):
                    self._take(at, at + len(name), Slot("repo"))
        if has_id:
            self.result.labels = []
        for start, end in spans:
            self._close(start, end)

    def _texts_of_links(self) -> dict[int, str]:
        texts = {}
        for found in _LINK.finditer(self.raw):
            name = "url" if found["url"] is not None else "href"
            if found[name]:
                texts[found.start(name)] = found["text"] or found["shown"] or ""
        return texts

    def _classify(self, start: int, end: int, url: str, text: str, repositories: set[str]) -> None:
        badge = _STARS.search(url) if "shields.io" in url or "badge" in url else None
        if badge:
            repositories.add(badge[1])
            return
        if "shields.io" in url:
            return
        kind = link_kind(url, text)
        repository = repository_of(url)
        if repository and f"stars/{repository}" in text:
            kind = "code"
        if kind == "code":
            if repository:
                repositories.add(repository)
            self._take(start, end, Slot("code"))
        elif kind == "paper":
            self._take(start, end, Slot("page"))
        elif _PROJECT.search(text) or url.split("/")[2].endswith("github.io"):
            self._take(start, end, Slot("project"))

    # --- title, authors, method -------------------------------------------------------------

    def _title(self) -> None:
        letters, places = _letters(self.text)
        title = self.known.title
        whole = _letters_of(title)
        head, colon, rest = title.partition(":")
        found = False
        for at in _places(letters, whole):
            start, end = places[at], self._end(places[at + len(whole) - 1] + 1, title)
            if self.role == "method" and not self.known.from_record:
                self._take(start, end, Slot("method"))
            elif colon and (cut := self._inner_name(start, end, head)):
                self._take(start, cut[0], Slot("method"))
                self._take(cut[1], end, Slot("rest"))
            else:
                self._take(start, end, Slot("title"))
            found = True
        if not found and colon and len(rest.split()) > 1:
            key = _letters_of(rest)
            for at in _places(letters, key):
                end = self._end(places[at + len(key) - 1] + 1, title)
                self._take(places[at], end, Slot("rest"))

        if not found:
            self._other_title()

    def _other_title(self) -> None:
        """Find a title that is not that of the record: the paper had another name before."""
        taken = {slot.kind for _, _, slot in self.found}
        key = _letters_of(self.known.listed_as)
        if taken & {"title", "rest"} or not is_long(self.known.listed_as):
            return
        letters, places = _letters(self.text)
        for at in _places(letters, key):
            end = self._end(places[at + len(key) - 1] + 1, self.known.listed_as)
            self._take(places[at], end, Slot("title"))

    def _end(self, end: int, title: str) -> int:
        for sign in (")", "?", "!", "]", "$"):
            if title.rstrip().endswith(sign) and self.raw[end : end + 1] == sign:
                return end + 1
        return end

    def _inner_name(self, start: int, end: int, head: str) -> tuple[int, int] | None:
        """Return where a name ends and the rest of the title begins, if markup parts them."""
        letters, places = _letters(self.raw[start:end])
        key = _letters_of(head)
        if not key or not letters.startswith(key) or len(letters) <= len(key):
            return None
        before, behind = places[len(key) - 1] + 1, places[len(key)]
        if _MARKUP_INSIDE.search(self.raw[start + before : start + behind]):
            return start + before, start + behind
        return None

    def _authors(self) -> None:
        if self.role in {None, "authors", "title", "other", "method"}:
            text = self.text
            written = find_authors(text, self.known.authors)
            if not self.known.authors and self.role in {None, "authors"}:
                written = guess_authors(_TAGS.sub(_zeros, text), self.anchorer.contexts)
            if written and self._take(written.start, written.end, Slot("authors")):
                self.result.authors = written
                self.result.context = context_of(self.raw, written.start, written.end)

    def _method(self) -> None:
        names = [self.known.method] if self.known.method else []
        head, colon, _ = self.known.title.partition(":")
        if colon and len(head.split()) <= 4:
            names.append(head.strip())
        names += re.findall(r"\(([A-Z][\w-]{2,15})\)", self.known.title)
        for name in dict.fromkeys(names):
            words = re.findall(r"\w+|\+", name)
            if not words:
                continue
            pattern = r"(?<![\w/])" + r"[\s_-]*".join(map(re.escape, words)) + r"(?![\w/])"
            for found in re.finditer(pattern, self.text):
                self._take(found.start(), found.end(), Slot("method"))

    # --- venues and dates -------------------------------------------------------------------

    def _pieces(self) -> None:
        text = _TAGS.sub(_zeros, self.text)
        for piece in _PIECE.finditer(text):
            for start, end in self._parts(piece.start(), piece[0]):
                self._piece(start, end)

    def _parts(self, at: int, text: str) -> Iterator[tuple[int, int]]:
        """Yield the piece without its edges, divided where sentences end."""
        for part in re.finditer(r"(?:(?!\. |\.$|\s[-–—|/]\s).)+", text):
            start, end = at + part.start(), at + part.end()
            while start < end and self.raw[start] in " \t\u00a0._:-–—/'’":
                start += 1
            while start < end and self.raw[end - 1] in " \t\u00a0._:-–—/\\":
                end -= 1
            if self.raw[max(start - 1, 0) : start] in {"'", "’"} and self.raw[start:end].isdigit():
                start -= 1
            if start < end:
                yield start, end

    def _piece(self, start: int, end: int) -> bool:
        text = self.raw[start:end]
        if len(text) > 90 or "\0" in self.open[start:end]:
            return False
        if self._as_date(start, end, text):
            return True
        if self._as_preprint(start, end, text):
            return True
        return self._as_venue(start, end, text)

    def _as_date(self, start: int, end: int, text: str) -> bool:
        if _YEAR.fullmatch(text):
            return self._as_year(start, end, text)
        forms = date_forms(text)
        fitting = [(form, day) for form, day in forms if day.month and self._fits(day)]
        if self.role == "date" and not fitting:
            fitting = [(form, day) for form, day in forms if day.month]
        if not fitting:
            return False
        form, day = fitting[0]
        for letter, number in (("m", day.month), ("d", day.day)):
            if number and number < 10 and f"{{{letter}}}" in form:
                bare = re.search(rf"(?<!\d){number}(?!\d)", text) is not None
                self.result.padded.append((form, letter, not bare))
        return self._take(start, end, Slot("date", form))

    def _as_year(self, start: int, end: int, text: str) -> bool:
        digits = re.sub(r"\D", "", text)
        year = int(digits) if len(digits) == 4 else 2000 + int(digits)
        submitted = self.known.submitted
        if submitted and not -1 <= year - submitted.year <= 3:
            return False
        if submitted and year != submitted.year:
            self.result.years.append("venue")
        elif submitted:
            self.result.years.append("submission")
        mark = text[0] if not text[0].isdigit() else ""
        return self._take(start, end, Slot("year", f"{mark}{{{'Y' if len(digits) == 4 else 'y'}}}"))

    def _fits(self, day: ListedDate) -> bool:
        submitted = self.known.submitted
        if submitted is None:
            return True
        try:
            listed = date(day.year, day.month or submitted.month, day.day or submitted.day)
        except ValueError:
            return (day.year, day.month) == (submitted.year, submitted.month)
        return abs((listed - submitted).days) <= _DAYS / 2

    def _as_preprint(self, start: int, end: int, text: str) -> bool:
        found = _PREPRINT.fullmatch(text)
        if not found or "\0" in text:
            return False
        rest = found["rest"]
        form = f"{found['name']}{found['sep']}"
        if found["year"]:
            form = "{Y}" + found["year"][4:] + form
        if not rest:
            around = self.raw[max(start - 1, 0) : start] + self.raw[end : end + 1]
            linked = around in {"[]", "><"}
            if linked and self.role != "venue" and not self.anchorer.venue_links:
                return False
            behind = _YEAR_BEHIND.match(self.text, end)
            if behind and behind["inside"]:
                form += f"{behind['before']}{{Y}})"
                end = behind.end()
            elif behind and (self.role == "venue" or not behind["sep"].strip(" ,.'’")):
                form += f"{behind['sep']}{{Y}}"
                end = behind.end()
        elif _YEAR.fullmatch(rest):
            form += "{Y}" if len(rest) == 4 else f"{rest[0]}{{y}}"
        else:
            fitting = [one for one, day in date_forms(rest) if self._fits(day)]
            if not fitting:
                return False
            form += fitting[0]
        self.result.venues.append(text)
        return self._take(start, end, Slot("preprint", form))

    def _as_venue(self, start: int, end: int, text: str) -> bool:
        surely = self.role == "venue"
        lead = re.match(
            r"(?:(?:in|at|to appear in|accepted (?:to|by|at)|published in)\s+)+", text, re.I
        )
        if lead:
            start, text = start + lead.end(), text[lead.end() :]
        venue = read_venue(text)
        if venue is None or venue.preprint or only_preprint(text):
            return False
        if not (venue.known or surely):
            return False
        if not surely and (text.islower() or len(text.split()) > 14):
            return False
        form = venue.form
        if venue.year is None:
            behind = _YEAR_BEHIND.match(self.text, end)
            if behind and (behind["inside"] or not re.search(r"[*_`\"]", behind["sep"])):
                form += f"{behind['before']}Y)" if behind["inside"] else behind["sep"] + "Y"
                end = behind.end()
                text = self.raw[start:end]
        if set(_FORMED.findall(form)) - {"N", "Y", "y"}:
            form = ODD if venue.year else "N"
        self.result.venues.append(text)
        if form != ODD:
            self.result.forms.append(form)
        return self._take(start, end, Slot("venue", form))

    def _labels(self) -> None:
        """Give the text of a link to code or to the paper its sign, where it is only a label."""
        open_text = self.text
        starts = {start: slot for start, _, slot in self.found}
        ids = [start for start, _, slot in self.found if slot.kind == "id"]
        for link in _LINK.finditer(self.raw):
            group = "text" if link["text"] else "shown" if link["shown"] else "before"
            if link[group] is None:
                continue
            a, b = link.span(group)
            shown = open_text[a:b]
            found = _LABEL.fullmatch(shown)
            if not found or "\0" in shown or "<" in shown or is_long(found["label"]):
                continue
            name = "url" if link["url"] is not None else "href"
            at, stop = link.span(name) if link[name] is not None else (b, b + 120)
            kind = self._kind_of(at, stop, starts, ids)
            if kind:
                at, stop = a + found.start("label"), a + found.end("label")
                text = self.raw[at:stop]
                self.result.labels.append((kind, text))
                if self.anchorer.labels is None or (kind, text) in self.anchorer.labels:
                    self._take(at, stop, Slot(kind))
                elif kind == "papers label" and self.anchorer.name_links:
                    self._take(at, stop, Slot("method"))
                elif kind == "label" and self._is_repository(text):
                    self._take(at, stop, Slot("repository name"))

    def _is_repository(self, text: str) -> bool:
        key = _letters_of(text)
        return any(_letters_of(name.partition("/")[2]) == key for name in self.repositories)

    def _kind_of(self, at: int, stop: int, starts: dict[int, Slot], ids: Sequence[int]) -> str:
        if any(at <= one < stop for one in ids):
            return "papers label"
        slot = next((slot for start, slot in starts.items() if at <= start < stop), None)
        if slot is None:
            return ""
        return {"code": "label", "page": "papers label", "project": "project label"}.get(
            slot.kind, ""
        )


def _zeros(found: re.Match[str]) -> str:
    return "\0" * len(found[0])


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of `text` without case and accents, and where each stands."""
    signs, places = [], []
    for place, sign in enumerate(fold(text)):
        if sign.isalnum() or sign == "\0":
            signs.append(sign)
            places.append(place)
    return "".join(signs), places


@lru_cache(maxsize=4096)
def _letters_of(title: str) -> str:
    return "".join(sign for sign in fold(to_unicode(title)) if sign.isalnum())


def _places(text: str, key: str) -> Iterator[int]:
    """Yield where `key` stands in `text`, at most a few times."""
    at = text.find(key) if key else -1
    for _ in range(3):
        if at < 0:
            return
        yield at
        at = text.find(key, at + len(key))


def commonest(texts: Iterable[str]) -> str | None:
    """Return the text that occurs most often, the first of equals."""
    found = Counter(texts).most_common(1)
    return found[0][0] if found else None
