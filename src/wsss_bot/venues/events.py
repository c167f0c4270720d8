"""Which part of a conference took a paper: the conference itself, findings, a workshop there."""

import re
from collections.abc import Container
from typing import Literal

from wsss_bot.venues import signs

Part = Literal["main", "workshop", "findings"]

_COINED = r"[A-Za-z]*[A-Z][\w&]*[A-Z\d][\w&]*"
"""A short form as workshops have it: 'UNSURE', 'LM4Plan', 'ShapeMI'."""
_YEAR = r"(?:\s?['’-]?(?:(?:19|20)\d\d|[0-3]\d))"
_BEHIND = re.compile(
    rf"{_YEAR}?(?:\s|\s?[-–/:]\s?)(?P<event>{_COINED}){_YEAR}?\s?(?:\([^()]*\)\s?)?(?=$|[,.;:(])"
)
"""'MICCAI UNSURE 2025', 'CVPR 2025 MULA', 'ICCV/ACVR2019', up to the end of the clause."""
_EXPLAINED_BEHIND = re.compile(rf"{_YEAR}?\s[-–:]\s[^().;]{{10,100}}\((?P<event>{_COINED})\)")
"""'CVPR 2025 - New Trends in Image Restoration and Enhancement (NTIRE)'."""
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
    ACL ACM ACMMM ADS AFRL AI AIP BMVA CAMERA CCF CVF D&B DAGM DB DNB ELLIS EMB EMBS FINDINGS GI
    HIGHLIGHT HTML IAPR IEEE IEICE IFAC IFIP ISCA ISPRS LNAI LNCS MAIN ML NLP ORAL PAMI PAPER
    PDF PMLR POSTER RAS READY RSJ SIG SIGAI SIGCHI SIGGRAPH SIGMM SPIE SPOTLIGHT SPS
    SUPPLEMENTARY TCCV TCPAMI TRACK UAE UK US USA V1 V2 V3 WCCI WORKSHOP
    """.split()
)
"""What stands beside a conference in capitals and is no workshop: publishers, forms, countries."""
_NEAR = 120


def part_of(
    before: str,
    after: str,
    *,
    spelled_out: bool = False,
    is_workshop: bool = False,
    venues: Container[str] = (),
) -> Part | None:
    """Return which part of a conference took the paper; None for one that prints no full papers.

    `before` and `after` are what the sentence says around the conference's name. A conference that
    `is_workshop` is one in itself. `venues` are the names of venues in the sentence.
    """
    sides = signs.CLAUSE_END.split(before[-_NEAR:])[-1], signs.CLAUSE_END.split(after[:_NEAR])[0]
    if any(map(signs.SIDE_EVENT.search, (*sides, after[:_NEAR]))):
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


def _names_an_event(before: str, after: str, venues: Container[str]) -> bool:
    """Whether the name of a workshop stands right beside the conference's."""
    if _GROUP_IN_FRONT.search(before) or _GROUP_BEHIND.match(after):
        return True
    found = [_BEHIND.match(after), _EXPLAINED_BEHIND.match(after), _IN_FRONT.search(before)]
    events = [match["event"].rstrip("0123456789") for match in found if match]
    return any(event.upper() not in _NO_EVENT and event not in venues for event in events)
