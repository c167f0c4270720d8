"""Titles: whether two of them are the same paper, and a paper among many by its title."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from wsss_bot.text.authors import share_in_common
from wsss_bot.text.latex import to_unicode

T = TypeVar("T")
_Half = tuple[str, int, int, tuple[str, ...]]
"""A name, how many words there are, where the half begins, and its words."""

_NOT_KEPT = re.compile(r"[^\w+]|_")
_NOT_KEPT_ASCII = str.maketrans(
    {sign: None for sign in map(chr, range(128)) if _NOT_KEPT.match(sign)}
)
_NAMED = re.compile(r"\s*(?P<name>[^:：]{2,40}?)\s*[:：]\s*(?P<rest>\S.*)")
_WORD = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+\+*|\++")
_SMALL = frozenset(
    "a an the of for in on with without via by to and from using at as is are towards toward into"
    " through over under its their based".split()
)
_NUMBERS = re.compile(r"\d.*|[ivx]+|v\d+|\++|.*\+")
_VERSION = re.compile(r"\+|v\d+$|\D2$|ii+$")
_LONGEST_NAME = 3
"""A name before the colon has at most so many words."""
_FEWEST = 4
"""Titles of fewer telling words are compared as a whole only."""
_ENOUGH_WORDS, _ENOUGH_LETTERS = 5, 30
"""Two papers hardly ever share a title of so many telling words, or of so many letters."""
_STEM = 5
_ENDING = 4
"""Words are one word in two forms if they share a stem and differ in short endings."""
_ALIKE = 0.5
"""The share of telling words that two subtitles of one name must have in common."""


def title_key(title: str) -> str:
    """Return `title` without case, accents, LaTeX, dashes, spaces and punctuation.

    A plus sign stays, because 'MCTformer' and 'MCTformer+' are two papers. Equal keys mean the
    same paper; an empty key means nothing.
    """
    return _key(_spelt(title))


def _spelt(title: str) -> str:
    """Return `title` in lower case, without LaTeX and accents."""
    spelt = to_unicode(title).casefold().replace("&", "and").replace("°", "deg")
    if spelt.isascii():
        return spelt
    apart = unicodedata.normalize("NFKD", spelt)
    # An accent that stands alone comes apart into a blank and an accent.
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def _key(spelt: str) -> str:
    return spelt.translate(_NOT_KEPT_ASCII) if spelt.isascii() else _NOT_KEPT.sub("", spelt)


def is_telling(title: str) -> bool:
    """Say whether a title is long enough to be one paper's: five telling words or 30 letters."""
    spelt = _spelt(title)
    return len(_telling_words(spelt)) >= _ENOUGH_WORDS or len(_key(spelt)) >= _ENOUGH_LETTERS


def same_title(a: str, b: str, *, authors: Sequence[str] = (), others: Sequence[str] = ()) -> bool:
    """Say whether two titles are the same paper, in doubt not.

    They are if they agree but for case, dashes, spaces and LaTeX; if one word is misspelt or in
    another form; if both have the same name before the colon and subtitles that share half of
    their words; if only one has a name and the rest agrees. They are not if a number, a part, a
    version or a plus sign differs: those mark extended versions and sequels.

    Two methods may have one acronym, so where the `authors` of `a` and the `others` of `b` are
    known, a name before the colon counts only with a surname in common.
    """
    known = bool(authors and others)
    return (
        TitleIndex([(a, True)]).find(
            b, by_the_same=lambda _: not known or share_in_common(authors, others) > 0
        )
        is not None
    )


class TitleIndex(Generic[T]):
    """Finds things by title; built once, for many look-ups."""

    def __init__(self, titled: Iterable[tuple[str, T]]) -> None:
        """Take titles and what they stand for; of equal titles the first counts."""
        self._by_key: dict[str, T] = {}
        self._by_name: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._by_rest: dict[str, T] = {}
        self._nameless: dict[str, T] = {}
        self._by_half: dict[_Half, list[tuple[tuple[str, ...], T]]] = {}
        for title, item in titled:
            spelt = _spelt(title)
            self._by_key.setdefault(_key(spelt), item)
            name, words = _name_and_words(spelt)
            if name:
                self._by_name.setdefault(name, []).append((words, item))
                if not _VERSION.search(name) and len(words) >= _FEWEST:
                    self._by_rest.setdefault("".join(words), item)
            elif len(words) >= _FEWEST:
                self._nameless.setdefault("".join(words), item)
            for half in _halves(name, words):
                self._by_half.setdefault(half, []).append((words, item))
        self._by_key.pop("", None)

    def find(self, title: str, *, by_the_same: Callable[[T], bool] = lambda _: True) -> T | None:
        """Return what stands under the same title, or None; `by_the_same` as in `find_similar`."""
        exact = self.find_exactly(title)
        return self.find_similar(title, by_the_same=by_the_same) if exact is None else exact

    def find_exactly(self, title: str) -> T | None:
        """Return what stands under the title, but for case, dashes, spaces and LaTeX."""
        return self._by_key.get(title_key(title))

    def find_similar(
        self, title: str, *, by_the_same: Callable[[T], bool] = lambda _: True
    ) -> T | None:
        """Return what stands under a title that differs a little, as `same_title` has it.

        What has only the name before the colon and half of the words in common is asked whether it
        is `by_the_same` authors: two methods may have one acronym.
        """
        name, words = _name_and_words(_spelt(title))
        if not name or not _VERSION.search(name):
            without = (self._nameless if name else self._by_rest).get("".join(words))
            if without is not None:
                return without
        for half in _halves(name, words):
            for others, item in self._by_half.get(half, ()):
                if _one_word_apart(words, others):
                    return item
        for others, item in self._by_name.get(name, ()) if name else ():
            if _same_subject(words, others) and by_the_same(item):
                return item
        return None


def _name_and_words(spelt: str) -> tuple[str, tuple[str, ...]]:
    """Return the key of the name before the colon, if there is one, and the telling words."""
    found = _NAMED.match(spelt) if ":" in spelt or "：" in spelt else None
    if found and len(found["name"].split()) <= _LONGEST_NAME:
        return _key(found["name"]), _telling_words(found["rest"])
    return "", _telling_words(spelt)


def _telling_words(spelt: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_telling, _WORD.findall(spelt))))


@lru_cache(maxsize=1 << 16)
def _telling(word: str) -> str:
    return "" if word in _SMALL else _singular(word)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "su" else word


def _halves(name: str, words: tuple[str, ...]) -> Iterator[_Half]:
    """Yield the two halves of a title; where one word differs, one of them is the same."""
    if len(words) >= _FEWEST:
        middle = len(words) // 2
        yield name, len(words), 0, words[:middle]
        yield name, len(words), middle, words[middle:]


def _one_word_apart(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differing) <= 1 and all(_same_word(x, y) for x, y in differing)


def _same_word(a: str, b: str) -> bool:
    """Say whether two words are one, misspelt or in another form."""
    if a == b:
        return True
    stem = next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(min(a, b, key=len))
    )
    return min(len(a), len(b)) >= _STEM and stem >= _STEM and max(len(a), len(b)) - stem <= _ENDING


def _same_subject(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Say whether two subtitles of one name are about the same."""
    words_a, words_b = Counter(a), Counter(b)
    differing = (words_a - words_b) + (words_b - words_a)
    if any(_NUMBERS.fullmatch(word) for word in differing):
        return False
    shared, shorter = (words_a & words_b).total(), min(len(a), len(b))
    return shared >= max(_ALIKE * shorter, min(_FEWEST - 1, shorter), 1)
