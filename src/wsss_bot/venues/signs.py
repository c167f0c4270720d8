"""The words with which authors say what became of a paper, as patterns for one sentence."""

import re


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_CUT_SHORT = """
    Anal Annu Appl Artif Autom Biomed Circuits Commun Comput Conf Cybern Electron Eng Environ
    Geosci Graph Health Imag Image Inf Inform Int Intell Intl Lang Learn Lett Mach Med Multimed Netw
    Neural Obs Pattern Photogramm Proc Process Recog Recognit Remote Res Robot Sci Sel Sens Sensors
    Signal Sist Softw Symp Syst Technol Top Trans Transp Veh Vis Vision
"""
"""Words of the names of venues as they are cut short."""
SENTENCE_END = re.compile(
    "".join(rf"(?<!\b{word})" for word in _CUT_SHORT.split())
    + r"(?<=[a-z\d)\]\"'])[.!?]\s+(?=[A-Z(\[*])|\s?[;|]\s?|\s---?\s"
)
"""Where a sentence of a comment ends; the dot of 'Proc.' and its like ends none."""
CLAUSE_END = re.compile(r"[,.;:]\s")
ADDRESS = _pattern(
    r"\\?(?:url|href)?\{?https?://\S+",
    r"\bwww\.\S+",
    r"\barXiv:\S+",
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[a-z]{2,}){1,4}\b",
)
"""Addresses and arXiv ids, whose digits and words say nothing here."""

