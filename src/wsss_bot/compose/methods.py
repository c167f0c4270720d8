"""The name of a method: in the title, in the abstract, in the name of the repository."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wsss_bot.compose.generic_terms import is_generic


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A name that the authors give their method, and where they give it."""

    name: str
    source: str
    rank: int = 9
    at: int = 0

_WORD = r"[^\W_](?:[\w^*+.\-]*[\w*+])?"
_VERSION = r"(?: v?\d(?:\.\d+)?\+{0,2}(?![\w.%-]))?"
_NAME = rf"(?P<name>{_WORD}{_VERSION})"
_OPEN = r"[\"'“‘`]*"

_COLON = re.compile(r"\s*(?::|\s--+|\s[–—]|—)\s*")
_DUBBED = re.compile(
    r"\b(?:termed|dubbed|called|named|namely|coined|denoted|abbreviated|titled|nicknamed|christened"
    r"|(?:which )?(?:we|is) (?:term|call|name|dub|refer to|referred to|denote)(?: (?:this|it|our|the) (?:\w+ ){0,3}?)?)"
    rf"(?: as| by)?(?: the)?[:,]? {_OPEN}(?P<phrase>{_NAME}(?: [^.;:]*)?)", re.IGNORECASE
)
_PROPOSE = r"(?:propos|present|introduc|develop|design|devis|build|built|describ|releas|construct|formulat|establish|contribut|creat|offer|launch|unveil|put forward|explor|train|leverag)\w*"
_PROPOSED = re.compile(
    rf"\b{_PROPOSE} {_OPEN}{_NAME}{_OPEN}(?P<after>\s?[,:(]| --?| [–—]|\s?—| which| that|, an?| as an?| \(| to| for| and|\.)"
)
_APPOSITION = re.compile(rf"[,:—–] {_OPEN}{_NAME}{_OPEN}(?P<after>[,.:;]| \(| which| that)")
_BRACKETS = re.compile(rf"\((?:i\.e\.,? |aka |a\.k\.a\. |abbreviated as |termed |dubbed |called |named |or |short for )?{_OPEN}{_NAME}{_OPEN}[^()]{{0,2}}\)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")
_WORDS = re.compile(r"[^\W_]+")


def is_shaped(word: str) -> bool:
    """Whether `word` looks like a made-up name: capitals inside, or letters with digits."""
    for part in re.split(r"[-]", word):
        letters = [c for c in part if c.isalpha()]
        if len(letters) >= 2 and any(c.isupper() for c in letters[1:]):
            return True
        if letters and any(c.isdigit() for c in part):
            return True
    return False


def is_capitalised(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit()


def fits(short: str, words: list[str]) -> bool:
    """Whether the letters of `short` stand in this order in the last of `words`."""
    letters = [c for c in short.casefold() if c.isalnum()]
    if not letters: return False
    for start in range(len(words) - 1, max(-1, len(words) - 3 * len(letters) - 1), -1):
        if words[start][0].casefold() == letters[0] and _spelled_in(letters, words[start:]):
            return True
    return False


def _spelled_in(letters: list[str], words: list[str]) -> bool:
    text = iter("".join(words).casefold())
    return all(letter in text for letter in letters)


def candidates(title: str, abstract: str, repository: str = "") -> Iterator[Found]:
    parts = _COLON.split(title, maxsplit=1)
    if len(parts) == 2:
        yield from before_the_colon(parts[0], abstract)
    at = 0
    for sentence in _SENTENCE.split(abstract):
        proposing = bool(re.search(rf"\b{_PROPOSE}|\b(?:term|dub|call|nam)(?:ed|ely)?\b|\b[Oo]ur\b|\bnovel\b", sentence))
        for m in _DUBBED.finditer(sentence):
            b = _BRACKETS.search(m["phrase"])
            if b and fits(b["name"], _WORDS.findall(m["phrase"][: b.start()])):
                yield Found(name=b["name"], source="dubbed(", rank=2, at=at)
            elif is_shaped(m["name"]) or is_capitalised(m["name"]):
                yield Found(name=m["name"], source="dubbed"+('' if is_shaped(m["name"]) else ' cap'), rank=2, at=at)
        for m in _PROPOSED.finditer(sentence):
            if is_shaped(m["name"]):
                yield Found(name=m["name"], source=f"propose", rank=3, at=at)
            elif is_capitalised(m["name"]) :
                yield Found(name=m["name"], source=f"propose cap {m['after']}", rank=3, at=at)
        for m in _BRACKETS.finditer(sentence):
            if is_shaped(m["name"]):
                f = fits(m["name"], _WORDS.findall(sentence[: m.start()]))
                yield Found(name=m["name"], source=f"brackets fit={f} prop={proposing}", rank=4 + (not f) + 2*(not proposing), at=at)
            elif proposing and is_capitalised(m['name']) and fits(m["name"], _WORDS.findall(sentence[: m.start()])):
                yield Found(name=m["name"], source=f"brackets cap", rank=4, at=at)
        if proposing:
            for m in _APPOSITION.finditer(sentence):
                if is_shaped(m["name"]):
                    yield Found(name=m["name"], source="apposition", rank=6, at=at)
        at += 1


def before_the_colon(prefix: str, abstract: str) -> Iterator[Found]:
    m = re.fullmatch(rf"{_OPEN}{_NAME}{_OPEN}", prefix)
    if m:
        yield Found(name=m["name"], source="colon1 " + str(is_shaped(m["name"])), rank=1)
    elif len(prefix.split())==2:
        yield Found(name=prefix, source="colon2", rank=7)


def find_method(title: str, abstract: str, repository: str = "") -> Found | None:
    """Return the name of the method, or None if none stands out."""
    found = [c for c in candidates(title, abstract, repository) if not is_generic(c.name)]
    return min(found, key=lambda c: (c.rank, c.at)) if found else None
