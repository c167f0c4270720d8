"""What one heading says: a time, a kind of publication, a venue, a topic, or that it has no papers.

'2024', 'Year 2021 and Before', 'ECCV2018', 'Journal', 'Detection', 'Blog Posts', 'Week 23'.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from wsss_bot.awesome_list.understand.dates import month_number
from wsss_bot.awesome_list.understand.venue_text import canonical

Kind = Literal["", "published", "conference", "journal", "preprint"]

YEAR = re.compile(r"(?<![\d./-])((?:19|20)\d\d)(?![\d])")
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = re.compile(
    rf"\b{_MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}\b"
    r"|(?<!\d)(?:19|20)\d\d[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}(?!\d)|(?<!\d)(?:19|20)\d{6}(?!\d)"
    r"|(?<!\d)\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
_WEEK = re.compile(r"\bweek(?:ly|s)?\b|\bmonth papers\b|\bthis month\b|\btoday\b|周报|本周", re.I)
_OF_THE_WEEK = re.compile(r"\bof the (?:week|day|month)\b|\bweek \d{1,2}\b", re.IGNORECASE)
_TERM = re.compile(
    r"\b(?:spring|summer|fall|autumn|winter|semester|term|q[1-4])\b|(?:19|20)\d\d/\d\d(?!\d)", re.I
)
_MONTH = re.compile(
    rf"(?<![\d])(?:(?P<Y>(?:19|20)\d\d)[-./年]\s?(?P<m>0?[1-9]|1[0-2])月?(?!\d)"
    rf"|(?P<b>{_MONTHS})\.?,?\s*(?P<Z>(?:19|20)\d\d)|(?P<X>(?:19|20)\d\d),?\s*(?P<c>{_MONTHS})\b)",
    re.IGNORECASE,
)
_ONLY_MONTH = re.compile(rf"\W*{_MONTHS}\W*", re.IGNORECASE)
_RANGE = re.compile(r"((?:19|20)\d\d)\s?(?:-|–|—|~|to|until|至)\s?((?:19|20)\d\d)", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:since|after|from)\s((?:19|20)\d\d)|((?:19|20)\d\d)\s?(?:-|–|—|~|to)\s?(?:now|present|today)"
    r"|((?:19|20)\d\d)\s?(?:\+|onwards?|and later|and after|以后|之后)",
    re.IGNORECASE,
)
_OPEN_START = re.compile(
    r"(?:before|until|up to|prior to|pre-?|[<≤])\s?((?:19|20)\d\d)"
    r"|((?:19|20)\d\d)年?\s?(?:and |& |or )?(?:before|earlier|older|prior|之前|以前|及以前)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"before|prior|pre|<", re.IGNORECASE)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("preprint", re.compile(r"\b(?:pre-?prints?|arxiv|under review|unpublished|预印本?)\b", re.I)),
    ("conference", re.compile(r"\b(?:conferences?|会议)\b", re.IGNORECASE)),
    ("journal", re.compile(r"\b(?:journals?|transactions|magazines?|期刊)\b", re.IGNORECASE)),
    ("published", re.compile(r"\b(?:venues?|published|publications|proceedings)\b", re.IGNORECASE)),
)
_FILLER = re.compile(
    r"\b(?:years?|papers?|articles?|works?|list|reading|in|of|the|on|and|or|at|from|since|before|to"
    r"|earlier|after|until|prior|up|pre|later|older|onwards?|now|present|under construction"
    r"|accepted|arxiv|new|year's|international)\b|[年度论文篇]",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+")
_NUMBERING = re.compile(r"\A\W*(?:\d{1,2}(?:\.\d{1,2})*\.?(?=\s)|[ivx]+\.)\s*", re.IGNORECASE)
_COUNT = re.compile(r"[(\[（]\s*\d+(?: papers?)?\s*[)\]）]")

_NEVER = re.compile(
    r"blogs?|posts?|news|newsletters?|tutorials?|talks?|lectures?|courses?|books?|labs?"
    r"|laborator(?:y|ies)|people|researchers|authors|compan(?:y|ies)|startups?"
    r"|workshops?|challenges?|competitions?|thesis|theses|repos(?:itories)?"
    r"|acknowledge?ments?|contribut\w+|citations?|license|contact|highlights?|updates?"
    r"|announcements?|changelog|websites?|slides?|presentations?|podcasts?|communit(?:y|ies)"
    r"|demos?|projects?|jobs?|credits?|leaderboards?|results|maintainers?"
    r"|changes|todo|faq|博客|新闻|课程|教程|更新",
    re.IGNORECASE,
)
_NEVER_TOGETHER = re.compile(
    r"\b(?:related|other|similar|awesome|useful) (?:awesome )?(?:lists?|repos\w*|links?)\b"
    r"|\b(?:related|other|similar|useful) resources\b"
    r"|\b(?:research|our) (?:groups?|teams?)\b|\bstar history\b",
    re.IGNORECASE,
)
_ARTEFACTS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "data sets",
        re.compile(r"data-?sets?|data|corp(?:us|ora)|databases?|数据集", re.IGNORECASE),
        re.compile(r"data ?-?sets?\b|\bcorp(?:us|ora)\b|\bdatabases?\b|bench\b", re.IGNORECASE),
    ),
    (
        "benchmarks",
        re.compile(r"benchmarks?|benchmarking|baselines", re.IGNORECASE),
        re.compile(
            r"bench(?:mark\w*)?\b|\bdata ?-?sets?\b|\b(?:arena|evaluat\w+|challenge)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "tools",
        re.compile(
            r"tools?|toolkits?|toolbox(?:es)?|software|librar(?:y|ies)|packages?|codebases?"
            r"|implementations?|resources?|simulators?|platforms?|工具",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:tools?|toolkit|toolbox|software|library|package|open-source|platform"
            r"|simulators?|framework)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "surveys",
        re.compile(r"surveys?|reviews?|overviews?|white-?papers?|综述", re.IGNORECASE),
        re.compile(
            r"survey|review|overview|perspective|tutorial|introduction|roadmap|primer|taxonomy"
            r"|challenges|opportunities|advances|progress|state of the art|landscape|guide"
            r"|past, present|future|foundations|综述",
            re.IGNORECASE,
        ),
    ),
)
"""What is called by its kind: heading, and what the title of a paper about one says."""
_SURVEY = re.compile(r"\b(?:survey|review|overview)\w*|综述", re.IGNORECASE)
_DATA_SET = re.compile(r"bench(?:mark\w*)?\b|\bdata ?-?sets?\b|\bcorpus\b", re.IGNORECASE)
_MADE = re.compile(
    r"\bwe (?:also |therefore |then |first |further )?(?:introduce|present|propose|release|build"
    r"|construct|collect|create|curate|contribute|develop|establish) ([^.]{0,120})",
    re.IGNORECASE,
)
_PART = re.compile(r"\s*(?:[&/,，、;+|]|\band\b|\bor\b)\s*", re.IGNORECASE)
_TAIL = re.compile(r"\b(?:of|for|in|on|with|from|about|by|to)\b.*|[:：(（\[].*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a heading says."""

    text: str
    first: int | None = None
    """The first year that it is for; None with a `last`: any year until then."""
    last: int | None = None
    """The last year that it is for; None with a `first`: any year from then on."""
    month: int | None = None
    is_closed: bool = False
    """Whether it is for days, a week or a term: what came later has no place there."""
    kind: Kind = ""
    venue: str | None = None
    topic: str = ""
    """What it says beside these, in lower case."""
    has_no_papers: bool = False
    about: str = ""
    """'data sets', 'benchmarks', 'tools' or 'surveys', where it is for these."""

    @property
    def is_dated(self) -> bool:
        """Whether it is for some time."""
        return self.first is not None or self.last is not None

    def covers(self, year: int) -> bool:
        """Whether a paper of that year belongs below it."""
        return (self.first is None or self.first <= year) and (
            self.last is None or year <= self.last
        )

    @property
    def year(self) -> int | None:
        """The one year that it is for."""
        return self.first if self.first == self.last else None


