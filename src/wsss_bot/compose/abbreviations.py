"""Short forms: whether the letters of one stand in the words that it is short for."""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "by", "for", "from", "in", "of", "on", "the", "to", "via", "with"}
)
_LONGEST = 16
"""With more letters it is no short form."""


def words_in(text: str) -> list[str]:
    """Return the words of `text`, without punctuation; 'Vision-Language' is two words."""
    return _WORD.findall(text)


def abbreviates_whole(short: str, words: list[str]) -> bool:
    """Whether `short` abbreviates all of `words`: 'SeaNet' fits 'self-erasing attention network'.

    The letters stand in the words in order, and each word gives its first letter and perhaps more;
    only small words may give none.
    """
    letters = _letters(short)
    return bool(words) and bool(letters) and _spells(letters, _lowered(words))


def abbreviates_start(short: str, words: list[str]) -> bool:
    """Whether `short` abbreviates the first of `words`, two of them at least."""
    return any(abbreviates_whole(short, words[:end]) for end in range(2, _most(short, words) + 1))


def abbreviates_end(short: str, words: list[str]) -> bool:
    """Whether `short` abbreviates the last of `words`: 'PtP' fits 'our pixel to prototype'."""
    return any(
        abbreviates_whole(short, words[-taken:]) for taken in range(1, _most(short, words) + 1)
    )


def abbreviates_part(short: str, words: list[str]) -> bool:
    """Whether `short` abbreviates two or more of `words` that follow each other."""
    return any(abbreviates_start(short, words[start:]) for start in range(len(words) - 1))


def _most(short: str, words: list[str]) -> int:
    """How many of `words` can at most be what `short` stands for, with small words between."""
    return min(len(words), 2 * len(_letters(short)) + 2)


def _letters(short: str) -> str:
    letters = "".join(c for c in short.casefold() if c.isalnum())
    return letters if len(letters) <= _LONGEST else ""


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
    """Return how many of the first `letters` can be read off `word`, from its first letter on."""
    if word[0] != letters[0]:
        return 0
    taken, at = 1, 1
    while taken < len(letters) and (at := word.find(letters[taken], at) + 1):
        taken += 1
    return taken
