"""A neighbour's cell or item, cut so that another paper can be put in its place.

A text is cut into parts and glue. A part holds what changes from paper to paper, with the quotes,
brackets and emphasis around it; glue is what stands between parts. Glue words that the neighbours
do not share belong to one paper (its authors, its data set) and are left out; so is a part about
which nothing is known, together with the glue before it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from wsss_bot.awesome_list.roles import Meaning
from wsss_bot.awesome_list.understand.anatomy import Anatomy, Span

_PAIRS = tuple(
    (re.compile(re.escape(before) + r" *\Z"), re.compile(r"[ :.,]*" + re.escape(after)))
    for before, after in (
        ("***", "***"), ("**", "**"), ("__", "__"), ("*", "*"), ("_", "_"), ("`", "`"),
        ("~~", "~~"), ('"', '"'), ("“", "”"), ("'", "'"), ("[", "]"), ("(", ")"), ("（", "）"),
        ("【", "】"), ("<<", ">>"), ("{", "}"),
    )
)  # fmt: skip
_OPEN_TAG = re.compile(r"<([a-zA-Z]+)\b[^<>]*>\s*\Z")
_TOKEN = re.compile(
    r"(?P<markup><!--.*?-->|<[^<>]*>)|(?P<word>:[a-z_][a-z0-9_+-]*:|&\w+;"
    r"|[^\W_]+(?:['’.& -]{1,3}[^\W_]+)*"
    r"|[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f?)",
    re.DOTALL,
)
_NEARLY_ALL = 0.95
_MOST = 0.6
_MANY = 0.3
_ENOUGH = 4
_EMPTY = re.compile(
    r"<(sup|sub|b|i|em|strong|span|small|font|u|a)\b[^<>]*>[\s,;]*</\1>"
    r"|\*{2}[\s,;.&/+-]*\*{2}|__[\s,;.&/+-]*__|\*[\s,;.&/+-]*\*|`[\s,;.&/+-]*`|\([\s,;.&:]*\)|\[[\s,;.&]*\](?!\()"
    r"|（\s*）|[\"“]\s*[\"”]",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[.,;:|、，。]\s*(?=[.,;|、，。])")
_ANCHOR = re.compile(
    r"<(span|a)\b[^<>]*\b(?:id|name)\s*=\s*[\"'][^\"']*[\"'][^<>]*>(.*?)</\1>", re.DOTALL
)
"""An anchor has a name of its own; a copy of it would lead to the wrong row."""
_FINAL_DIVIDER = re.compile(r"(?:\\\||[\s/,;|&+])+\Z")
_FINAL_BREAKS = re.compile(r"(?:\s|<br\s*/?>|\\\Z)+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch that is kept or left out as a whole, with what changes inside it."""

    raw: str
    spans: tuple[Span, ...]

    def has(self, meaning: Meaning) -> bool:
        """Say whether something of that meaning stands in it."""
        return any(span.meaning == meaning for span in self.spans)

    def text(self, meaning: Meaning) -> str:
        """Return the raw text of that meaning."""
        return next(self.raw[s.start : s.end] for s in self.spans if s.meaning == meaning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Glue and parts in turn: glue[0] parts[0] glue[1] … parts[-1] glue[-1]."""

    glue: tuple[str, ...]
    parts: tuple[Part, ...]

    def has(self, meaning: Meaning) -> bool:
        """Say whether it has a place for that."""
        return any(part.has(meaning) for part in self.parts)

    def unfilled(self, known: Iterable[Meaning]) -> int:
        """Return how many parts have to be left out where only so much is known."""
        known = {*known, "paper id", "code label"}
        return sum(
            not part.spans or any(s.meaning not in known for s in part.spans) for part in self.parts
        )

    def filled(self, write: Callable[[Part], str | None]) -> str:
        """Return the text with every part as `write` gives it; None: leave the part out."""
        pieces = [self.glue[0]]
        text: str | None = ""
        for part, after in zip(self.parts, self.glue[1:], strict=True):
            text = write(part)
            if text is not None:
                pieces += [text, after]
            elif len(pieces) > 1:
                before = pieces.pop()
                pieces.append(after if after else " " * any(c.isspace() for c in before))
        whole = _ANCHOR.sub(r"\2", "".join(pieces))
        return whole.rstrip() if text is not None else _FINAL_BREAKS.sub("", whole)


def cut(anatomy: Anatomy) -> Template:
    """Cut a text at its links and at the stretches that were understood."""
    glue, parts, at = [], [], 0
    for start, end in _stretches(anatomy):
        glue.append(anatomy.raw[at:start])
        inside = tuple(
            Span(start=s.start - start, end=s.end - start, meaning=s.meaning)
            for s in anatomy.spans
            if start <= s.start and s.end <= end
        )
        parts.append(Part(raw=anatomy.raw[start:end], spans=inside))
        at = end
    return Template(glue=(*glue, anatomy.raw[at:]), parts=tuple(parts))


def _stretches(anatomy: Anatomy) -> list[tuple[int, int]]:
    """Return where the parts stand, in order and apart from each other."""
    found = [(link.start, link.end) for link, _ in anatomy.links]
    found += [(span.start, span.end) for span in anatomy.spans]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_with_wrappers(anatomy.raw, *stretch) for stretch in found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _with_wrappers(raw: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch with the emphasis, quotes, brackets and tags that enclose it."""
    while True:
        before = raw[:start]
        for opening, closing in _PAIRS:
            opened, closed = opening.search(before), closing.match(raw, end)
            if opened and closed:
                break
        else:
            opened = _OPEN_TAG.search(before)
            closed = re.compile(rf"\s*</{opened[1]}\s*>").match(raw, end) if opened else None
        if not (opened and closed):
            return start, end
        start, end = opened.start(), closed.end()


def shared_words(alike: Sequence[Template], others: Sequence[Template]) -> frozenset[str]:
    """Return the words and phrases of the glue that are the list's, and not one paper's.

    Nearly all templates of the same shape, `alike`, have them, and many of all; where few are
    alike, most of all.
    """
    near, far = _counted(alike), _counted([*alike, *others])
    share = _MANY if len(alike) >= _ENOUGH else _MOST
    return frozenset(
        word
        for word, count in near.items()
        if count >= _NEARLY_ALL * len(alike)
        and far[word] >= max(share * (len(alike) + len(others)), 2)
    )


def _counted(templates: Sequence[Template]) -> Counter[str]:
    return Counter(
        word for one in templates for word in {w for text in one.glue for w in _words(text)}
    )


def _words(text: str) -> Iterable[str]:
    return (found[0] for found in _TOKEN.finditer(text) if found["word"])


def with_glue_of(template: Template, shared: frozenset[str]) -> Template:
    """Return the template without the words that only its own paper has in the glue."""
    glue = [_only_shared(text, shared) for text in template.glue]
    if glue[-1] != template.glue[-1]:
        glue[-1] = _FINAL_BREAKS.sub("", _FINAL_DIVIDER.sub("", glue[-1]))
    return Template(glue=tuple(glue), parts=template.parts)


def _only_shared(text: str, shared: frozenset[str]) -> str:
    foreign = [
        found for found in _TOKEN.finditer(text) if found["word"] and found["word"] not in shared
    ]
    if not foreign:
        return text
    kept, at = [], 0
    for number, found in enumerate(foreign):
        between = text[at : found.start()]
        # What stands between two foreign words (commas, 'and') goes with them.
        kept.append(between if number == 0 or "<" in between or "*" in between else "")
        at = found.end()
    return _without_leftovers("".join([*kept, text[at:]]))


def _without_leftovers(glue: str) -> str:
    before = None
    while before != glue:
        before, glue = glue, _EMPTY.sub("", glue)
    glue = re.sub(r"[ \t]+(?=[.,;])", "", _STOPS.sub("", glue))
    glue = re.sub(r"(?<=\n)([ \t]*[-*+] )[ .,;:]+", r"\1", glue)
    return re.sub(r"[ \t]{2,}(?=\S)", " ", glue) if glue.strip() else glue[:1]
