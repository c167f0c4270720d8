"""What may be the name of a method, judged by its letters alone."""

import re

from wsss_bot.compose.generic_terms import is_generic

WORD = r"[^\W_](?:(?:[\w^*+\-]|\.(?![A-Z](?:[a-z]|\b)))*[\w*+])?"
"""One word of a name: 'W-OoD', 'MCTformer+', 'SAM.MD'. A full stop before a word with a capital
ends it: in 'by a VLM.Our method' only the space is missing."""
NAME = rf"{WORD}(?: v?\d(?:\.\d+)?\+{{0,2}}(?![\w.%-]))?"
"""A name as one word, perhaps with the number of its version: 'SAM 2++', 'Eagle 2.5'."""

_SHORTEST = 3
"""Two letters are a module or a variable far more often than a method."""
_QUANTITY = re.compile(r"\d+(?:\.\d+)?[A-Za-z]|[A-Za-z]\d")
_QUALITY = re.compile(
    r"-(?:[a-z]{2,}(?:ed|en|ing|al|ic|ive|ful|less)|agnostic|aware|class|dependent|free|image|in"
    r"|invariant|level|like|modality|object|of|only|or|pixel|resolution|rich|scale|shot|source"
    r"|specific|style|text|to|wise)$"
)
_DATA_SET = re.compile(r"(?:[Bb]ench|\d[KkM]|DB|QA|Dataset)$")
_KINDS_OF_PAPER = frozenset(
    "commentary comment corrigendum demo editorial erratum note opinion overview perspective poster"
    " position prospects re reply report retracted retraction review survey tutorial viewpoint"
    " vision".split()
)
_HUNG_ON = re.compile(r"-[A-Z\d]")
_VERSION = re.compile(r" v?[\d.]+\+*$")


def is_coined(word: str) -> bool:
    """Whether `word` looks made up: capitals inside ('ReCAM'), or digits among letters ('L2G').

    'Vision-Language' is not: each part of it could stand in a dictionary.
    """
    return any(_is_coined_part(part) for part in re.split(r"[-\s]", word))


def _is_coined_part(part: str) -> bool:
    letters = [c for c in part if c.isalpha()]
    return any(c.isupper() for c in letters[1:]) or (bool(letters) and len(letters) < len(part))


def may_name_a_method(name: str, ordinary_words: frozenset[str]) -> bool:
    """Whether `name` could be a method's: no quantity, no quality ('VLM-guided'), nothing generic.

    A word with only its first letter large counts unless the text also has it in small letters
    (`ordinary_words`): 'Vireo' may be a name, 'Mask' of 'Mask Transformer' is not.
    """
    if is_generic(_VERSION.sub("", name)) or _QUANTITY.fullmatch(name) or _QUALITY.search(name):
        return False
    if sum(c.isalnum() for c in name) < _SHORTEST or not any(c.isalpha() for c in name):
        return False
    if is_coined(name):
        return True
    first = re.split(r"[-\s]", name)[0]
    return name[0].isupper() and first.casefold() not in ordinary_words


def is_plain_word(word: str, text: str, ordinary_words: frozenset[str]) -> bool:
    """Whether `word` before a colon says what kind of paper or what task it is, and is no name.

    'Position: …' says what the paper is, and 'Localization: …' its subject: `text` has that word
    in small letters alone (`ordinary_words`).
    """
    if word.casefold() in _KINDS_OF_PAPER:
        return True
    is_word = word.isalpha() and word[1:].islower() and word[0].isupper()
    return is_word and word.casefold() in ordinary_words and word not in text


def stands_only_inside(name: str, text: str) -> bool:
    """Whether `text` has `name` as a part of longer hyphenated names alone.

    'FEDER' of 'YOLO-FEDER' is; a quality hung on a name ('ReCAM-based') makes no longer name.
    """
    places = [m.span() for m in re.finditer(re.escape(name), text)]
    parts = sum(
        bool(re.search(r"\w-$", text[max(0, start - 2) : start]) or _HUNG_ON.match(text, end))
        for start, end in places
    )
    return bool(places) and parts == len(places)


def sounds_like_data(name: str) -> bool:
    """Whether `name` is spelled as data sets are: 'PDI-Bench', 'R2C7K', 'AVAPrintDB'."""
    return bool(_DATA_SET.search(name))
