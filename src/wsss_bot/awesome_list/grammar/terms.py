"""What a row says of when and where a paper came out."""

import re
from collections.abc import Iterator
from datetime import date

from wsss_bot.awesome_list.grammar.links import YEAR_BEHIND
from wsss_bot.awesome_list.grammar.naming import TAGS, Naming, zeros
from wsss_bot.awesome_list.grammar.slots import ODD, Slot
from wsss_bot.awesome_list.understand.dates import ANY_DATE, ListedDate, date_forms
from wsss_bot.awesome_list.understand.venue_text import canonical, only_preprint, read_venue

_PIECE = re.compile('[^\ue000-\uf8ff\0\n|;,()\\[\\]{}*`"“”（）【】<>~，。、]+')
_WITH_COMMA = re.compile(r"(?<!\w)[A-Z][a-z]{2,8}\.?(?: \d{1,2})?, (?:19|20)\d\d(?!\d)")
"""A date is divided at no comma: 'May 15, 2026', 'Oct., 2026'."""
_SHORT_MONTH = re.compile(r"\b(?:May|June|July)\b", re.IGNORECASE)
_YEAR = re.compile(r"['’]?(?:19|20)\d\d|['’]\d\d")
_SHORT_YEAR = re.compile(r"\d\d")
_FORMED = re.compile(r"[^\W\d_]")
_PREPRINT = re.compile(
    r"(?P<year>(?:19|20)\d\d[\s,-]+)?(?P<name>(?i:(?:bio|med|chem|tech)rxiv"
    r"|arxiv(?:\.org)?(?: preprint)?|corr|pre-?print))"
    r"(?P<sep>[\s,:.'’-]{0,3})"
    r"(?P<rest>.*)",
)
_BEFORE_DATE = re.compile(r",?\s{0,2}\(?")
_OTHER_SERVER = re.compile(r"(?:bio|med|chem|tech)rxiv", re.IGNORECASE)
_SHORTENED = re.compile(
    r"(?=[^.]+\. )(?:(?:[A-Z][a-z]{0,7}\.|[^\W\d_][\w&-]*) +)*(?:[A-Z][a-z]{0,7}\.|[^\W\d_][\w&-]*)"
)
"""The name of a journal whose words are cut short: 'Nat. Mach. Intell.', 'Commun. ACM'."""
_DAYS = 62


