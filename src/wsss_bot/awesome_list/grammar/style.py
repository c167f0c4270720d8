"""The habits that no single row shows: forms of dates, names of venues, labels, the author rule."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wsss_bot.awesome_list.grammar.anchoring import ListedText
from wsss_bot.awesome_list.grammar.names import EVERY_AUTHOR, AuthorRule, learn_rule
from wsss_bot.awesome_list.grammar.pairs import SIGNS
from wsss_bot.awesome_list.grammar.shared import PICTURE
from wsss_bot.awesome_list.grammar.slots import ODD, Signs, Skeleton, Slot, commonest
from wsss_bot.awesome_list.understand.addresses import repository_of
from wsss_bot.awesome_list.understand.anatomy import says_nothing
from wsss_bot.awesome_list.understand.dates import write_form
from wsss_bot.awesome_list.understand.venue_text import VenueSpelling, learn_spelling
from wsss_bot.awesome_list.write.dialect import FRAMEWORKS
from wsss_bot.awesome_list.write.writing import in_code_span, link_target
from wsss_bot.domain import Facts
from wsss_bot.text.escape import in_list

_SIGN = re.compile(SIGNS)
_OF_ONE = re.compile(
    r"delet|unofficial|re-?impl|third|coming|soon|\btb[ad]\b|todo|not |\bno\b|construction", re.I
)
"""What a label says of one repository, and never of another."""
_CODE = re.compile(r"code|git|repo|link|official|implement|代码", re.IGNORECASE)
SHOWN = (in_list, in_code_span)
"""How outside text is written in a list, in the open and between backticks."""
_LABELS = {"papers label": "arXiv", "project label": "Project"}
_SHARED = 0.1
"""A label that fewer of the links have is a name that one paper has twice."""
_PDF_OF_ABS = re.compile(r"(arxiv\.org/abs/\d{4}\.\d{4,5})\.pdf", re.IGNORECASE)
"""An address that leads nowhere, as some rows have it."""
_DATED = 0.2
"""If fewer of the venues have a year, those are slips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a list spells what a template has a place for."""

    authors: AuthorRule = EVERY_AUTHOR
    venues: VenueSpelling = field(default_factory=VenueSpelling)
    dated_form: str = ""
    """The usual form of a venue with its year; empty: the list gives none."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """The usual label of each kind of link."""
    frameworks: Mapping[str, str] = field(default_factory=dict)
    """What labels call what the code is written in, in lower case and as they are written."""
    unpadded: frozenset[tuple[str, str]] = frozenset()
    """Forms of dates and the letters in them that are written without a zero in front."""
    four_letters: bool = False
    """Whether June, July and September have four letters where others have three."""
    year_of_venue: bool = False
    """Whether a lone year is that of the venue, where it is not that of the submission."""
    divider: str = " "
    """What stands between two links to code."""
    blanks: tuple[str, ...] = ()
    """What each column has where there is nothing."""

    def cells(self, template: Sequence[str], facts: Facts, signs: Signs) -> tuple[str, ...]:
        """Return the cells of a row, or the text of an item, with the facts in their places."""
        template = [self._with_every_code(cell, facts, signs) for cell in template]
        return tuple(
            "".join(self.blanks[at : at + 1])
            if len(cell) == 1 and signs.slot(cell).kind == "blank"
            else self.write(cell, facts, signs)
            for at, cell in enumerate(template)
        )

    def _with_every_code(self, cell: str, facts: Facts, signs: Signs) -> str:
        """Return the template with its link to code as often as there is code."""
        code, label = signs.sign(Slot("code")), signs.sign(Slot("label"))
        link = re.search(rf"\[+[^\[\]\n]*{label}[^\[\]\n]*\]+\({code}\)\]?", cell)
        if len(facts.code) < 2 or not link:
            return cell
        more = (
            link[0]
            .replace(code, signs.sign(Slot("code", str(number))))
            .replace(label, signs.sign(Slot("label", str(number))))
            for number in range(1, len(facts.code))
        )
        return cell[: link.end()] + "".join(self.divider + one for one in more) + cell[link.end() :]

    def write(self, template: str, facts: Facts, signs: Signs) -> str:
        """Return a template with the facts in the places of its signs."""
        pieces, at = [], 0
        for found in _SIGN.finditer(template):
            pieces.append(template[at : found.start()])
            text = self._text(
                signs.slot(found[0]), facts, in_code=template[: found.start()].endswith("`")
            )
            at = found.end()
            if text.endswith((".", "?", "!")) and template[at : at + 1] == ".":
                at += 1
            pieces.append(text)
        return _PDF_OF_ABS.sub(r"\1", "".join([*pieces, template[at:]]))

    def _text(self, slot: Slot, facts: Facts, *, in_code: bool) -> str:
        shown = in_code_span if in_code else in_list
        if slot.kind in {"title", "rest", "method"}:
            return shown(_name(slot.kind, facts))
        if slot.kind in {"date", "year", "venue", "preprint"}:
            return self._term(slot, facts)
        if slot.kind == "authors":
            return self.authors.write(facts.authors)
        if slot.kind == "id":
            return facts.arxiv_id or ""
        if slot.kind == "page":
            at = f"https://arxiv.org/abs/{facts.arxiv_id}" if facts.arxiv_id else facts.proceedings
            return link_target(at or "")
        return self._link(slot, facts)

    def _term(self, slot: Slot, facts: Facts) -> str:
        if slot.kind == "year":
            return self._year(slot.form, facts)
        if slot.kind == "venue":
            return self._venue(slot.form, facts)
        return self._date(slot.form, facts).replace("{id}", facts.arxiv_id or "")

    def _link(self, slot: Slot, facts: Facts) -> str:
        number = int(slot.form) if slot.kind in {"code", "label"} and slot.form else 0
        code = facts.code[number] if facts.code else None
        repository = (repository_of(code.url) if code else None) or ""
        match slot.kind:
            case "code":
                return link_target(code.url) if code else ""
            case "repo":
                return repository
            case "repository name":
                return in_list(repository.partition("/")[2])
            case "project":
                return link_target(facts.project or (code.url if code else ""))
            case "label":
                return self._code_label(code.label if code else None)
        return self.labels.get(slot.kind, "")

    def _date(self, form: str, facts: Facts) -> str:
        if self.four_letters:
            form = form.replace("{b3", "{b4")

        def padded(letter: str) -> bool:
            return (form, letter) not in self.unpadded

        return write_form(facts.submitted_on, form, padded=padded)

    def _year(self, form: str, facts: Facts) -> str:
        day = facts.submitted_on
        if self.year_of_venue and facts.venue and facts.venue.year:
            day = day.replace(year=facts.venue.year, day=1)
        return write_form(day, form)

    def _venue(self, form: str, facts: Facts) -> str:
        venue = facts.venue
        if venue is None:
            return ""
        name = in_list(self.venues.name(venue))
        form = (self.dated_form or "N Y") if form == ODD else form
        if not venue.year or not re.search("[Yy]", form):
            if venue.year and self.dated_form:
                form = self.dated_form
            else:
                return name
        year = {"N": name, "Y": str(venue.year), "y": f"{venue.year % 100:02}"}
        return re.sub("[NYy]", lambda found: year[found[0]], form)

    def _code_label(self, label: str | None) -> str:
        usual = self.labels.get("label", "Code")
        if label is None or not self.frameworks or not FRAMEWORKS.fullmatch(label):
            return usual
        return self.frameworks.get(label.lower()) or in_list(
            label.lower() if usual.islower() else label
        )


def _name(kind: str, facts: Facts) -> str:
    """Return the title, what follows its colon, or the name of the method."""
    title = _title(facts)
    if kind == "method":
        return facts.method or ""
    head, colon, rest = title.partition(":")
    named = colon and facts.method and _same(head, facts.method)
    return rest.strip() if kind == "rest" and named else title


def _title(facts: Facts) -> str:
    """Return the title without the full stop that some authors put behind it."""
    title = facts.title
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title


def _same(a: str, b: str) -> bool:
    return re.sub(r"\W", "", a).casefold() == re.sub(r"\W", "", b).casefold()


def learn_style(
    rows: Sequence[Sequence[Skeleton]], texts: Sequence[ListedText], signs: Signs
) -> Style:
    """Learn the habits from the skeletons of rows."""
    cells = [cell for row in rows for cell in row]
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for cell in cells:
        for kind, label in cell.labels:
            labels[kind][label] += 1
    shown = {kind: _usual_label(counts, kind) for kind, counts in labels.items()}
    return Style(
        authors=learn_rule(cell.authors for cell in cells if cell.authors) or EVERY_AUTHOR,
        venues=learn_spelling(text for cell in cells for text in cell.venues),
        labels={**_LABELS, **{kind: usual for kind, usual in shown.items() if usual}},
        dated_form=_dated_form(cells),
        frameworks=_frameworks(labels["label"]),
        unpadded=_unpadded(cells),
        four_letters=_has_four_letters(cells, signs),
        blanks=_blanks(texts),
        divider=_divider(cells, signs),
        year_of_venue=_years(cells),
    )


def _usual_label(counts: Counter[str], kind: str) -> str | None:
    """Return the commonest label; of links to code one that says no language, if there is one."""
    if kind != "label":
        label, count = counts.most_common(1)[0]
        return label if count >= max(2, _SHARED * counts.total()) else None
    generic = [
        text
        for text, count in counts.most_common()
        if not (FRAMEWORKS.search(text) or _OF_ONE.search(text))
        and (_CODE.search(text) or 5 * count > counts.total())
    ]
    capital = sum(count for text, count in counts.items() if text[:1].isupper())
    return generic[0] if generic else "Code" if 2 * capital > counts.total() else "code"


def _frameworks(counts: Counter[str]) -> dict[str, str]:
    named = {text.lower(): text for text in counts if FRAMEWORKS.search(text)}
    share = sum(count for text, count in counts.items() if text.lower() in named)
    return named if 3 * share >= counts.total() else {}


def _unpadded(cells: Iterable[Skeleton]) -> frozenset[tuple[str, str]]:
    votes: Counter[tuple[str, str]] = Counter()
    for cell in cells:
        for form, letter, padded in cell.padded:
            votes[form, letter] += -1 if padded else 1
    return frozenset(one for one, vote in votes.items() if vote > 0)


def _has_four_letters(cells: Iterable[Skeleton], signs: Signs) -> bool:
    forms = Counter(signs.slot(sign).form for cell in cells for sign in _SIGN.findall(cell.text))
    return sum(count for form, count in forms.items() if "{b4" in form) >= 2


def _years(cells: Iterable[Skeleton]) -> bool:
    said = Counter(year for cell in cells for year in cell.years)
    return said["venue"] >= max(2, 0.1 * said.total())


def _dated_form(cells: Iterable[Skeleton]) -> str:
    forms = [form for cell in cells for form in cell.forms]
    dated = [form for form in forms if re.search("[Yy]", form)]
    return (commonest(dated) or "") if len(dated) >= _DATED * len(forms) else ""


def _blanks(rows: Sequence[ListedText]) -> tuple[str, ...]:
    """Return what each column has where there is nothing; words only if two cells say them."""
    near = [row.cells for row in rows if row.near] or [row.cells for row in rows]
    marks = []
    for column in range(max((len(cells) for cells in near), default=0)):
        cells = [cells[column].strip() for cells in near if len(cells) > column]
        empty = Counter(cell for cell in cells if is_blank(cell))
        mark, count = empty.most_common(1)[0] if empty else ("", 0)
        marks.append(mark if count >= 2 or not any(map(str.isalnum, mark)) else "")
    return tuple(marks)


def _divider(cells: Iterable[Skeleton], signs: Signs) -> str:
    """Return what stands between two links to code, where a row has two."""
    code, label = signs.sign(Slot("code")), signs.sign(Slot("label"))
    between = re.compile(rf"{code}\)\]?([^{code}{label}\[]{{1,12}})\[+[^\[\]\n]*{label}")
    return commonest(m[1] for cell in cells for m in between.finditer(cell.text)) or " "


def usual_slots(rows: Sequence[Sequence[Skeleton]], signs: Signs) -> dict[str, Slot]:
    """Return the commonest form of venues, and of what stands in their place."""
    texts = "".join(cell.text for cells in rows for cell in cells)
    slots = Counter(signs.slot(sign) for sign in _SIGN.findall(texts))
    found: dict[str, Slot] = {}
    for slot, _ in slots.most_common():
        if slot.kind in {"venue", "preprint"} and slot.form != ODD:
            found.setdefault(slot.kind, slot)
    if "preprint" in found and "venue" not in found:
        form = re.sub(r"^[^\W\d]+|(?<=\} )[^\W\d]+", "N", found["preprint"].form, count=1)
        # Of a venue no month is known.
        plain = re.sub(r"[./-]\{[md]\}", "", form).replace("{Y}", "Y").replace("{y}", "y")
        found["venue"] = Slot("venue", plain if set(plain) <= set("NYy ,.'’()-") else "N Y")
    return found


def is_blank(cell: str) -> bool:
    """Say whether a cell says in signs or words that there is nothing."""
    short = len(cell) <= 6 or cell.startswith(":")
    return says_nothing(cell) and short and "](" not in cell and not PICTURE.search(cell)
