"""Entries in JSON: lists of objects, one line or one object below the other."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wsss_bot.awesome_list.data.records import Fields, Group, Record, UnreadableError, Value

_BLANK = re.compile(r"[ \t\r\n]*")
_OTHER = re.compile(r"[^\s,\[\]{}:\"]+")
_MOST = 12
_DECODER = json.JSONDecoder()


class JsonFormat:
    """Lists of objects in JSON."""

    separator = ",\n"
    holds_texts = False
    has_kinds = False

    def read(self, text: str) -> tuple[Group, ...]:
        """Return every list of objects with a title, in the order of the file."""
        try:
            json.loads(text.removeprefix("\ufeff"))
            return tuple(_groups(_Scanner(text).value(), text, ()))
        except json.JSONDecodeError as error:
            raise UnreadableError(f"line {error.lineno} is no JSON ({error.msg})") from error
        except RecursionError as error:
            raise UnreadableError("it is nested too deeply for a list of papers") from error
        except ValueError as error:  # Python's word for a number of thousands of digits
            raise UnreadableError(f"it holds a number that is too long ({error})") from error

    def written(self, fields: Fields, near: Sequence[Record], text: str) -> str:
        """Return a new object with the indentation of those near it."""
        like = near[0]
        raw = text[like.start : like.end]
        blanks = raw[: len(raw) - len(raw.lstrip(" \t"))]
        inner = re.search(r"\{\s*?\n([ \t]+)", raw)
        ascii_only = not any(
            ord(sign) > 127 for one in near for sign in text[one.start : one.end]
        ) and any("\\u" in text[one.start : one.end] for one in near)
        if inner is None:
            tight = '":"' in raw
            separators = (",", ":") if tight else (", ", ": ")
            shown = json.dumps(fields, ensure_ascii=ascii_only, separators=separators)
        else:
            step = inner[1][len(blanks) :] or "  "
            shown = json.dumps(fields, ensure_ascii=ascii_only, indent=step)
            shown = _with_short_lists(shown, fields, raw, ascii_only=ascii_only)
        return "\n".join(blanks + line for line in shown.split("\n"))


def _with_short_lists(shown: str, fields: Fields, raw: str, *, ascii_only: bool) -> str:
    """Put lists onto one line where the entry that shows the layout has them so."""
    for key, value in fields.items():
        name = json.dumps(key)
        if isinstance(value, list) and re.search(rf"{re.escape(name)}\s*:\s*\[[^\n]", raw):
            short = json.dumps(value, ensure_ascii=ascii_only)
            found = re.search(rf"(?<={re.escape(name)}: )\[[^\]]*\]", shown)
            if found:
                shown = shown[: found.start()] + short + shown[found.end() :]
    return shown


@dataclass(frozen=True, slots=True)
class _Node:
    start: int
    end: int
    value: "Value"
    """A text or number as it is; of an object or list the nodes in it."""

    def plain(self) -> Value:
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


class _Scanner:
    """Reads JSON that is known to be sound, and notes where each value stands."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 1 if text.startswith("\ufeff") else 0

    def value(self) -> _Node:
        """Return the value at this place."""
        start = self._skip()
        sign = self._text[start]
        if sign == "{":
            found: Value = dict(self._pairs())
        elif sign == "[":
            found = list(self._items())
        elif sign == '"':
            found, self._at = _DECODER.raw_decode(self._text, start)
        else:
            other = _OTHER.match(self._text, start)
            assert other is not None  # noqa: S101 - the text is sound
            self._at = other.end()
            found = json.loads(other[0])
        return _Node(start, self._at, found)

    def _skip(self) -> int:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        return self._at

    def _pairs(self) -> Iterator[tuple[str, _Node]]:
        while True:
            self._at += 1  # the brace, or a comma
            if self._text[self._skip()] == "}":
                break
            key = self.value().value
            self._skip()
            self._at += 1  # the colon
            yield key, self.value()
            if self._text[self._skip()] == "}":
                break
        self._at += 1

    def _items(self) -> Iterator[_Node]:
        while True:
            self._at += 1
            if self._text[self._skip()] == "]":
                break
            yield self.value()
            if self._text[self._skip()] == "]":
                break
        self._at += 1


def _groups(node: _Node, text: str, name: tuple[str, ...]) -> Iterator[Group]:
    if len(name) > _MOST:
        return
    if isinstance(node.value, list):
        inside = [one for one in node.value if isinstance(one.value, dict)]
        titled = [one for one in inside if any("title" in key.casefold() for key in one.value)]
        if inside and len(inside) == len(node.value) and 2 * len(titled) > len(inside):
            if _on_lines_of_their_own(inside, text):
                yield Group(name=name, records=tuple(_record(one, text) for one in inside))
            return
        for one in inside:
            yield from _groups(one, text, name)
    elif isinstance(node.value, dict):
        for key, inner in node.value.items():
            yield from _groups(inner, text, (*name, key))


def _on_lines_of_their_own(nodes: Sequence[_Node], text: str) -> bool:
    return all(not text[text.rfind("\n", 0, one.start) + 1 : one.start].strip() for one in nodes)


def _record(node: _Node, text: str) -> Record:
    start = text.rfind("\n", 0, node.start) + 1
    return Record(start=start, end=node.end, fields=node.plain())
