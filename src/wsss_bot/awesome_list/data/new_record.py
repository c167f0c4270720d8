"""A new entry in the shape of its neighbours: which keys it has, and what each of them says."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from wsss_bot.awesome_list.data.authors import authors_like, surname
from wsss_bot.awesome_list.data.bibtex_format import KEY
from wsss_bot.awesome_list.data.cite_keys import next_key, next_number, plain_key, slug_like
from wsss_bot.awesome_list.data.dates_like import date_like
from wsss_bot.awesome_list.data.latex_signs import balanced, to_latex
from wsss_bot.awesome_list.data.meanings import (
    Meaning,
    commonest,
    meaning_of,
    names_in,
    own_id,
    shown,
)
from wsss_bot.awesome_list.data.records import (
    DataFormat,
    Fields,
    Group,
    Record,
    Value,
    flat,
    is_blank,
    texts_of,
)
from wsss_bot.awesome_list.data.venues_like import is_published, venue_like
from wsss_bot.domain import Cell, Facts, Role
from wsss_bot.text.latex import to_unicode
from wsss_bot.text.printable import printable

_NEAR = 40
"""So many entries show the shape of a new one."""
_ENOUGH = 400
"""Among so many entries some of each kind are found."""
_MOSTLY = 0.5
_ALWAYS = 0.98
"""A key that so many entries have is needed by what reads the file: it may be blank."""
_ROLES: Mapping[Meaning, Role] = {
    "title": "title", "authors": "authors", "first author": "authors", "date": "date",
    "year": "date", "venue": "venue", "paper": "paper", "code": "code", "method": "method",
}  # fmt: skip
_IF_KNOWN = {"code", "project", "venue", "method"}
"""Keys that only entries have of which that is known."""
_UNKNOWN = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """What a new entry says."""

    fields: Fields
    near: tuple[Record, ...]
    """The entries whose shape it has, nearest first."""
    cells: Mapping[Role, Cell]
    left_out: tuple[str, ...]
    """The keys that its neighbours have and it has not, or has blank."""

    @property
    def record(self) -> Record:
        """It as an entry that stands nowhere yet."""
        return Record(start=0, end=0, fields=self.fields)


def new_record(
    facts: Facts,
    group: Group,
    place: int,
    *,
    form: DataFormat,
    everything: Sequence[Record],
    is_ascii: bool,
) -> NewRecord:
    """Return a new entry before the one at `place` of a group, in the shape of those near it.

    `everything` are all entries beside which its key and number must be new; `is_ascii` is whether
    the file has no other signs.
    """
    made = _Maker(facts, group, place, everything, is_bibtex=form.has_kinds).made()
    if form.holds_texts:
        texts = {key: "" if value is None else str(value) for key, value in made.fields.items()}
        made = replace(made, fields=texts)
    if form.has_kinds and is_ascii:
        made = replace(made, fields={k: to_latex(v) for k, v in made.fields.items()})
    return made


def names_paper(fields: Fields, facts: Facts) -> bool:
    """Say whether an entry names the paper's arXiv id, or its page in the proceedings."""
    name = facts.arxiv_id or facts.proceedings or ""
    return bool(name) and any(name in text for text in texts_of(fields))


