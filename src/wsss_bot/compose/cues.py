"""Cues: the ways in which authors show what their method is called, and read them off a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, unique

from wsss_bot.compose.abbreviations import abbreviates_end, abbreviates_start, words_in
from wsss_bot.compose.names import NAME, WORD, is_coined


@unique
class Cue(Enum):
    """One way in which a name turns up, or a property of it."""

    TITLE_START = "before the colon of the title, as one word"
    TITLE_PHRASE = "before the colon, as two words with a made-up one: 'Gaussian YOLOv3'"
    TITLE_PLAIN_PHRASE = "before the colon, as two plain words: 'Token Dynamics'"
    TITLE_END = "after the colon or in brackets at the end of the title, as one word"
    TITLE_WORD = "elsewhere in the title"
    NAMED = "'we propose X', 'termed X', 'a framework, X', 'X (what it is short for)'"
    EXPANDED = "'what it is short for (X)', in a sentence about the authors' own work"
    EXPANDED_ELSEWHERE = "'what it is short for (X)', in another sentence"
    BRACKETED = "in brackets after words that it is not short for"
    CALLED_METHOD = "called a method, model, network, … where it is introduced"
    CALLED_DATA = "called a data set or benchmark there, or spelled like one"
    CALLED_TASK = "called a task, problem, metric, … there"
    SUBJECT = "the subject of a sentence: 'X outperforms'"
    BACKGROUND = "mentioned before the authors turn to their own work"
    FIRST = "the first name that the authors introduce and do not call a data set or a task"
    OFTEN = "three times or more in the abstract"
    TITLE_INITIALS = "short for words of the title"
    REPOSITORY = "the name of the authors' repository, short and beginning like a word of the title"
    AGREEING_REPOSITORY = "also the name of the authors' repository"
    PLAIN_WORD = "a plain word with a capital"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A name seen with a cue."""

    name: str
    cue: Cue
    at: int = 0
    """Where in the abstract, in characters."""
    words: str = ""
    """The words that make the cue, as the authors put them."""


_QUOTE = r"[\"'“”‘’`]*"
_N = rf"{_QUOTE}(?P<name>{NAME}){_QUOTE}"
_THING = (
    r"(?:agent|algorithm|approach|architecture|baseline|benchmark|data ?set|detector|family"
    r"|framework|method|model|module|network|paradigm|pipeline|scheme|solution|strategy|system|technique"
    r"|tracker|transformer)s?"
)
_ENDS = (
    r"(?=\s*(?:[,.:;()–—-]|$)|\s(?:which|that|to|for|and|as|in|with|framework|model|method|network"
    r"|approach|system|dataset|benchmark)\b)"
)
_ENDS_THERE = re.compile(_QUOTE + _ENDS)
_NEAR = 400
"""So many characters beside a name tell what it is."""
_CALLED = re.compile(
    r"\b(?:(?:termed|dubbed|called|named|namely|coined|denoted|abbreviated|titled)(?: as| by)?"
    r"|we (?:term|call|name|dub|refer to|denote)(?: (?:this|it|our|the|these)(?: [\w-]+){0,4}?)??"
    rf"(?: as)?|referred to as|i\.e\.,?)(?: the| a| an)?[:,]? {_N}",
    re.IGNORECASE,
)
_PROPOSED = re.compile(
    r"\b(?:[Pp]ropos|[Pp]resent|[Ii]ntroduc|[Dd]evelop|[Dd]esign|[Dd]evis|[Bb]uil[dt]|[Dd]escrib"
    r"|[Rr]eleas|[Cc]onstruct|[Ee]stablish|[Cc]reat|[Uu]nveil|[Cc]ontribut)(?:e|es|ed|ing|s)?"
    rf"(?: the| our| a novel| novel)? {_N}"
)
_BEFORE_A_NOUN = re.compile(rf"\b(?:an?|[Tt]he|our|novel|new|proposed) {_N} {_THING}\b")
_AFTER_A_NOUN = re.compile(rf"(?:[:—–]|\b{_THING},?|\b[a-z]+[eo]r,) {_N}{_ENDS}")
_BRACKETS = re.compile(
    r"\(\s?(?:i\.e\.,? |aka |a\.k\.a\.,? |abbreviated as |termed |dubbed |called |named |or "
    rf"|short for |denoted as |abbr\. )?{_N}(?:[,;:][^()]*)?\s?\)"
)
_EXPLAINED = re.compile(rf"{_N} ?\((?P<inside>[^()]{{8,300}})\)")
_SUBJECT = re.compile(
    r"(?:^|[,;:] |\b(?:that|where|and|Specifically,|[Ww]ith|of|By|using|via|Like) )"
    rf"{_N} (?:\([^()]*\) )?(?:[a-z]+ly )?(?:is|are|can|has|does|not only|first|[a-z]{{3,}}s)\b"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])|(?<=[a-z]\.)(?=[A-Z][a-z])")