@lru_cache(maxsize=8192)
def read_heading(text: str) -> Heading:
    """Understand one heading."""
    bare = _COUNT.sub(" ", _NUMBERING.sub("", text))
    rest, first, last, month = _without_time(bare)
    no_papers, about = _what_it_holds(bare)
    kinds = [kind for kind, words in _KINDS if words.search(rest)]
    left = rest
    for _, words in _KINDS:
        left = words.sub(" ", left)
    left = _FILLER.sub(" ", left)
    venue = _venue(rest)
    topic = "" if venue else " ".join(_WORDS.findall(left)).casefold()
    kind: Kind = ""
    if kinds and not topic:
        kind = kinds[0] if len(kinds) == 1 else "published"
    return Heading(
        text=text,
        first=first,
        last=last,
        month=month,
        is_closed=_is_closed(bare, topic),
        kind=kind,
        venue=venue,
        topic=topic or ("" if venue or not re.search(r"\w", left) else rest.strip().casefold()),
        has_no_papers=no_papers,
        about=about,
    )


def _is_closed(bare: str, topic: str) -> bool:
    """Say whether a heading is for days, a week or a term and for hardly anything else."""
    if _ONLY_MONTH.fullmatch(bare):
        return True
    rest = _DAY.sub(" ", bare)
    if _WEEK.search(bare):
        return rest != bare or bool(_OF_THE_WEEK.search(bare)) or len(topic.split()) <= _FEW_WORDS
    if rest != bare or (_TERM.search(bare) and YEAR.search(bare)):
        left = _FILLER.sub(" ", re.sub(_MONTHS, " ", _TERM.sub(" ", rest), flags=re.IGNORECASE))
        return len(_WORDS.findall(left)) <= 1
    return False


