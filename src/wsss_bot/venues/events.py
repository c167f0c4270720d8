"""Which part of a conference took a paper: the conference itself, findings, a workshop there."""

import re
from typing import Literal

from wsss_bot.venues import signs

Part = Literal["main", "workshop", "findings"]

_COINED = r"[A-Za-z]*[A-Z][\w&]*[A-Z\d][\w&]*(?:-[\w&]+)*"
"""A short form as workshops have it: 'UNSURE', 'LM4Plan', 'ShapeMI'."""
_YEAR = r"(?:\s?['’-]?(?:(?:19|20)\d\d|[0-3]\d))"
_BEHIND = re.compile(
    rf"{_YEAR}?(?:\s|\s?[-–/:@]\s?)(?P<event>{_COINED}){_YEAR}?\s?(?:\([^()]*\)\s?)?(?=$|[,.;:(])"
)
_BRACKETED_BEHIND = re.compile(rf"{_YEAR}?\s?\((?P<event>{_COINED})\)")
"""'ICLR 2025 (LMRL)'."""
_TITLE_BEHIND = re.compile(
    rf"{_YEAR}\s(?!(?:\S+\s)*?(?:Abstract|Accept\w*|Application|Best|Camera|Code|Conference|Data\w*"
    r"|Highlight|Journal|Main|Oral|Page|Paper|Poster|Project|Ready|Spotlight|Track)\b)"
    r"[A-Z]\w+\s(?:(?:[A-Z]\w+|and|for|in|of|on|the|&)\s){1,9}?[A-Z]\w+(?=$|[,.;(])"
)
_JOINING = re.compile(r"\s(?:and|for|in|of|on|&)\s")
"""'CVPR 2025 Computer Vision for Drug Discovery'."""
"""'MICCAI UNSURE 2025', 'CVPR 2025 MULA', 'ICCV/ACVR2019', up to the end of the clause."""
_EXPLAINED_BEHIND = re.compile(rf"{_YEAR}?\s[-–:]\s[^().;]{{10,100}}\((?P<event>{_COINED})\)")
"""'CVPR 2025 - New Trends in Image Restoration and Enhancement (NTIRE)'."""
_BEHINDS = (_BEHIND, _BRACKETED_BEHIND, _EXPLAINED_BEHIND)
_IN_FRONT = re.compile(
    rf"(?:^|[\s(,])(?P<event>{_COINED}){_YEAR}?(?:\s|\s?[-–/]\s?|\s?\(|\s(?:at|@)\s(?:the\s)?)$"
)
"""'ShapeMI MICCAI 2025', 'FAIMI at MICCAI'."""
_GROUP_IN_FRONT = re.compile(
    r"\b(?:Affinity|Bridge|Group|Initiative|Program|Research) at (?:the )?$"
)
"""'LatinX in AI Research at NeurIPS'."""
_GROUP_BEHIND = re.compile(rf"{_YEAR}?,\s(?:[A-Z]\w+\s|in\s|\w+X\s){{1,5}}Group\b")
_NO_EVENT = frozenset(
    """
    AAAI ACL ACM ACMMM ADS AFRL AI AIAA AIP ASME BEST BMC BMVA CA CAMERA CCF CCF-A CCIS CSIG CVF
    CVPR D&B DAGM DB DNB DOI ELLIS EMB EMBS EURASIP FINDINGS GI HI HIGHLIGHT HLT HTML IAPR IEEE
    IEICE IET IFAC IFIP IMEKO INFORMS IPSJ ISBN ISCA ISIF ISPRS ISSN KES LNAI LNCS LNEE MAIN ML
    MM NAACL-HLT NLP ORAL OSA PAMI PAPER PDF PMLR POSTER RAS READY RSJ SCI SICE SIG SIGAI SIGCHI
    SIGGRAPH SIGMM SPIE SPOTLIGHT SPS SUPPLEMENTARY TCCV TCPAMI TN TRACK UAE UK US USA USENIX V1
    V2 V3 WCCI WORKSHOP
    """.split()
)
"""What stands beside a conference in capitals and is no workshop: publishers, forms, countries."""
_NEAR = 120


def is_coined(word: str) -> bool:
    """Whether `word` is a short form, as workshops have it."""
    return bool(re.fullmatch(_COINED, word))


def part_of(
    before: str,
    after: str,
    *,
    spelled_out: bool = False,
    is_workshop: bool = False,
    venues: frozenset[str] = frozenset(),
) -> Part | None:
    """Return which part of a conference took the paper; None for one that prints no full papers.

    `before` and `after` are what the sentence says around the conference's name. A conference that
    `is_workshop` is one in itself. `venues` are the names of venues in the sentence.
    """
    if any(map(signs.SIDE_EVENT.search, (before[-_NEAR:], after[:_NEAR]))):
        return None
    if signs.FINDINGS.search(before) or signs.FINDINGS.search(after):
        return "findings"
    if is_workshop or (spelled_out and signs.OWN_WORKSHOP.search(before)):
        return "main"
    if signs.WORKSHOP.search(before) or signs.WORKSHOP.search(after):
        return "workshop"
    if spelled_out:  # what stands beside it may be a part of its name, or its short form
        return "main"
    return "workshop" if _names_an_event(before[-_NEAR:], after[:_NEAR], venues) else "main"


def _names_an_event(before: str, after: str, venues: frozenset[str]) -> bool:
    """Whether the name of a workshop stands right beside the conference's."""
    if _GROUP_IN_FRONT.search(before) or _GROUP_BEHIND.match(after):
        return True
    if (title := _TITLE_BEHIND.match(after)) and _JOINING.search(title[0]):
        return not any(name in title[0] for name in venues)
    found = [*(behind.match(after) for behind in _BEHINDS), _IN_FRONT.search(before)]
    events = [match["event"].rstrip("0123456789") for match in found if match]
    return any(event.upper() not in _NO_EVENT and event not in venues for event in events)