ACCEPTED = _pattern(
    r"\b(?:ac[cep]{2,5}t\w*|(?<!for )(?<!possible )publi[sc]\w*|appear\w*"
    r"|present(?:ed|s|ing)\b|(?:early|final) acceptance|(?<!for )(?<!to )presentation"
    r"|forthcoming|in press|camera[- ]ready|oral|spotlight|highlight|poster|proceedings|proc\."
    r"|award\w*|selected|nominat\w*|main (?:track|conference))\b",
    r"(?:^|[,.:])\W{0,3}(?:in|at)\b",
)
"""A venue has taken the paper."""
NOT_YET = _pattern(
    r"\b(?:submi(?:t|s)\w*|s[bmu]{3,4}i(?:t|s)\w*|under[- ]?(?:\w+[- ])?review\w*"
    r"|(?:in|for|peer|still in|pending|currently)[- ](?:\w+[- ])?review|being reviewed"
    r"|under (?:consideration|revision)|reviewed (?:at|by)|intend\w*|prepar\w+ for|planned"
    r"|target\w*|re-?submi\w*|conditional\w*(?: accept\w*)?|await\w*|considered|pending"
    r"|not (?!the )(?:\w+ ){0,2}(?:accepted|appear\w*|at|in|presented|published|to|yet)"
    r"|(?:to|will) be (?:sent|submitted)|(?:major|minor) revision)\b"
)
"""A venue has been asked."""
TAKEN_BACK = _pattern(r"\b(?:\w+-)?(?:reject\w*|withdr[ae]w\w*|retract\w*)\b")
"""The venue, or the authors, said no in the end."""
OTHER_PAPER = _pattern(
    r"\b(?:exten(?:sion|ds?|ded|ding)|expan(?:sion|ds?|ded|ding))\b.{0,40}?\b(?:of|from|version)\b",
    r"\bsupplement\w*(?: material\w*)? (?:to|for|of)\b",
    r"\b(?:earlier|previous|preliminary|short(?:er)?|initial|prior|conference|original|abridged"
    r"|first|older) (?:\w+ )?(?:versions?|drafts?|work|results)\b",
    r"\bparts? of (?:our|the|this) (?:paper|work)\b",
    r"\b(?:our|the|an?) (?:substantially )?(?:extended|expanded) $",
    r"\b(?:follow-up|based on|builds? (?:up)?on|journal version of)\b",
    r"\b(?:baselines?|overlap\w*|repl(?:y|ies)|respon(?:se|ds?)|rebuttal|comment(?:ary)?) "
    r"(?:\w+ ){0,3}(?:at|by|in|of|on|to|was|were|with)\b",
)
"""What follows is about another paper of the authors."""
SOMETHING_ELSE = _pattern(
    r"\b(?:baselines?|(?<!datasets and )(?<!datasets & )benchmarks?|compar\w+"
    r"|data ?sets?(?! (?:and|&) bench| track)|entr(?:y|ies)|evaluat\w*|invited|keynote|methods"
    r"|panel|papers|protocol|results?|reviewers?|splits?|submissions?|survey of|talk|tutorial"
    r"|winn\w+|works)\b"
)
"""Beside a venue and its year: it is the venue of something else than this paper."""
FORM_ONLY = _pattern(r"^\W*(?:\w+ )?(?:templates?|style|format\w*)\b")
"""After a venue: only its typography was used."""
CONTEST = _pattern(
    r"\b(?:challenge|competition|contest|track \d)\b.{0,80}?"
    r"\b(?:report|rank\w*|place|solutions?|winn\w*|systems?|submissions?|entr(?:y|ies))\b",
    r"\b(?:report|rank\w*|place|solutions?|winn\w*|systems?|submissions?|entr(?:y|ies)|team)\b"
    r".{0,140}?\b(?:challenge|competition|contest)\b",
    r"\branked?\b.{0,20}\b(?:in|at)\b",
    r"\b(?:1st|2nd|3rd|\dth|first|second|third|runner)[- ](?:place|prize|ranking|up)\b",
    r"\b(?:champions?|winning) (?:of|solution|entry|team|method)",
)
"""A report of a challenge, which prints no papers of its own."""
PRINTED_ENTRY = _pattern(r"\baccept", r"\bpublished in\b", r"\bin (?:the )?proceedings\b")
"""Such a report is a paper nevertheless."""
CHALLENGE = _pattern(r"\b(?:challenge|competition|contest)s?\b")
SIDE_EVENT = _pattern(
    r"\b(?:as|in) an? (?:\w+ ){0,2}demo(?:nstration)?\b",
    r"\bdemo(?:nstration)?s? (?:paper|program|session|track)s?\b",
    r"\bsystem demonstrations?\b",
    r"^['’\s-]{0,3}(?:\d{2}|\d{4})?\s?\(?demos?\b(?=$|[.,;)])",
    r"\b(?:doctoral|ph\.? ?d\.?) (?:colloquium|consortium|forum|symposium)\b",
    r"\b(?:student abstract|late[- ]breaking|blog ?posts?|tiny papers?)\b",
    r"\btechnical communications?\b",
    r"\bart (?:gallery|program|track)\b",
    r"\bposters? proceedings\b",
    r"\b(?:adjunct|companion (?:proceedings|publication)|extended abstracts of)\b",
    r"\bbridge(?: program)? (?:at|of)\b",
)
"""A part of a conference that prints no full papers: demos, doctoral symposium, abstracts."""
WORKSHOP = _pattern(
    r"\b(?:work-?shops?|worksops?)\b",
    r"\bwksp?\b",
    r"\bchallenge\b",
    r"^-?ws?(?![a-z])",
    r"^['’\s-]{0,3}\d{2,4}ws?(?![a-z])",
    r"(?<!accepted)(?<!oral)(?<!poster)(?<!paper)(?<!spotlight)(?<!presented)(?<! )(?: @|@) ?$",
    r"\bsatellite (?:event|meeting)s?\b",
    r"\b(?:co-?located|in conjunction|jointly held|held jointly) (?:at|with)\b",
)
"""Beside a conference: at a workshop there ('ICCVW', 'VisionDocs @ ICCV 2025')."""
WORKSHOP_NAME = re.compile(
    r"(?!.*\b(?:also|appeared|earlier|extended|part|presented|short\w*|version)\b)"
    r"[A-Z].{0,100}\bWorkshops?\b[\W\d]*$"
)
"""A sentence that is the name of a workshop: that of the conference named before it."""
WORKSHOP_ELSEWHERE = re.compile(
    r"(?:\s?\([^()]*\))?\sWorkshop (?:at|@|in conjunction with|co-?located with)\s", re.IGNORECASE
)
"""After a name: it is a workshop's at another conference, as in 'ML for Foo Workshop at X'."""
OWN_WORKSHOP = _pattern(r"\bworkshop on (?:the )?$")
"""Before a name that is spelled out: it is the workshop's own."""
FINDINGS = _pattern(r"\bfindings\b(?! (?:are|from|have|in|on|show|that|were)\b)")
PRINTED = _pattern(r"\bvol(?:ume)?\b", r"\bpp\.", r"\bdoi\b")
"""After a journal: where in it the paper stands."""
INTRODUCTION = _pattern(
    r"\b(?:accept\w*|publish\w*|appear\w*|present\w*)(?: for publication| as (?:\w+ ){1,3})?"
    r" (?:to|in|by|at|for)(?: the)?(?: (?:ieee|acm|elsevier|mdpi|springer|journal|[\"'“]))*[\s-]*$",
    r"\($",
)
"""Right before a venue: what makes even a short form ('PR') mean the venue."""
DECORATION = _pattern(
    r"\b(?:IEEE|ACM|CVF|RSJ|RAS|SPS|EMBS|IAPR|Elsevier|Springer|MDPI|the|in|to|at|annual|international"
    r"|(?:19|20)\d\d"
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