_FEW_WORDS = 3


def _without_time(bare: str) -> tuple[str, int | None, int | None, int | None]:
    """Return a heading without what it says of time, the years that it is for, and the month."""
    if found := _RANGE.search(bare):
        first, last = sorted((int(found[1]), int(found[2])))
        return _cut(bare, found), first, last, None
    if found := _OPEN_START.search(bare):
        year = int(found[1] or found[2])
        is_before = found[1] and _BEFORE.match(found[0])
        return _cut(bare, found), None, year - 1 if is_before else year, None
    if found := _OPEN_END.search(bare):
        year = int(found[1] or found[2] or found[3])
        return _cut(bare, found), year, None, None
    if found := _MONTH.search(bare):
        year = int(found["Y"] or found["Z"] or found["X"])
        name = found["b"] or found["c"]
        return _cut(bare, found), year, year, month_number(name) if name else int(found["m"])
    years = YEAR.findall(bare)
    if len(set(years)) == 1:
        return YEAR.sub(" ", bare), int(years[0]), int(years[0]), None
    return bare, None, None, None


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _venue(rest: str) -> str | None:
    """Return the venue that is all that a heading says beside the year."""
    name = re.sub(r"\b(?:papers?|main|conference)\b|[^\w\s&/-]", " ", rest, flags=re.I).strip(" -_")
    name = " ".join(name.split())
    return canonical(name) if name else None


def _what_it_holds(bare: str) -> tuple[bool, str]:
    """Say whether a heading is for what are no papers, and of which kind what it is for is.

    The last word of each part counts, before 'of' or 'for': 'Tool Use' is no tool.
    """
    parts = [part for part in _PART.split(YEAR.sub(" ", bare)) if _WORDS.search(part)]
    heads = [words[-1] for part in parts if (words := _WORDS.findall(_TAIL.sub("", part)))]
    if not heads or _NEVER_TOGETHER.search(bare):
        return bool(heads), ""
    never = [head for head in heads if _NEVER.fullmatch(head)]
    kinds = [
        next((name for name, words, _ in _ARTEFACTS if words.fullmatch(head)), "") for head in heads
    ]
    known = [kind for kind in kinds if kind]
    if never and 2 * len(never) >= len(heads) and heads[0] == never[0]:
        return True, ""
    if 2 * (len(never) + len(known)) <= len(heads):
        return False, ""
    return (True, "") if len(never) > len(known) or not known else (False, known[-1])


def month_in(text: str) -> tuple[int, int] | None:
    """Return where the month and year of a heading for one month stand."""
    found = _MONTH.search(text)
    return found.span() if found else None


def is_about(title: str, about: str, abstract: str = "") -> bool:
    """Say whether a paper says of itself that it is about such things."""
    words = next((said for name, _, said in _ARTEFACTS if name == about), None)
    if words is None:
        return False
    if about in {"data sets", "benchmarks"} and any(
        words.search(found[1]) for found in _MADE.finditer(abstract)
    ):
        return True
    return bool(words.search(title))


def is_called(title: str, about: str) -> bool:
    """Say whether a title calls the paper a survey, a data set, a benchmark."""
    plain = {"surveys": _SURVEY, "data sets": _DATA_SET, "benchmarks": _DATA_SET}.get(about)
    return bool(plain and plain.search(title))
