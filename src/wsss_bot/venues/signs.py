"""The words with which authors say what became of a paper, as patterns for one sentence."""

import re


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


SENTENCE_END = re.compile(
    r"(?<!\bProc)(?<!\bConf)(?<!\bTrans)(?<!\bSymp)(?<!\bInt)(?<=[a-z\d)\]\"'])"
    r"[.!?]\s+(?=[A-Z(\[*])|\s*[;|]\s*|\s+---?\s+"
)
"""Where a sentence of a comment ends; the dot of 'Proc.' and its like ends none."""
CLAUSE_END = re.compile(r"[,.;:]\s")
ADDRESS = _pattern(r"\\?(?:url|href)?\{?https?://\S+", r"\bwww\.\S+", r"\barXiv:\S+")
"""Addresses and arXiv ids, whose digits and words say nothing here."""

ACCEPTED = _pattern(
    r"\b(?:accept\w*|publi[sc]\w*|appear\w*|present\w*|forthcoming|in press|camera[- ]ready|oral"
    r"|spotlight|highlight|poster|proceedings|proc\.|award\w*|selected|nominat\w*"
    r"|main (?:track|conference))\b",
    r"(?:^|[,.:])\W*(?:in|at)\b",
)
"""A venue has taken the paper."""
NOT_YET = _pattern(
    r"\b(?:submi(?:t|ss)\w*|(?:under|in|for|peer|still in|pending|currently)[- ](?:\w+[- ])?review"
    r"|under (?:consideration|revision)|reviewed (?:at|by)|intend\w*|prepar\w+ for|planned"
    r"|target\w*|re-?submi\w*|conditional\w*(?: accept\w*)?|await\w*|considered|pending"
    r"|not (?:\w+ ){0,2}(?:accepted|appear\w*|at|in|presented|published|to|yet)"
    r"|(?:to|will) be (?:sent|submitted)|(?:major|minor) revision)\b"
)
"""A venue has been asked."""
TAKEN_BACK = _pattern(r"\b(?:\w+-)?(?:reject\w*|withdr[ae]w\w*|retract\w*)\b")
"""The venue, or the authors, said no in the end."""
OTHER_PAPER = _pattern(
    r"\bexten(?:sion|ds?|ded|ding)\b.{0,40}?\b(?:of|from|version)\b",
    r"\bsupplement\w*(?: material\w*)? (?:to|for|of)\b",
    r"\b(?:earlier|previous|preliminary|short(?:er)?|initial|prior|conference|original|abridged"
    r"|first|older) (?:\w+ )?(?:versions?|drafts?|work|results)\b",
    r"\b(?:follow-up|based on|builds? (?:up)?on|journal version of)\b",
    r"\b(?:baselines?|overlap\w*|repl(?:y|ies)|respon(?:se|ds?)|rebuttal|comment(?:ary)?) "
    r"(?:\w+ ){0,3}(?:at|by|in|of|on|to|was|were|with)\b",
)
"""What follows is about another paper of the authors."""
SOMETHING_ELSE = _pattern(
    r"\b(?:baselines?|benchmarks?|compar\w+|data ?sets?|entr(?:y|ies)|evaluat\w*|invited|keynote"
    r"|methods|panel|papers|protocol|results?|reviewers?|splits?|submissions?|survey of|talk"
    r"|tutorial|winn\w+|works)\b"
)
"""Beside a venue and its year: it is the venue of something else than this paper."""
FORM_ONLY = _pattern(r"^\W*(?:\w+ )?(?:templates?|style|format\w*)\b")
"""After a venue: only its typography was used."""
CONTEST = _pattern(
    r"\b(?:challenge|competition|contest|track \d)\b.{0,80}?"
    r"\b(?:report|rank\w*|place|solution|winn\w*|system|submission|entry)",
    r"\b(?:report|rank\w*|place|solution|winn\w*|system|submission|entry|team)\b.{0,80}?"
    r"\b(?:challenge|competition|contest)\b",
    r"\branked?\b.{0,20}\b(?:in|at)\b",
    r"\b(?:1st|2nd|3rd|\dth|first|second|third)[- ]place\b",
    r"\bdoctoral (?:symposium|consortium)\b",
    r"\bdemo(?:nstration)? (?:track|paper)s?\b",
)
"""A report of a challenge, or of another side event that prints no papers of its own."""
WORKSHOP = _pattern(
    r"\bwork-?shops?\b",
    r"\bwksp?\b",
    r"\bchallenge\b",
    r"^-?w(?![a-z])",
    r"(?<!accepted)(?<!oral)(?<!poster)(?<!paper)(?<!spotlight)(?<!presented) ?@ ?$",
)
"""Beside a conference: at a workshop there ('ICCVW', 'VisionDocs @ ICCV 2025')."""
FINDINGS = _pattern(r"\bfindings\b")
PRINTED = _pattern(r"\bvol(?:ume)?\b", r"\bpp\.", r"\bdoi\b")
"""After a journal: where in it the paper stands."""
INTRODUCTION = _pattern(
    r"\b(?:accept\w*|publish\w*|appear\w*|present\w*)(?: for publication| as (?:\w+ ){1,3})?"
    r" (?:to|in|by|at|for)(?: the)?(?: (?:ieee|acm|elsevier|mdpi|springer|journal|[\"'“]))*\s*$",
    r"\($",
)
"""Right before a venue: what makes even a short form ('PR') mean the venue."""
DECORATION = _pattern(
    r"\b(?:IEEE|ACM|CVF|RSJ|Elsevier|Springer|MDPI|the|in|to|at|annual"
    r"|\w+th|\w+st|\w+nd|\w+rd|\w+ty)\b",
    r"\([^()]*\)",
    r"[\W_]",
)
"""What may stand around a venue without saying more: publishers, ordinals, punctuation."""
MEETING = _pattern(r"\b(?:conference|conf|symposium|journal|proceedings|on|of)\b")
"""What may stand around a venue that is spelled out."""
HELD = _pattern(
    r"\b(?:conference|conf|symposium|congress|meeting|workshop|proceedings|proc|annual|IEEE|ACM|CVF)\b"
)
"""A name that says so is a meeting's, not a field's."""
