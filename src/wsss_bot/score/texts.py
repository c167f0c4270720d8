"""What a view reads of a paper, and the terms that stand there."""

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from itertools import pairwise
from typing import TypeVar

from wsss_bot.domain import Example, Paper
from wsss_bot.score.recipe import Kind

_LATEX = re.compile(r"\\[a-zA-Z]+|[{}$]")
_MARKS_OF_LATEX = "\\{}$"
_WORD = re.compile(r"\w\w+")
_PLAIN = bytes(
    ord(chr(code).lower() if re.match(r"\w", chr(code), re.ASCII) else " ") for code in range(128)
) + bytes(range(128, 256))
"""For each character of ASCII its lower case; a space for what stands between words."""
_REMEMBERED = 1 << 17
"""So many different words are looked at once only; a corpus of cs.CV has some 90,000."""

T = TypeVar("T")


def text_of(of: Paper | Example, kind: Kind) -> str | tuple[str, ...]:
    """Return what a view of this kind reads of a paper."""
    if kind == "authors":
        return of.authors
    return of.title if kind == "titles" else f"{of.title} {of.abstract}"


def raw_words(text: str) -> list[bytes]:
    """Return the words of a text in order, in lower case, as UTF-8.

    A hyphen parts words, so that 'weakly-supervised' and 'weakly supervised' are the same.
    """
    if any(mark in text for mark in _MARKS_OF_LATEX):
        text = _LATEX.sub(" ", text)
    if text.isascii():
        # The same words as those of the expression, in a fifth of its time.
        return text.encode().translate(_PLAIN).split()
    return [word.encode(errors="surrogatepass") for word in _WORD.findall(text.lower())]


@cache
def stop_words() -> frozenset[str]:
    """Return the words of English that say nothing of what a paper is about.

    They come from scikit-learn, which takes long to import: a classifier brings them with it.
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS)


def learnt(raw: bytes, stops: Collection[str]) -> str:
    """Return what is learnt of a raw word: its singular; nothing of the `stops`."""
    word = raw.decode(errors="surrogatepass")
    return "" if len(word) < 2 or word in stops else _singular(word)


def words(text: str, stops: Collection[str] | None = None) -> list[str]:
    """Return the words of a text that are learnt from, in order; all but the `stops`."""
    if stops is None:
        return list(filter(None, map(_LEARNT.__getitem__, raw_words(text))))
    return [word for raw in raw_words(text) if (word := learnt(raw, stops))]


def words_and_pairs(text: str) -> list[str]:
    """Return the words of a text and each pair of neighbours ('class activation')."""
    single = words(text)
    return single + [f"{a} {b}" for a, b in pairwise(single)]


def spelled(term: str, text: str) -> str | None:
    """Return the stretch of `text` that a term of one or more words was read from, as it stands.

    'level supervision' may stand there as 'levels of supervision'. None: it does not stand there.
    """
    wanted = term.split()
    found = [
        (word, match.span())
        for match in _WORD.finditer(text)
        if (word := _LEARNT[match[0].lower().encode(errors="surrogatepass")])
    ]
    for at in range(len(found) - len(wanted) + 1):
        stretch = found[at : at + len(wanted)]
        if stretch and [word for word, _ in stretch] == wanted:
            return text[stretch[0][1][0] : stretch[-1][1][1]]
    return None


def names(authors: Iterable[str]) -> list[str]:
    """Return the names of authors in lower case, without what a terminal would not show."""
    shown = ("".join(c if c.isprintable() else " " for c in name.lower()) for name in authors)
    return [name for name in (" ".join(name.split()) for name in shown) if name]


def _singular(word: str) -> str:
    """Return a word without the s of its plural, by the commonest rules of English only."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


class MadeOnce(dict[bytes, T]):
    """What is made of each raw word, made once; only so many are remembered."""

    def __init__(self, make: Callable[[bytes], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, raw: bytes) -> T:
        made = self._make(raw)
        if len(self) < _REMEMBERED:
            self[raw] = made
        return made


_LEARNT = MadeOnce(lambda raw: learnt(raw, stop_words()))