_OWN_WORK = re.compile(
    r"\b(?:propos|present|introduc|develop|design|devis|buil[dt]|describ|releas|construct|formulat"
    r"|establish|contribut|creat|unveil|put forward|explor|term|dub|call|nam|coin|denot)"
    r"(?:e|es|ed|ely|ing|ly|s)?\b|\bour\b|\bthis (?:paper|work|study|article|survey)\b|\bin this\b",
    re.IGNORECASE,
)
_AUTHORS = re.compile(
    r"\b(?:we|this (?:paper|work|study|article)|in this|our|here)\b", re.IGNORECASE
)
_KINDS = (
    (
        Cue.CALLED_DATA,
        r"data ?-?sets?|benchmarks?|corpus|database|test-?bed|test set|leaderboard",
    ),
    (
        Cue.CALLED_METHOD,
        r"framework|methods?|approach|model|network|pipeline|system|architecture|paradigm|scheme"
        r"|detector|segmenter|baseline",
    ),
    (
        Cue.CALLED_TASK,
        r"tasks?|problems?|settings?|metrics?|challenges?|protocol|issue|competition|scores?"
        r"|measure|index",
    ),
)
_DEFINED = re.compile(
    r"\W*(?:, (?:which is )?(?:an?|the|our) |\)?,? is (?:an?|the) |: (?:an?|the)? ?|[—–]|--? ?)"
    r"(?P<definition>[^.,;:]{0,90})|[\s)\"”’]*(?P<next>[\w-]+(?: [\w-]+)?)"
)
_WHAT_FOR = re.compile(r" (?:that|which|for|to|with|of|on|in|from) ")
_COLON = re.compile(r"\s*(?::|\s--+|\s[–—]|—|\s-\s)\s*")
_TRIMMINGS = re.compile(r"\s+(?:(?:Technical|Tech) Report|Challenge|Benchmark|Dataset)$")
_WITH_SHORT_FORM = re.compile(r"(.+?)\s*\(([^()]+)\)")
_NO_PHRASE = frozenset(
    "a an are beyond can do does few-shot from how in is less let more no not on one one-shot the"
    " toward towards what when why zero-shot".split()
)
"""What begins a clause or a phrase rather than a name."""

_WEAK = frozenset({Cue.EXPANDED_ELSEWHERE, Cue.BRACKETED})
"""What follows these is a name only if it is a made-up word."""


def in_title(title: str) -> Iterator[Sighting]:
    """Every name that stands in `title`, with where it stands."""
    start, colon, rest = _split(title)
    if colon or is_coined(start):
        yield from _before_the_colon(start)
    end = _COLON.split(rest)[0]
    if re.fullmatch(NAME, end) and is_coined(end):
        yield Sighting(name=end, cue=Cue.TITLE_END)
    if (short := re.search(rf"\(({NAME})\)$", title)) and is_coined(short[1]):
        yield Sighting(name=short[1], cue=Cue.TITLE_END)
    for word in re.findall(rf"(?<![\w^.-]){WORD}", title):
        if is_coined(word):
            yield Sighting(name=word, cue=Cue.TITLE_WORD)


