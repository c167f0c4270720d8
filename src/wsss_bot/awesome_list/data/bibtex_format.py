"""Entries in BibTeX."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from wsss_bot.awesome_list.data.records import Fields, Group, Record, UnreadableError

KEY = "ID"
"""The name under which the key of an entry is kept among its fields."""
_ENTRY = re.compile(r"^[ \t]*@[ \t]*(\w+)[ \t]*([{(])", re.MULTILINE)
_NO_ENTRY = {"comment", "string", "preamble"}
_FIELD = re.compile(r"[\s,]*([\w:.+/-]+)\s*=\s*")
_BRACKET = re.compile(r"\\.|[{}()]", re.DOTALL)
_BARE = re.compile(r"[^\s,{}\"#]+(?:\s*#\s*[^\s,]+)*")


class BibtexFormat:
    """Entries of a bibliography."""

    separator = "\n\n"
    holds_texts = True
    has_kinds = True

    def read(self, text: str) -> tuple[Group, ...]:
        """Return the entries of the file."""
        records = tuple(_records(text))
        return (Group(name=(), records=records),) if records else ()

    def written(self, fields: Fields, near: Sequence[Record], text: str) -> str:
        """Return a new entry with the indentation, delimiters and signs of the one nearest."""
        like = near[0]
        raw = text[like.start : like.end].lstrip("%")
        raw = raw[raw.index("@") :]
        head = re.match(r"@[ \t]*\w+[ \t]*[{(][ \t]*", raw)
        assert head is not None  # noqa: S101 - it was read as an entry
        lines = re.findall(r"\n([ \t]*)[\w:.+/-]+([ \t]*=[ \t]*)", raw)
        indent, sign = Counter(lines).most_common(1)[0][0] if lines else ("  ", " = ")
        width = _width(raw)
        pairs = []
        for name, value in fields.items():
            if name != KEY:
                equals = sign if not width else " " * (width - len(name)) + sign.lstrip(" \t")
                style = like.styles.get(name, "{") if name in like.styles else _style(near, name)
                pairs.append(f"{indent}{name}{equals}{_in(style, str(value))}")
        trailing = "," if re.search(r",\s*[})]\s*\Z", raw) else ""
        closing = re.search(r"\n?([ \t]*[})])\s*\Z", raw)
        end = closing[0].rstrip() if closing else "\n}"
        kind = head[0].replace(like.kind, near[0].kind, 1)
        return f"{kind}{fields[KEY]},\n" + ",\n".join(pairs) + trailing + end


def _style(near: Sequence[Record], name: str) -> str:
    found = Counter(one.styles[name] for one in near if name in one.styles)
    return found.most_common(1)[0][0] if found else "{"


def _width(raw: str) -> int:
    """Return in which column the signs of equality stand, where they stand in one."""
    columns = {
        len(name) + len(blanks)
        for name, blanks in re.findall(r"\n[ \t]*([\w:.+/-]+)([ \t]*)=", raw)
    }
    return columns.pop() if len(columns) == 1 else 0


def _in(style: str, value: str) -> str:
    opening = style.rstrip('}"') if style != '"' else '"'
    if style == "bare":
        return value
    if style == '"' and '"' in value:
        return "{" + value + "}"
    closing = {"{": "}", "{{": "}}", '"': '"', '"{': '}"'}[opening if opening else "{"]
    return f"{opening}{value}{closing}"


def _records(text: str) -> Iterator[Record]:
    at = 0
    commented = sum(
        bool(re.search(r"^[ \t]*%[^\n]*\n\Z", text[max(0, m.start() - 200) : m.start()], re.M))
        for m in _ENTRY.finditer(text)
    )
    comments_belong = 2 * commented > sum(1 for _ in _ENTRY.finditer(text))
    while found := _ENTRY.search(text, at):
        end = _closing(text, found.end(), found[2])
        if end is None:
            line = text.count("\n", 0, found.start()) + 1
            raise UnreadableError(f"the entry in line {line} never ends")
        at = end
        if found[1].lower() in _NO_ENTRY:
            continue
        start = found.start()
        while comments_belong and (above := _line_above(text, start)).lstrip().startswith("%"):
            start -= len(above)
        fields, styles = _fields(text[found.end() : end - 1])
        yield Record(start=start, end=end, fields=fields, styles=styles, kind=found[1])


def _line_above(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, max(0, at - 1)) + 1 : at]


def _closing(text: str, at: int, opening: str) -> int | None:
    """Return the place behind the bracket that closes an entry."""
    closing, depth = ("}" if opening == "{" else ")"), 1
    for found in _BRACKET.finditer(text, at):
        sign = found[0]
        if sign == "{" or (sign == opening and opening == "("):
            depth += 1
        elif sign == "}" or sign == closing:
            depth -= 1
            if depth == 0:
                return found.end()
    return None


def _fields(inside: str) -> tuple[dict[str, str], dict[str, str]]:
    key, _, rest = inside.partition(",")
    fields, styles = {KEY: key.strip()}, {}
    at = 0
    while found := _FIELD.match(rest, at):
        value, style, at = _value(rest, found.end())
        fields.setdefault(found[1], value)
        styles[found[1]] = style
    return fields, styles


def _value(text: str, at: int) -> tuple[str, str, int]:
    """Return a value, how it is delimited, and where it ends."""
    sign = text[at : at + 1]
    if sign == "{":
        end = _closing(text, at + 1, "{") or len(text)
        inner = text[at + 1 : end - 1]
        if inner.startswith("{") and _closing(inner, 1, "{") == len(inner):
            return inner[1:-1], "{{", end
        return inner, "{", end
    if sign == '"':
        depth, end = 0, at + 1
        while end < len(text) and not (text[end] == '"' and depth == 0):
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1
        inner = text[at + 1 : end]
        if inner.startswith("{") and _closing(inner, 1, "{") == len(inner):
            return inner[1:-1], '"{', end + 1
        return inner, '"', end + 1
    bare = _BARE.match(text, at)
    return (bare[0], "bare", bare.end()) if bare else ("", "bare", at + 1)
