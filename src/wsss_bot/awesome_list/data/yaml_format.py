"""Entries in YAML: lists of mappings, at the top of a file or below keys."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wsss_bot.awesome_list.data.meanings import meaning_of
from wsss_bot.awesome_list.data.records import Fields, Group, Record, UnreadableError, Value

_INT, _FLOAT, _BOOL, _NULL, _DATE = (
    f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "timestamp")
)
_FACTS = {"paper", "year", "date", "authors", "venue"}
"""An entry says one of these of its paper; what only divides entries does not."""
_MOST = 12
"""So deep may entries stand."""
_MOST_REPEATED = 50
"""So many times more than is written may stand in a file once its anchors are followed."""
_WIDTH = 80
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<][^\n]*\Z")
_NOT_PLAIN = re.compile(r":(?:\s|$)|\s#|[\x00-\x1f\x7f\ufeff]|\s$")
_OTHER_IN_1_1 = re.compile(
    r"(?:y|n|yes|no|on|off|true|false|null|~|=|<<)\Z|[-+]?[\d.][\d_:.,xXobeE+-]*\Z", re.IGNORECASE
)
"""What YAML 1.1, which many programs still read, takes for something else than a text."""
_NAMES = ("name", "title", "category", "section", "topic", "heading", "key", "id")


class YamlFormat:
    """Lists of mappings in YAML."""

    separator = "\n"
    holds_texts = False
    has_kinds = False

    def read(self, text: str) -> tuple[Group, ...]:
        """Return every list of mappings, in the order of the file."""
        root = composed(text)
        groups = list(_groups(root, text, ())) if root is not None else []
        return tuple(groups)

    def written(self, fields: Fields, near: Sequence[Record], text: str) -> str:
        """Return a new entry with the indentation, quotes and folds of those near it."""
        head = _HEAD.search(text, near[0].start, near[0].end)
        begin = head[0].replace("\r\n", "\n") if head else "- "
        indent = len(begin.rpartition("\n")[2])
        styles = _commonest(near)
        lines: list[str] = []
        for key, value in fields.items():
            lines += _pair(key, value, key, indent=indent, styles=styles)
        first = begin + lines[0][indent:]
        return "\n".join([first, *lines[1:]])


_HEAD = re.compile(r"^[ ]*-(?:[ ]+(?=[^ \r\n])|[ ]*\r?\n[ ]+)", re.MULTILINE)
"""How an entry begins; its dash may stand alone on a line."""


def composed(text: str) -> Node | None:
    """Return what a YAML text holds. Raises UnreadableError where it is no YAML."""
    try:
        found: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableError(f"line {line} is no YAML ({error.problem})") from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise UnreadableError(f"this is no YAML: {error}") from error
    if found is not None:
        known: dict[int, int] = {}
        if _size(found, known) > _MOST_REPEATED * (len(known) + _MOST_REPEATED):
            raise UnreadableError("its anchors repeat each other too often for a list of papers")
    return found


def _size(node: Node, known: dict[int, int]) -> int:
    """Return of how many nodes a node is made once each anchor stands where it is named.

    Raises UnreadableError for one that holds itself.
    """
    if id(node) not in known:
        known[id(node)] = 0
        inside = [] if isinstance(node, ScalarNode) else node.value
        parts = [*chain(*inside)] if isinstance(node, MappingNode) else inside
        known[id(node)] = 1 + sum(_size(one, known) for one in parts)
    if not known[id(node)]:
        raise UnreadableError("one of its anchors holds itself")
    return known[id(node)]


def value_of(node: Node, known: dict[int, Value] | None = None) -> Value:
    """Return what a node says; a date stays as it is written."""
    known = {} if known is None else known
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = None  # what holds itself says nothing
    if isinstance(node, MappingNode):
        found: Value = {
            str(value_of(key, known)): value_of(inner, known) for key, inner in node.value
        }
    elif isinstance(node, SequenceNode):
        found = [value_of(inner, known) for inner in node.value]
    else:
        found = _scalar(str(node.tag), str(node.value))
    known[id(node)] = found
    return found


def _scalar(tag: str, text: str) -> Value:
    if tag == _NULL:
        return None
    if tag == _BOOL:
        return text.lower() in {"true", "yes", "on", "y"}
    try:
        return int(text) if tag == _INT else text  # an arXiv id is no number: it keeps its zeros
    except ValueError:
        return text


def _groups(node: Node, text: str, name: tuple[str, ...]) -> Iterator[Group]:
    """Yield the lists of mappings in a node that hold texts and no further such lists."""
    if len(name) > _MOST:
        return
    if isinstance(node, SequenceNode) and not node.flow_style:
        inside = [one for one in node.value if isinstance(one, MappingNode) and not one.flow_style]
        if len(inside) == len(node.value) and inside and _are_entries(inside):
            yield Group(name=name, records=tuple(_records(inside, text, node)))
            return
        for one in inside:
            yield from _groups(one, text, (*name, _name_of(one)))
    elif isinstance(node, MappingNode):
        for key, inner in node.value:
            if isinstance(inner, SequenceNode | MappingNode):
                is_inner = name and isinstance(inner, SequenceNode)
                step = () if is_inner and len(node.value) <= 3 else (str(key.value),)
                yield from _groups(inner, text, (*name, *step))


def _are_entries(nodes: Sequence[MappingNode]) -> bool:
    """Say whether mappings are entries: most have a title, and say more than what they hold."""
    fitting = 0
    for node in nodes:
        said = {str(key.value).casefold(): inner for key, inner in node.value}
        holds_more = any(
            isinstance(inner, SequenceNode)
            and any(isinstance(one, MappingNode) and _has_title(one) for one in inner.value)
            for inner in said.values()
        )
        has_more = any(meaning_of(key) in _FACTS and _is_text(said[key]) for key in said)
        fitting += any("title" in key for key in said) and (has_more or not holds_more)
    return 2 * fitting > len(nodes)


def _is_text(node: Node) -> bool:
    return isinstance(node, ScalarNode) and bool(node.value)


def _has_title(node: MappingNode) -> bool:
    return any("title" in str(key.value).casefold() for key, _ in node.value)


def _name_of(node: MappingNode) -> str:
    said = {str(key.value).casefold(): inner for key, inner in node.value}
    named = (said[key] for key in _NAMES if isinstance(said.get(key), ScalarNode))
    return next((str(one.value) for one in named), "")


def _records(nodes: Sequence[MappingNode], text: str, whole: SequenceNode) -> Iterator[Record]:
    starts = [_line_of_dash(node, text) for node in nodes]
    stop = _end_of(whole, text)
    for start, follows, node in zip(starts, [*starts[1:], stop], nodes, strict=True):
        styles: dict[str, str] = {}
        _styles(node, "", styles)
        yield Record(
            start=start,
            end=start + len(_without_comments(text[start:follows])),
            fields=value_of(node),
            styles=styles,
        )


def _line_of_dash(node: MappingNode, text: str) -> int:
    """Return where the line begins in which an entry has its dash, perhaps above its keys."""
    return text.rfind("\n", 0, text.rfind("-", 0, node.start_mark.index)) + 1


def _end_of(node: SequenceNode, text: str) -> int:
    """Return where a list ends: before the first line that is less indented than its entries."""
    index: int = node.end_mark.index
    return min(index, len(text))


def _without_comments(text: str) -> str:
    """Return a text without the blank lines and comments at its end."""
    lines = text.split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return "\n".join(lines).rstrip()


# --- writing --------------------------------------------------------------------------------


def _styles(node: Node, path: str, found: dict[str, str]) -> None:
    """Note how each value of an entry is written."""
    if isinstance(node, MappingNode):
        if node.flow_style:
            found[path] = "flow"
        for key, inner in node.value:
            if path and not node.flow_style:
                found.setdefault(path, f"block {key.start_mark.column}")
            _styles(inner, f"{path}.{key.value}" if path else str(key.value), found)
    elif isinstance(node, SequenceNode):
        found[path] = "flow" if node.flow_style else f"list {node.start_mark.column}"
        for inner in node.value[:1]:
            _styles(inner, f"{path}[]", found)
    elif isinstance(node, ScalarNode):
        folds = node.end_mark.line - node.start_mark.line
        tag = str(node.tag)
        bare = "null" + str(node.value) if tag == _NULL else "bare"
        style = node.style or (bare if tag in {_NULL, _FLOAT, _DATE} else "plain")
        found[path] = f"{style}+" if folds and style in {"plain", "'", '"'} else style


def _commonest(near: Sequence[Record]) -> Mapping[str, str]:
    """Return how each value is written in most entries; where one is folded, it may be."""
    counts: dict[str, Counter[str]] = {}
    for record in near:
        for path, style in record.styles.items():
            counts.setdefault(path, Counter())[style.removesuffix("+")] += 1
    found = {path: counted.most_common(1)[0][0] for path, counted in counts.items()}
    folds = any(style.endswith("+") for record in near for style in record.styles.values())
    return {**found, "": "folded" if folds else ""}


def _pair(
    key: str, value: Value, path: str, *, indent: int, styles: Mapping[str, str]
) -> list[str]:
    """Return the lines of a key and its value."""
    blanks, style = " " * indent, styles.get(path, "")
    if isinstance(value, Mapping) and style != "flow" and value:
        column = int(style.split()[1]) if style.startswith("block") else indent + 2
        inner = max(column, indent + 1)
        return [f"{blanks}{key}:"] + [
            line
            for name, one in value.items()
            for line in _pair(name, one, f"{path}.{name}", indent=inner, styles=styles)
        ]
    if isinstance(value, list) and style != "flow" and value:
        column = int(style.split()[1]) if style.startswith("list") else indent
        return [f"{blanks}{key}:", *_items(value, path, max(column, indent), styles)]
    shown = _inline(value, path, styles, at=indent + len(key) + 2, indent=indent + 2)
    return f"{blanks}{key}: {shown}".rstrip().split("\n")


def _items(values: Sequence[Value], path: str, column: int, styles: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for value in values:
        if isinstance(value, Mapping):
            inner: list[str] = []
            for key, one in value.items():
                inner += _pair(key, one, f"{path}[].{key}", indent=column + 2, styles=styles)
            lines += [" " * column + "- " + inner[0][column + 2 :], *inner[1:]]
        elif isinstance(value, list) and value:
            below = _items(value, f"{path}[]", column + 2, styles)
            lines += [" " * column + "- " + below[0][column + 2 :], *below[1:]]
        else:
            shown = _inline(value, f"{path}[]", styles, at=column + 2, indent=column + 2)
            lines += f"{' ' * column}- {shown}".split("\n")
    return lines


def _inline(value: Value, path: str, styles: Mapping[str, str], *, at: int, indent: int) -> str:
    """Return a value as it stands behind its key."""
    style = styles.get(path, "plain")
    if isinstance(value, list):
        inner = (_in_flow(one, f"{path}[]", styles) for one in value)
        return f"[{', '.join(inner)}]"
    if isinstance(value, Mapping):
        pairs = (f"{k}: {_in_flow(v, f'{path}.{k}', styles)}" for k, v in value.items())
        return "{" + ", ".join(pairs) + "}"
    if value is None:
        return style.removeprefix("null") if style.startswith("null") else "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if style == "bare" and value:
        return str(value)
    folds = styles.get("") == "folded" and at
    if style in {"|", ">"} and value:
        return f"{style}-\n{' ' * indent}{value}"
    return _text(str(value), style, at=at if folds else 0, indent=indent)


def _in_flow(value: Value, path: str, styles: Mapping[str, str]) -> str:
    shown = _inline(value, path, {**styles, "": ""}, at=0, indent=0)
    if shown[:1] not in {"'", '"', "[", "{"} and any(sign in shown for sign in ",[]{}"):
        return "'" + shown.replace("'", "''") + "'"
    return shown


def _text(text: str, style: str, *, at: int, indent: int) -> str:
    """Return a text in quotes or without, folded as other programs do where `at` is its column."""
    if style == '"':
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if style != "'" and can_be_plain(text):
        return _folded(text, at=at, indent=indent)
    return _folded("'" + text.replace("'", "''") + "'", at=at, indent=indent)


def can_be_plain(text: str) -> bool:
    """Say whether a text means itself without quotes."""
    if not _PLAIN.match(text) or _NOT_PLAIN.search(text) or _OTHER_IN_1_1.match(text):
        return False
    try:
        node: Any = YAML(typ="safe", pure=True).compose(text)
    except YAMLError:
        return False
    return isinstance(node, ScalarNode) and str(node.tag).endswith(":str") and node.value == text


def _folded(text: str, *, at: int, indent: int) -> str:
    """Return a text in lines: after the first word that passes the width a new one begins."""
    if not at:
        return text
    words, lines, column = text.split(" "), [""], at
    for number, word in enumerate(words):
        if number and column > _WIDTH and word and words[number - 1]:
            lines.append("")
            column = indent
        elif number:
            lines[-1] += " "
            column += 1
        lines[-1] += word
        column += len(word)
    return ("\n" + " " * indent).join(lines)
