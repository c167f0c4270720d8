"""A text as a tree of what encloses what: links, brackets, quotes, emphasis and tags.

Fields are put into the text as single signs of the private use area before it is parsed, so that
no character of a title can open or close anything. The time grows with the length, whatever the
text is.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

FIRST_SIGN, LAST_SIGN = 0xE000, 0xF8FF
"""The private use area: what stands for fields."""
SIGNS = f"[{chr(FIRST_SIGN)}-{chr(LAST_SIGN)}]"

LeafKind = Literal["field", "word", "space", "break", "sep", "mark", "address", "image", "marker"]

_ADDRESS = r"https?://[^\s<>|()\[\]\"'`*]*(?:\([^\s<>|()\[\]]*\)[^\s<>|()\[\]\"'`*]*)*"
_TOKEN = re.compile(
    rf"""
      (?P<field>{SIGNS})
    | (?P<break>[ \t]*+(?:<br\s*/?>|\\)?[ \t]*+\n+ (?:[ \t]*+\n)* | <br\s*/?>)
    | (?P<space>[ \t\u00a0\u3000]+)
    | (?P<image>!\[(?:[^\[\]\\\n]|\\.)*+\]\([^()\s]*(?:\s"[^"\n]*")?\)|<img\b[^<>]*>)
    | (?P<dest>\]\(\s*+<?[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*>?(?:\s++"[^"\n]*")?\s*+\))
    | (?P<comment><!--)
    | (?P<close></[a-zA-Z][\w-]*\s*>)
    | (?P<open><[a-zA-Z][^<>]*>)
    | (?P<address>{_ADDRESS})
    | (?P<word>\\[!-/:-@\[-`{{}}~] | :[a-z][a-z0-9_+-]*: | &\#?\w+; | et\.?[ ]al\b\.?
        | [^\W_]+(?:['’][^\W_]+)* | (?:[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?)+)
    | (?P<even>\*\*\*|\*\*|\*|__|_|~~|`+|"|“|”)
    | (?P<opening>[\[({{（【「《])
    | (?P<closing>[\])}}）】」》])
    | (?P<sep>\\\| | [,;|·•、，；：:/&+–—]|-|\.|。|→)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MARKER = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|[ \t>]+|#{1,6}[ \t]+")
_CLOSES = dict(zip("])}）】」》”", "[({（【「《“", strict=True))
_VOID = re.compile(r"<(?:br|hr|img|input|p|li|wbr)\b[^<>]*>|<[^<>]*/>", re.IGNORECASE)
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_DEEPEST = 40


@dataclass(slots=True)
class Leaf:
    """A stretch that holds nothing else."""

    kind: LeafKind
    text: str


@dataclass(slots=True)
class Pair:
    """What stands between an opening and a closing sign; of a link with its address."""

    opened: str
    closed: str
    kids: "list[Node]"
    address: str | None = None
    """The raw address of a link, with signs for fields; None: no link."""


Node = Leaf | Pair


@dataclass(slots=True)
class _Open:
    """A pair that waits for its end."""

    name: str
    text: str
    address: str | None = None
    kids: list[Node] = field(default_factory=list)


_HREF = re.compile(r"\bhref\s*=\s*[\"']([^\"'<>]*)[\"']", re.IGNORECASE)


def parse(text: str) -> list[Node]:
    """Return the tree of a text; what never closes is a mark."""
    return _Parser(text).parsed()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.stack = [_Open("", "")]
        self.waiting: Counter[str] = Counter()
        self.last_comment_end = text.rfind("-->")

    def parsed(self) -> list[Node]:
        at, begins = 0, True
        while at < len(self.text):
            if begins and (found := _MARKER.match(self.text, at)):
                self._add(Leaf("marker", found[0]))
                at, begins = found.end(), False
                continue
            token = _TOKEN.match(self.text, at)
            assert token is not None  # noqa: S101 - the last alternative takes anything
            begins = token.lastgroup == "break" and "\n" in token[0]
            text = self._comment(at) if token.lastgroup == "comment" else token[0]
            self._take(str(token.lastgroup), text, at)
            at += len(text)
        while len(self.stack) > 1:
            self._give_up()
        return self.stack[0].kids

    def _comment(self, at: int) -> str:
        """Return the comment that begins there, or its first sign where it never ends."""
        if at > self.last_comment_end:
            return "<"
        return self.text[at : self.text.index("-->", at) + 3]

    def _add(self, node: Node) -> None:
        self.stack[-1].kids.append(node)

    def _take(self, kind: str, text: str, at: int) -> None:
        match kind:
            case "opening":
                self._open(text, text)
            case "closing":
                self._close(_CLOSES[text], text)
            case "dest":
                self._close("[", text, address=_address_in(text))
            case "open" if not _VOID.match(text):
                href = _HREF.search(text)
                self._open(f"<{_tag(text)}>", text, address=href[1] if href else None)
            case "close":
                self._close(f"<{_tag(text)}>", text)
            case "even":
                self._even(text, at)
            case "open" | "comment":
                self._add(Leaf("mark", text))
            case "sep":
                self._add(Leaf("sep" if self._separates(text, at) else "mark", text))
            case "word" if text.startswith("\\"):
                self._add(Leaf("mark", text))
            case _:
                self._add(Leaf(kind, text))  # type: ignore[arg-type]  # the other names are kinds

    def _separates(self, text: str, at: int) -> bool:
        before = self.text[at - 1 : at]
        after = self.text[at + len(text) : at + len(text) + 1]
        if text in "-/&+–—":
            return before.isspace() and (after.isspace() or not after)
        return text not in ".:" or not after or not after.isalnum()

    def _open(self, name: str, text: str, address: str | None = None) -> None:
        if len(self.stack) > _DEEPEST:
            self._add(Leaf("mark", text))
            return
        self.waiting[name] += 1
        self.stack.append(_Open(name, text, address))

    def _close(self, name: str, text: str, address: str | None = None) -> None:
        if not self.waiting[name]:
            self._add(Leaf("mark", text))
            return
        while self.stack[-1].name != name:
            self._give_up()
        done = self.stack.pop()
        self.waiting[name] -= 1
        where = address if address is not None else done.address
        self._add(Pair(done.text, text, done.kids, where))

    def _give_up(self) -> None:
        """Take what never closed as a mark, and what it would have held as its parent's."""
        lost = self.stack.pop()
        self.waiting[lost.name] -= 1
        self.stack[-1].kids += [Leaf("mark", lost.text), *lost.kids]

    def _even(self, text: str, at: int) -> None:
        before = self.text[at - 1 : at]
        after = self.text[at + len(text) : at + len(text) + 1]
        if text == "”":
            self._close("“", text)
        elif self.waiting[text] and (not before.isspace() or text in '"`'):
            self._close(text, text)
        elif (
            after
            and (not after.isspace() or text == '"')
            and not (text in {"_", "__"} and before.isalnum())
        ):
            self._open(text, text)
        else:
            self._add(Leaf("mark", text))


def _tag(text: str) -> str:
    found = _NAME.match(text)
    return found[1].lower() if found else ""


def _address_in(dest: str) -> str:
    inner = dest[2:-1].strip()
    return inner.split(" ")[0].strip("<>") if inner else ""


def leaves(nodes: Sequence[Node]) -> Iterator[Leaf]:
    """Yield every leaf, in order."""
    for node in nodes:
        if isinstance(node, Leaf):
            yield node
        else:
            yield from leaves(node.kids)


def written(nodes: Sequence[Node]) -> str:
    """Return the text of a tree again."""
    return "".join(
        node.text if isinstance(node, Leaf) else node.opened + written(node.kids) + node.closed
        for node in nodes
    )
