"""Where a row names its paper: title, authors, method."""

import re

from wsss_bot.awesome_list.grammar.links import Links
from wsss_bot.awesome_list.grammar.marks import letters, letters_of, places
from wsss_bot.awesome_list.grammar.names import context_of, find_authors, guess_authors
from wsss_bot.awesome_list.grammar.slots import Slot
from wsss_bot.awesome_list.understand.anatomy import is_long

TAGS = re.compile(r"<[^<>]*>")
_MARKUP_INSIDE = re.compile(r"[*_\])\"`>(]|\s[-–—]\s")


class Naming(Links):
    """Finds title, authors and method."""

    def find_title(self) -> None:
        """Find the title: whole, with its name apart, what follows the colon, or another one."""
        title = self.known.title
        head, colon, rest = title.partition(":")
        stretches = self._places_of(title)
        for start, end in stretches:
            if self.role == "method" and not self.known.from_record:
                self.take(start, end, Slot("method"))
            elif colon and (cut := self._inner_name(start, end, head)):
                self.take(start, cut[0], Slot("method"))
                self.take(cut[1], end, Slot("rest"))
            else:
                self.take(start, end, Slot("title"))
        if not stretches and colon and len(rest.split()) > 1:
            stretches = self._places_of(rest)
            for start, end in stretches:
                self.take(start, end, Slot("rest"))
        if not stretches and is_long(self.known.listed_as):
            # The paper had another name when it was listed.
            for start, end in self._places_of(self.known.listed_as):
                self.take(start, end, Slot("title"))

    def _places_of(self, title: str) -> list[tuple[int, int]]:
        """Return where a title stands, whatever its case, spaces and punctuation."""
        signs, at_signs = letters(self.text)
        key = letters_of(title)
        return [
            (at_signs[at], self._end(at_signs[at + len(key) - 1] + 1, title))
            for at in places(signs, key)
        ]

    def _end(self, end: int, title: str) -> int:
        for sign in (")", "?", "!", "]", "$"):
            if title.rstrip().endswith(sign) and self.raw[end : end + 1] == sign:
                return end + 1
        return end

    def _inner_name(self, start: int, end: int, head: str) -> tuple[int, int] | None:
        """Return where a name ends and the rest of the title begins, if markup parts them."""
        signs, at_signs = letters(self.raw[start:end])
        key = letters_of(head)
        if not key or not signs.startswith(key) or len(signs) <= len(key):
            return None
        before, behind = at_signs[len(key) - 1] + 1, at_signs[len(key)]
        if _MARKUP_INSIDE.search(self.raw[start + before : start + behind]):
            return start + before, start + behind
        return None

    def find_authors(self) -> None:
        """Find the authors, those of the record or what looks like names of persons."""
        if self.role in {None, "authors", "title", "other", "method"}:
            text = self.text
            written = find_authors(text, self.known.authors)
            if not self.known.authors and self.role in {None, "authors"}:
                written = guess_authors(TAGS.sub(zeros, text), self.habits.contexts)
            if written and self.take(written.start, written.end, Slot("authors")):
                self.result.authors = written
                self.result.context = context_of(self.raw, written.start, written.end)

    def find_method(self) -> None:
        """Find the name of the method outside of the title."""
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
                self.take(found.start(), found.end(), Slot("method"))


def zeros(found: re.Match[str]) -> str:
    """Return as many zeros as were found."""
    return "\0" * len(found[0])
