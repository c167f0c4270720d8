"""Where things stand in a list file: headings, tables, list items and paragraphs, by line.

markdown-it-py says which lines belong together; what the lines say is read from the raw text by
others, so that no byte has to be written again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_DELIMITER = re.compile(r"[\s>]*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+\Z")
_LONE_DASHES = re.compile(r"[\s>]*+-++\s*+\Z")
_MARKS = re.compile(r"[*_`]+|<[^>]*>|!?\[|\]\([^)]*\)|\]")
_BOLD_LINE = re.compile(r"(\*\*|__)(?!\s)[^*_\n]{1,60}\1[:：]?")
_HTML_HEADING = re.compile(
    r"<h(?P<level>[1-6])\b[^>]*>(?P<text>.{0,600}?)</h[1-6]>"
    r"|<summary[^>]*>(?P<summary>(?:(?!<h[1-6]).){0,600}?)</summary>",
    re.DOTALL | re.IGNORECASE,
)
_FOLD_ENDS = re.compile(r"</details\s*>", re.IGNORECASE)
_NOTE = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+\w")
_INDENT = "    "
_BELOW_HEADINGS = 7
"""The level of what serves as a heading below the last real one."""
_LONGEST_LABEL = 60

_PARSER = MarkdownIt("commonmark").enable("table")
_PARSER.disable(["inline", "text_join"], ignoreInvalid=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A pipe table: `header` is a line index, `rows` are those of its body."""

    header: int
    rows: range
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemBlock:
    """One item of a list, or one paragraph that stands by itself.

    `own` are its lines without nested lists, `lines` those with them; both without the blank
    lines that follow.
    """

    own: range
    lines: range
    group: int
    """The same for the items of one list."""
    marker: str
    """'-', '*', '+', '.', ')' (numbered), '#' (a heading with details below), '' (a paragraph)."""
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """The lines of a file, with their ends, and the blocks in it."""

    lines: tuple[str, ...]
    tables: tuple[TableBlock, ...]
    items: tuple[ItemBlock, ...]
    headings: tuple[tuple[int, tuple[str, ...]], ...]
    """Line index and path of every heading."""

    def outside(self, taken: Sequence[range]) -> "Blocks":
        """Return what stands outside of the lines that are taken."""
        lines = {line for lines in taken for line in lines}
        return replace(
            self,
            tables=tuple(one for one in self.tables if one.header not in lines),
            items=tuple(one for one in self.items if one.own.start not in lines),
        )


def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines of `text` with their ends; only CR, LF and CRLF end a line."""
    return tuple(_LINE.findall(text))


def is_delimiter(line: str) -> bool:
    """Say whether `line` could be the line of dashes below a table's header."""
    return bool(_DELIMITER.match(line)) and not _LONE_DASHES.match(line)


def read_blocks(text: str) -> Blocks:
    """Find headings, tables, list items and free paragraphs."""
    lines = split_lines(text)
    kept = _skeleton(lines)
    walker = _Walker(lines, kept)
    bare = _out_of_notes([_bare(lines[i]) for i in kept])
    walker.walk(_PARSER.parse("".join(f"{line}\n" for line in bare)))
    return Blocks(
        lines=lines,
        tables=tuple(walker.tables),
        items=tuple(sorted(walker.items, key=lambda item: item.own.start)),
        headings=tuple(walker.headings),
    )


def _bare(line: str) -> str:
    return line.removeprefix("\ufeff").rstrip("\r\n")


def _out_of_notes(lines: Sequence[str]) -> list[str]:
    """Return the lines, those inside a note (MkDocs: '!!! note', '???+ tip') without indentation.

    Where they stand does not change; only what is parsed, for Markdown takes them for code.
    """
    found, inside = [], False
    for line in lines:
        if _NOTE.match(line):
            inside = True
        elif inside and line.strip() and not line.startswith(_INDENT):
            inside = False
        within = inside and line.startswith(_INDENT)
        found.append(line[len(_INDENT) :] if within else line)
    return found


def _skeleton(lines: Sequence[str]) -> list[int]:
    """Return the indices of the lines that decide the structure.

    In a long run of lines that begin with a pipe, those far from a line of dashes cannot begin or
    end anything; leaving them out keeps a table of thousands of rows cheap to locate.
    """
    piped = [line.startswith("|") for line in lines]
    dashes = [is_delimiter(line) for line in lines]
    return [
        i
        for i in range(len(lines))
        if not (
            2 < i < len(lines) - 1 and all(piped[i - 3 : i + 2]) and not any(dashes[i - 2 : i + 2])
        )
    ]