def _split(title: str) -> tuple[str, bool, str]:
    """Return what stands before the colon, whether there is one, and what stands after it."""
    parts = _COLON.split(title, maxsplit=1)
    return _TRIMMINGS.sub("", parts[0]), len(parts) > 1, parts[1] if len(parts) > 1 else ""


def _before_the_colon(start: str) -> Iterator[Sighting]:
    both = _WITH_SHORT_FORM.fullmatch(start)
    for name in (both[2], both[1]) if both else (start,):
        words = name.split()
        if re.fullmatch(NAME, name):
            yield Sighting(name=name, cue=Cue.TITLE_START)
            return
        if len(words) == 2 and is_coined(name):
            yield Sighting(name=name, cue=Cue.TITLE_PHRASE)
        elif len(words) == 2 and not _begins_a_clause(words[0]):
            yield Sighting(name=name, cue=Cue.TITLE_PLAIN_PHRASE)


def _begins_a_clause(word: str) -> bool:
    return word.endswith("ing") or word.casefold() in _NO_PHRASE


def in_abstract(abstract: str) -> Iterator[Sighting]:
    """Every name that `abstract` introduces or speaks of, in order of the sentences."""
    own_work_begins = False
    at = 0
    for sentence in _SENTENCE_END.split(abstract):
        own = bool(_OWN_WORK.search(sentence))
        own_work_begins = own_work_begins or (own and bool(_AUTHORS.search(sentence)))
        for seen in _introduced(sentence, own):
            yield replace(seen, at=at + seen.at)
        for subject in _SUBJECT.finditer(sentence):
            yield Sighting(name=subject["name"], cue=Cue.SUBJECT, at=at + subject.start("name"))
        if not own_work_begins:
            for word in re.finditer(rf"(?<![\w^.-]){WORD}", sentence):
                yield Sighting(name=word[0], cue=Cue.BACKGROUND, at=at + word.start())
        at += len(sentence) + 1


def _introduced(sentence: str, own: bool) -> Iterator[Sighting]:
    """Every name that `sentence` introduces, and as what."""
    for found, cue in _introductions(sentence, own):
        start, end = found.span("name")
        ends_there = _ENDS_THERE.match(sentence, end)
        if not is_coined(found["name"]) and (not ends_there or cue in _WEAK):
            continue
        yield Sighting(name=found["name"], cue=cue, at=start, words=found[0].strip(" :,"))
        kind = _kind(
            sentence[max(0, found.start() - _NEAR) : found.start()], sentence[end:][:_NEAR]
        )
        if kind and found.re is not _AFTER_A_NOUN:  # there the noun is the cue itself
            yield Sighting(name=found["name"], cue=kind, at=start)


def _introductions(sentence: str, own: bool) -> Iterator[tuple[re.Match[str], Cue]]:
    for pattern in (_CALLED, _PROPOSED, *([_AFTER_A_NOUN, _BEFORE_A_NOUN] if own else [])):
        yield from ((found, Cue.NAMED) for found in pattern.finditer(sentence))
    for found in _EXPLAINED.finditer(sentence):
        if abbreviates_start(found["name"], words_in(found["inside"])):
            yield found, Cue.NAMED
    for found in _BRACKETS.finditer(sentence):
        before = sentence[max(0, found.start() - _NEAR) : found.start()]
        if not abbreviates_end(found["name"], words_in(before)):
            yield found, Cue.BRACKETED
        else:
            yield found, Cue.EXPANDED if own else Cue.EXPANDED_ELSEWHERE


def _kind(before: str, after: str) -> Cue | None:
    """Return what the words around a name say that it is; those after it are asked first."""
    said = _DEFINED.match(after)
    following = _WHAT_FOR.split((said["definition"] or said["next"] or "") if said else "")[0]
    preceding = re.sub(r".*[.,;:(]", "", " ".join(before.rstrip(" ,:").split()[-4:]))
    for text in (following, preceding):
        for cue, nouns in _KINDS:
            if re.search(rf"\b(?:{nouns})\b", text, re.IGNORECASE):
                return cue
    return None