class Terms(Naming):
    """Finds dates, venues, and what stands in the place of a venue."""

    def find_terms(self) -> None:
        """Find dates, venues, and what says that the paper is a preprint."""
        text = TAGS.sub(zeros, self.text)
        for found in _WITH_COMMA.finditer(text):
            self._as_date(*found.span(), found[0])
        text = TAGS.sub(zeros, self.text)
        for piece in _PIECE.finditer(text):
            for start, end in self._parts(piece.start(), piece[0]):
                self._piece(start, end)

    def _parts(self, at: int, text: str) -> Iterator[tuple[int, int]]:
        """Yield the piece without its edges, divided where sentences end."""
        bare = text.strip()
        if self.role == "venue" and _SHORTENED.fullmatch(bare):
            start = at + text.index(bare)
            yield start, start + len(bare)
            return
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
        if len(text) > 90 or self.is_taken(start, end):
            return False
        if self._as_date(start, end, text):
            return True
        if self._as_preprint(start, end, text):
            return True
        return self._as_venue(start, end, text)

    def _as_date(self, start: int, end: int, text: str) -> bool:
        if _YEAR.fullmatch(text):
            return self._as_year(start, end, text)
        forms = self._forms(text)
        fitting = [(form, day) for form, day in forms if day.month and self._fits(day)]
        if self.role == "date" and not fitting:
            fitting = [(form, day) for form, day in forms if day.month]
        if not fitting:
            return False
        form, day = fitting[0]
        self._see_zeros(form, day, text)
        return self.take(start, end, Slot("date", form))

    def _forms(self, text: str) -> list[tuple[str, ListedDate]]:
        """Return every way to read a date, that of the list's other dates first."""
        forms = date_forms(text)
        if self.habits.month_first:
            forms.sort(key=lambda one: one[0].find("{m}") > one[0].find("{d}"))
        if self.habits.whole_months and _SHORT_MONTH.search(text):
            return [(re.sub(r"\{b[34]", "{B", form), day) for form, day in forms]
        return forms

    def _see_zeros(self, form: str, day: ListedDate, text: str) -> None:
        """Remember whether small numbers of a date have two digits."""
        for letter, number in (("m", day.month), ("d", day.day)):
            if number and number < 10 and f"{{{letter}}}" in form:
                bare = re.search(rf"(?<!\d){number}(?!\d)", text) is not None
                self.result.padded.append((form, letter, not bare))

    def _as_year(self, start: int, end: int, text: str) -> bool:
        digits = re.sub(r"\D", "", text)
        year = int(digits) if len(digits) == 4 else 2000 + int(digits)
        submitted = self.known.submitted
        if not self._may_be_year(year):
            return False
        if submitted and year != submitted.year:
            self.result.years.append("venue")
        elif submitted:
            self.result.years.append("submission")
        mark = text[0] if not text[0].isdigit() else ""
        return self.take(start, end, Slot("year", f"{mark}{{{'Y' if len(digits) == 4 else 'y'}}}"))

    def _may_be_year(self, year: int | None) -> bool:
        """Say whether the paper can have come out in a year."""
        submitted = self.known.submitted
        return year is None or submitted is None or -1 <= year - submitted.year <= 3

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
        # What stood on another server would stand on arXiv here.
        form = _OTHER_SERVER.sub("arXiv", found["name"]) + found["sep"]
        if found["year"]:
            form = "{Y}" + found["year"][4:] + form
        if not rest:
            around = self.raw[max(start - 1, 0) : start] + self.raw[end : end + 2]
            linked = not found["year"] and (around == "[](" or around[:2] == "><")
            if linked and self.role != "venue" and not self.habits.venue_links:
                return False
            form, end = self._with_date_behind(form, end)
        elif _YEAR.fullmatch(rest):
            form += "{Y}" if len(rest) == 4 else f"{rest[0]}{{y}}"
        elif found["sep"].endswith(("'", "’")) and _SHORT_YEAR.fullmatch(rest):
            form += "{y}"
        else:
            fitting = [(one, day) for one, day in self._forms(rest) if self._fits(day)]
            if not fitting:
                return False
            form += fitting[0][0]
            self._see_zeros(form, fitting[0][1], rest)
        self.result.venues.append(text)
        return self.take(start, end, Slot("preprint", form))

    def _with_date_behind(self, form: str, end: int) -> tuple[str, int]:
        """Return the form of a preprint's mark with the date behind it, and where that ends."""
        behind = YEAR_BEHIND.match(self.text, end)
        if dated := self._date_behind(end):
            before, text, after = dated
            for written, day in self._forms(text):
                if self._fits(day):
                    form += before + written + after
                    self._see_zeros(form, day, text)
                    return form, end + len(before + text + after)
        elif behind and behind["inside"]:
            return f"{form}{behind['before']}{{Y}})", behind.end()
        elif behind and (self.role == "venue" or not behind["sep"].strip(" ,.'’")):
            return f"{form}{behind['sep']}{{Y}}", behind.end()
        return form, end

    def _date_behind(self, end: int) -> tuple[str, str, str] | None:
        """Return the date with a month that a comma, a space or brackets add to a venue."""
        before = _BEFORE_DATE.match(self.text, end)
        found = ANY_DATE.match(self.text, before.end()) if before else None
        if before is None or found is None:
            return None
        after = ")" if before[0].endswith("(") else ""
        return (before[0], found[0], after) if self.text.startswith(after, found.end()) else None

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
        surely = surely or venue.name.casefold() == self.known.venue.casefold()
        if not (venue.known or surely):
            return False
        if not surely and (text.islower() or len(text.split()) > 14):
            return False
        if not surely and not canonical(venue.name) and not self._may_be_year(venue.year):
            # 'VOC 2012' is a data set.
            return False
        form = "N" if _SHORTENED.fullmatch(text) else venue.form
        if venue.year is None:
            behind = YEAR_BEHIND.match(self.text, end)
            if dated := self._date_behind(end):
                # Of a new paper's venue the year is known, and no month.
                form += f"{dated[0]}Y{dated[2]}"
                end += len("".join(dated))
                text = self.raw[start:end]
            elif behind and (behind["inside"] or not re.search(r"[*_`\"]", behind["sep"])):
                form += f"{behind['before']}Y)" if behind["inside"] else behind["sep"] + "Y"
                end = behind.end()
                text = self.raw[start:end]
        if set(_FORMED.findall(form)) - {"N", "Y", "y"}:
            form = ODD if venue.year else "N"
        self.result.venues.append(text)
        if form != ODD:
            self.result.forms.append(form)
        return self.take(start, end, Slot("venue", form))
