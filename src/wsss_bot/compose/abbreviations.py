"""Short forms: whether the letters of one stand in the words that it is short for."""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "by", "for", "from", "in", "of", "on", "the", "to", "via", "with"}
)


def words_in(text: str) -> list[str]:
    """Return the words of `text`, without punctuation; 'Vision-Language' is two words."""
    return _WORD.findall(text)


def abbreviates_end(short: str, words: list[str]) -> bool:
    """Whether `short` abbreviates the last of `words`: 'PtP' fits […, 'pixel', 'to', 'prototype'].

    The letters stand in the words in order, and each word gives its first letter and perhaps more
    ('SeeNet' for 'self-erasing network'); only small words may give none.
    """
    letters = _letters(short)
    longest = 2 * len(letters) + 2
    return any(_spells(letters, _lowered(words[start:])) for start in _starts(words, longest))


def abbreviates_whole(short: str, words: list[str]) -> bool:
    """Whether `short` abbreviates all of `words`."""
    return bool(words) and _spells(_letters(short), _lowered(words))


def abbreviates_start(short: str, words: list[str]) -> bool:
    """Whether `short` abbreviates the first of `words`, two of them at least."""
    letters = _letters(short)
    return any(_spells(letters, _lowered(words[:end])) for end in range(2, len(words) + 1))


def abbreviates_part(short: str, words: list[str]) -> bool:
    """Whether `short` abbreviates two or more of `words` that follow each other."""
    return any(abbreviates_end(short, words[:end]) for end in range(2, len(words) + 1))


def _starts(words: list[str], longest: int) -> range:
    return range(max(0, len(words) - longest), len(words))


def _letters(short: str) -> str:
    return "".join(c for c in short.casefold() if c.isalnum())


def _lowered(words: list[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


@lru_cache(maxsize=16384)
def _spells(letters: str, words: tuple[str, ...]) -> bool:
    """Whether `letters` can be read off `words`."""
    if not letters or not words:
        return not letters and all(word in _SMALL_WORDS for word in words)
    word, rest = words[0], words[1:]
    if word in _SMALL_WORDS and _spells(letters, rest):
        return True
    return any(_spells(letters[taken:], rest) for taken in range(_shared(letters, word), 0, -1))


def _shared(letters: str, word: str) -> int:
    """How many of the first `letters` can be read off `word`, from its first letter on."""
    if word[0] != letters[0]:
        return 0
    taken, at = 1, 1
    while taken < len(letters) and (at := word.find(letters[taken], at) + 1):
        taken += 1
    return taken