class _Maker:
    """Makes one new entry."""

    def __init__(
        self,
        facts: Facts,
        group: Group,
        place: int,
        everything: Sequence[Record],
        *,
        is_bibtex: bool,
    ) -> None:
        records = group.records
        self.facts, self.given, self.is_bibtex = facts, group.given, is_bibtex
        self.records = everything
        by_distance = sorted(range(len(records)), key=lambda at: abs(at - place + 0.5))
        nearest = [records[at] for at in by_distance]
        with_id = list(islice((one for one in nearest if own_id(one)), _ENOUGH))
        self.near = self._of_kind(with_id if len(with_id) > 2 else nearest)[:_NEAR]
        self._has_link = any(
            self._with_id(path) is not None or meaning_of(path) == "paper"
            for path in flat(self.near[0].fields)
            if meaning_of(path) != "doi"
        )
        self.blank: list[str] = []
        self.cells: dict[Role, Cell] = {}

    def _of_kind(self, near: list[Record]) -> list[Record]:
        """Return those of the kind of entry that the paper is: at a conference, or a preprint."""
        if not self.is_bibtex:
            return near
        venue = self.facts.venue
        kinds = Counter(one.kind.lower() for one in near[:_NEAR])
        preprints = Counter(one.kind.lower() for one in near if not is_published(one)) or kinds
        wanted = preprints.most_common(1)[0][0] if preprints else ""
        if venue is not None:
            wanted = "article" if venue.kind == "journal" else "inproceedings"
        chosen = [
            one
            for one in near
            if one.kind.lower() == wanted and (venue is not None or not is_published(one))
        ]
        return chosen or near

    def made(self) -> NewRecord:
        """Return the new entry."""
        fields: dict[str, Value] = {}
        left_out: list[str] = []
        for key in self._order():
            having = [one for one in self.near if key in one.fields]
            values = [one.fields[key] for one in having]
            made = self.given.get(key) or self._value(key, values)
            share = len(having) / len(self.near)
            if made is not _UNKNOWN:
                if share >= _MOSTLY or meaning_of(key) in _IF_KNOWN:
                    fields[key] = made
            elif share >= _MOSTLY:
                left_out.append(key)
                always = sum(key in one.fields for one in self.records)
                if always >= _ALWAYS * len(self.records) and not self.is_bibtex:
                    fields[key] = _blank(values)
        named = [
            key for key in left_out if not _mostly_blank([r.fields.get(key) for r in self.near])
        ]
        return NewRecord(
            fields=fields,
            near=tuple(self.near),
            cells={**self.cells},
            left_out=tuple(dict.fromkeys([*named, *self.blank])),
        )

    def _order(self) -> list[str]:
        """Return the keys of the entries near by, in the order of most of them."""
        shapes = Counter(tuple(record.fields) for record in self.near)
        order = list(shapes.most_common(1)[0][0])
        same = {key.casefold() for key in order}
        for record in self.near:
            above = ""
            for key in record.fields:
                if key.casefold() not in same:
                    order.insert(order.index(above) + 1 if above in order else 0, key)
                    same.add(key.casefold())
                above = key
        return order

    # --- one value --------------------------------------------------------------------------

    def _value(self, path: str, values: Sequence[Value]) -> Value:
        """Return what the new entry says below a key; `_UNKNOWN` where that is no fact."""
        said = [value for value in values if not is_blank(value)]
        meaning = meaning_of(path) if path != KEY else "key"
        if self.is_bibtex and meaning == "venue" and not self._is_its_venue(path):
            return _UNKNOWN
        if path in {KEY, "key"} or meaning == "key":
            return self._key(path)
        if said and all(isinstance(value, Mapping) for value in said):
            return self._mapping(path, said)
        if (address := self._with_id(path)) is not None:
            self._tell("paper", address)
            return address
        if meaning is None or not said:
            return self._constant(path, said) if meaning is None else self._fact(meaning, said)
        found = self._fact(meaning, said)
        if found is not _UNKNOWN and meaning in _ROLES:
            self._tell(_ROLES[meaning], found)
        return found

    def _is_its_venue(self, path: str) -> bool:
        """Say whether a field of BibTeX is the one in which such an entry names its venue."""
        wanted = "booktitle" if self.near[0].kind.lower() == "inproceedings" else "journal"
        return path.casefold() == wanted or (wanted == "journal" and self.facts.venue is None)

    def _tell(self, role: Role, value: Value) -> None:
        text = ", ".join(names_in(value)) if role == "authors" else str(value)
        cell = Cell(text=text, source=self.facts.sources.get(role))
        if role not in self.cells or (role == "paper" and "://" in text):
            self.cells[role] = cell

    def _mapping(self, path: str, said: Sequence[Mapping[str, Value]]) -> Value:
        made: dict[str, Value] = {}
        for key in dict.fromkeys(key for one in said for key in one):
            inner = [one[key] for one in said if key in one]
            value = self._value(f"{path}.{key}", inner)
            is_usual = 2 * len(inner) >= len(said) or meaning_of(key) in _IF_KNOWN
            if value is not _UNKNOWN and is_usual:
                made[key] = value
        return made or _UNKNOWN

    def _with_id(self, path: str) -> str | None:
        """Return a text with the arXiv id in the place of that of the others; None: it has none."""
        forms, papers = [], 0
        if self.facts.arxiv_id is None:
            return None
        for record in self.near:
            value, arxiv_id = flat(record.fields).get(path), own_id(record)
            if isinstance(value, str | int) and not is_blank(value) and arxiv_id:
                papers += 1
                if arxiv_id in str(value) and len(str(value)) < 120:
                    forms.append(re.sub(rf"{re.escape(arxiv_id)}(?:v\d+)?", "{id}", str(value)))
        form, times = commonest(forms)
        if not times or times < 0.4 * papers:
            return None
        return form.replace("{id}", self.facts.arxiv_id)

    def _constant(self, path: str, said: Sequence[Value]) -> Value:
        """Return what counts the entries, or what says that an id is one of arXiv; else unknown."""
        if self.is_bibtex and path.casefold() in {"archiveprefix", "eprinttype"}:
            return str(said[0]) if said else "arXiv"
        everything = [one.fields.get(path) for one in self.records]
        numbers = [value for value in everything if type(value) is int]
        if len(numbers) == len(everything) and sorted(numbers) == list(range(1, len(numbers) + 1)):
            return len(numbers) + 1
        return _UNKNOWN

    def _fact(self, meaning: Meaning, said: Sequence[Value]) -> Value:
        facts = self.facts
        match meaning:
            case "title":
                return self._title()
            case "authors":
                found = authors_like(facts.authors, said)
                return _UNKNOWN if found is None else found
            case "first author":
                return surname(facts.authors[0]) if facts.authors else _UNKNOWN
            case "year" | "month" | "date":
                found = date_like(meaning, self.facts, said, self.near)
                return _UNKNOWN if found is None else found
            case "venue":
                found = venue_like(self.facts, said, in_full=self.is_bibtex)
                return _UNKNOWN if found is None else found
            case "code":
                return _like(said, [code.url for code in facts.code])
            case "project":
                return _like(said, [facts.project] if facts.project else [])
            case "method" if facts.method:
                return facts.method
            case "doi" if facts.arxiv_id and not self._has_link:
                return f"10.48550/arXiv.{facts.arxiv_id}"  # arXiv registers one for each paper
            case "paper" if any("://" in str(value) for value in said):
                on_arxiv = f"https://arxiv.org/abs/{facts.arxiv_id}"
                return on_arxiv if facts.arxiv_id else facts.proceedings or _UNKNOWN
        return _UNKNOWN

    def _title(self) -> str:
        if self.is_bibtex:
            return re.sub(r"(?<!\\)([&%#])", r"\\\1", balanced(printable(self.facts.title)))
        return printable(to_unicode(self.facts.title))

    def _key(self, path: str) -> Value:
        numbers = [one.fields[path] for one in self.records if type(one.fields.get(path)) is int]
        if len(numbers) > _ALWAYS * len(self.records):
            number = next_number(numbers)
            return _UNKNOWN if number is None else number
        having = [one for one in self.records if isinstance(one.fields.get(path), str)]
        sample = having[-200:] if len(having) > 200 else having
        keys = [str(one.fields[path]) for one in sample]
        new = (
            surname(self.facts.authors[0]) if self.facts.authors else "anonymous",
            str((self.facts.venue and self.facts.venue.year) or self.facts.submitted_on.year),
            to_unicode(self.facts.title),
        )
        taken = {str(one.fields[path]) for one in having}
        found = next_key(keys, [_paper_of(one) for one in sample], new)
        if found is not None:
            while found in taken:
                found = plain_key(new, taken)
            return found
        if not keys or (path != KEY and meaning_of(path) != "key"):
            return _UNKNOWN
        if not self.is_bibtex:
            self.blank.append(path)  # not blank, but in a form of our own: for people to check
        return plain_key(new, taken) if self.is_bibtex else slug_like(keys, new, taken)