class _Walker:
    """Goes through the tokens once, and remembers the headings above."""

    def __init__(self, lines: Sequence[str], kept: Sequence[int]) -> None:
        self.lines = lines
        self.kept = [*kept, len(lines)]
        self.tables: list[TableBlock] = []
        self.items: list[ItemBlock] = []
        self.headings: list[tuple[int, tuple[str, ...]]] = []
        self._path: list[tuple[int, str]] = []
        self._lists: list[int] = []
        self._parents: list[str] = []
        self._groups = 0
        self._folds: list[tuple[int, str]] = []

    def walk(self, tokens: Sequence[Token]) -> None:
        """Collect tables, items and headings from the tokens of a whole file."""
        for number, token in enumerate(tokens):
            match token.type:
                case "heading_open":
                    line = self._map(token)[0]
                    self._heading(line, int(token.tag[1]), tokens[number + 1].content)
                case "html_block":
                    self._html_headings(token)
                case "table_open":
                    self._table(token)
                case "bullet_list_open" | "ordered_list_open":
                    self._groups += 1
                    self._lists.append(self._groups)
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._item(token, tokens, number)
                    self._parents.append(_label(tokens[number + 2].content))
                case "list_item_close":
                    self._parents.pop()
                case "paragraph_open" if not self._lists:
                    self._paragraph(token, tokens[number + 1].content)

    def _table(self, token: Token) -> None:
        start, end = self._map(token)
        self.tables.append(
            TableBlock(header=start, rows=range(start + 2, end), section=self._section())
        )

    def _paragraph(self, token: Token, content: str) -> None:
        start, end = self._map(token)
        if _BOLD_LINE.fullmatch(content.strip()):
            self._heading(start, _BELOW_HEADINGS, content)
            return
        whole = range(start, end)
        self.items.append(
            ItemBlock(own=whole, lines=whole, group=0, marker="", section=self._section())
        )

    def _html_headings(self, token: Token) -> None:
        for found in _HTML_HEADING.finditer(token.content):
            level = int(found["level"] or _BELOW_HEADINGS)
            self._heading(self._map(token)[0], level, found["text"] or found["summary"])
            if found["summary"] and self._path:
                self._folds.append(self._path[-1])
        for _ in _FOLD_ENDS.findall(token.content):
            folded = self._folds.pop() if self._folds else None
            if self._path and self._path[-1] is folded:
                self._path.pop()  # what follows stands beside the fold

    def _item(self, token: Token, tokens: Sequence[Token], number: int) -> None:
        start, end = self._map(token)
        own_end = end
        for inner in _inside(tokens, number):
            if inner.type in {"bullet_list_open", "ordered_list_open", "table_open"}:
                own_end = self._map(inner)[0]
                break
        self.items.append(
            ItemBlock(
                own=range(start, self._without_blank_end(start, own_end)),
                lines=range(start, self._without_blank_end(start, end)),
                group=self._lists[-1],
                marker=token.markup,
                section=(*self._section(), *filter(None, self._parents)),
            )
        )

    def _without_blank_end(self, start: int, end: int) -> int:
        while end > start + 1 and not self.lines[end - 1].strip():
            end -= 1
        return end

    def _heading(self, line: int, level: int, content: str) -> None:
        self._path = [step for step in self._path if step[0] < level]
        self._path.append((level, " ".join(_MARKS.sub("", content).split())))
        self.headings.append((line, self._section()))

    def _section(self) -> tuple[str, ...]:
        return tuple(name for _, name in self._path if name)

    def _map(self, token: Token) -> tuple[int, int]:
        """Return the first line of a block and the one after its last, in the whole file."""
        assert token.map is not None  # noqa: S101 - block tokens that open something have a map
        start, end = token.map
        return self.kept[start], self.kept[end - 1] + 1 if end > start else self.kept[start]


def _label(content: str) -> str:
    """Return the text of an item if it only names what is below it."""
    text = _MARKS.sub("", content).strip(" :：")
    return text if "://" not in content and len(text) <= _LONGEST_LABEL else ""


def _inside(tokens: Sequence[Token], number: int) -> Iterator[Token]:
    """Yield the tokens between an opening token and its closing one."""
    level = tokens[number].level
    for token in tokens[number + 1 :]:
        if token.level <= level:
            return
        yield token