def _paper_of(record: Record) -> tuple[str, str, str]:
    """Return surname, year and title of an entry."""
    said: dict[Meaning, Value] = {}
    for path, value in flat(record.fields).items():
        meaning = meaning_of(path)
        if meaning is not None and not is_blank(value):
            said.setdefault(meaning, value)
    names = names_in(said.get("authors"))
    year = re.search(r"(?:19|20)\d\d", str(said.get("year") or said.get("date") or ""))
    return (
        surname(names[0]) if names else "",
        year[0] if year else "",
        shown(said.get("title") or ""),
    )


def _like(said: Sequence[Value], urls: Sequence[str]) -> Value:
    """Return addresses as one text or as a list, as the others have them."""
    if not urls:
        return _UNKNOWN
    return list(urls) if said and isinstance(said[0], list) else urls[0]


def _blank(values: Sequence[Value]) -> Value:
    """Return what says nothing where the others say something."""
    blank = next((value for value in values if is_blank(value)), _UNKNOWN)
    if blank is not _UNKNOWN:
        return blank
    like = values[0] if values else None
    if isinstance(like, list):
        return []
    is_text = isinstance(like, str) and not re.match(r"[\d.]+(?:$|-\d)", like)
    return "" if is_text else None


def _mostly_blank(values: Sequence[Value]) -> bool:
    return 2 * sum(is_blank(value) for value in values) > len(values)
