"""From scored papers to the pull request that would be opened: score, compose, propose."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from types import MappingProxyType

import numpy as np

from wsss_bot import compose
from wsss_bot.awesome_list import AwesomeList, Placed
from wsss_bot.domain import ArxivId, Candidate, Facts, Paper, Polled, Row
from wsss_bot.pull_request.preferences import Preferences
from wsss_bot.pull_request.text import pull_request_text
from wsss_bot.ranking.near_misses import Shown, is_new_to_people
from wsss_bot.ranking.promise import estimate
from wsss_bot.ranking.question import most_telling, near_threshold
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.score import Floats
from wsss_bot.text.diff import unified_diff

MOST_ALWAYS_SHOWN = 20
"""So many papers that are always shown stand in one pull request; the others come next time."""
NO_PREFERENCES = Preferences()
_SLICE = 2_000
_MOST_REFUSED = 50
"""After so many papers without a place no further one is tried in place of them."""

QUESTION = "**a question**: does it belong here? Near the threshold this answer teaches most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A pull request we intend to open."""

    title: str
    body: str
    text: str
    """The whole list file as it should read on the branch."""
    diff: str
    """The unified diff of the list file."""
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The pull request that would be opened, and what stays out of it."""

    proposal: Proposal
    near_misses: tuple[Candidate, ...]
    """The best papers below the threshold, best first."""
    waiting: int
    """How many papers reach the threshold but have no room in this pull request."""
    unplaced: tuple[tuple[Paper, str], ...]
    """Papers that reach the threshold but have no safe place in the list, each with the reason."""
    polled: Polled
    ranking: Ranking


def draft(
    listed: AwesomeList,
    papers: Sequence[Paper],
    *,
    ranking: Ranking,
    polled: Polled,
    max_rows: int,
    near_misses: int,
    preferences: Preferences = NO_PREFERENCES,
    path: str = "README.md",
    facts_of: Callable[[Paper], Facts] = compose.facts_of,
    scores: Floats | None = None,
    left_alone: Mapping[ArxivId, Shown] = MappingProxyType({}),
    shown: Collection[str] = (),
) -> Draft:
    """Return the pull request that adds the best of `papers` to the list.

    With their `scores`, only the papers that are shown are taken from `papers`. `left_alone` are
    near misses that people saw and did not tick, by arXiv id, and `shown` those that they see now.
    """
    scores = ranking.classifier.score(papers) if scores is None else scores
    allowed = partial(_proposable, listed, preferences=preferences, left_alone=left_alone)
    best, threshold = allowed(papers, scores), ranking.point.threshold
    reaching, below = _parted(best, threshold, most_below=near_misses, shown=shown)
    text, candidates, unplaced = _added(listed, reaching, ranking, facts_of, max_rows=max_rows)
    below += _always_shown(papers, scores, preferences, allowed, without=(*reaching, *below))
    question = _question(papers, scores, ranking, allowed) if preferences.asks else None
    misses = _not_added(listed, below, ranking, facts_of, preferences, question)
    waiting = len(reaching) - len(candidates) - len(unplaced)
    noise = estimate(ranking.point)
    title, body = pull_request_text(candidates, misses, polled=polled, noise=noise, waiting=waiting)
    diff = unified_diff(listed.text, text, path=path)
    return Draft(
        proposal=Proposal(title=title, body=body, text=text, diff=diff, candidates=candidates),
        near_misses=misses,
        waiting=waiting,
        unplaced=unplaced,
        polled=polled,
        ranking=ranking,
    )


def _proposable(
    listed: AwesomeList,
    papers: Sequence[Paper],
    scores: Floats,
    preferences: Preferences,
    left_alone: Mapping[ArxivId, Shown],
) -> Iterator[tuple[Paper, float]]:
    """Yield the papers that may be proposed with their scores, best first, each id once."""
    seen = set()
    for at in np.argsort(-scores, kind="stable"):
        paper, score = papers[at], float(scores[at])
        if paper.arxiv_id in seen:
            continue
        seen.add(paper.arxiv_id)
        if not (
            compose.is_withdrawn(paper)
            or preferences.keep_out(paper)
            or listed.holds(arxiv_id=paper.arxiv_id, title=paper.title, authors=paper.authors)
        ) and is_new_to_people(paper, score, left_alone.get(paper.arxiv_id)):
            yield paper, score


def _parted(
    best: Iterable[tuple[Paper, float]],
    threshold: float,
    *,
    most_below: int,
    shown: Collection[str],
) -> tuple[list[Paper], list[Paper]]:
    """Return the papers that reach the threshold, and the first few that do not, best first.

    Those that are `shown` below it stay there until people tick them.
    """
    reaching: list[Paper] = []
    below: list[Paper] = []
    for paper, score in best:
        if score >= threshold and paper.arxiv_id not in shown:
            reaching.append(paper)
        elif len(below) < most_below:
            below.append(paper)
        elif score < threshold:
            break
    return reaching, below


def _added(
    listed: AwesomeList,
    papers: Sequence[Paper],
    ranking: Ranking,
    facts_of: Callable[[Paper], Facts],
    *,
    max_rows: int,
) -> tuple[str, tuple[Candidate, ...], tuple[tuple[Paper, str], ...]]:
    """Return the list with rows for the best papers, these papers, and those without a place.

    A paper without a place takes no row from those that have one.
    """
    facts: list[Facts] = []
    refused = 0
    addition = listed.add(())
    while len(facts) < (most := min(len(papers), max_rows + min(refused, _MOST_REFUSED))):
        facts += [facts_of(paper) for paper in papers[len(facts) : most]]
        addition = listed.add(facts)
        refused = sum(placed.line is None for placed in addition.placed)
    places = list(zip(papers, facts, addition.placed, strict=False))
    candidates = tuple(
        at_its_place(_candidate(paper, known, placed.row, ranking), placed)
        for paper, known, placed in places
        if placed.line
    )
    unplaced = tuple((paper, placed.reason) for paper, _, placed in places if not placed.line)
    return listed.recounted(addition.text), candidates, unplaced


def at_its_place(candidate: Candidate, placed: Placed) -> Candidate:
    """Return a candidate with its row, the headings above it, and those it could be moved to."""
    is_open = placed.could_move and not placed.is_sure
    return replace(
        candidate,
        row=placed.row,
        section=placed.section,
        other_section=placed.other_section if is_open else "",
    )


def _not_added(
    listed: AwesomeList,
    papers: Sequence[Paper],
    ranking: Ranking,
    facts_of: Callable[[Paper], Facts],
    preferences: Preferences,
    question: Paper | None,
) -> tuple[Candidate, ...]:
    """Return the papers with the rows that they would have, and why they are shown.

    The `question` is one of them, or comes after them.
    """
    shown = [*papers, question] if question and question not in papers else papers
    known = [facts_of(paper) for paper in shown]
    return tuple(
        replace(
            _candidate(paper, facts, listed.row(facts), ranking),
            shown_for=QUESTION if paper == question else preferences.shown_for(paper),
        )
        for paper, facts in zip(shown, known, strict=True)
    )


def _always_shown(
    papers: Sequence[Paper],
    scores: Floats,
    preferences: Preferences,
    shown: Callable[[Sequence[Paper], Floats], Iterable[tuple[Paper, float]]],
    *,
    without: Iterable[Paper],
) -> list[Paper]:
    """Return the best of the papers that are shown whatever their score, best first.

    They are read in slices: each paper may have to be fetched from the state. `shown` yields those
    of some papers that people may see.
    """
    if not preferences.always_show_some:
        return []
    out = {paper.arxiv_id for paper in without}
    found = [
        (at, paper)
        for begin in range(0, len(papers), _SLICE)
        for at, paper in enumerate(papers[begin : begin + _SLICE], start=begin)
        if paper.arxiv_id not in out and preferences.shown_for(paper)
    ]
    asked = [paper for _, paper in found]
    best = shown(asked, np.array([scores[at] for at, _ in found]))
    return [paper for paper, _ in islice(best, MOST_ALWAYS_SHOWN)]


def _question(
    papers: Sequence[Paper],
    scores: Floats,
    ranking: Ranking,
    shown: Callable[[Sequence[Paper], Floats], Iterable[tuple[Paper, float]]],
) -> Paper | None:
    """Return the paper near the threshold that people may see and would teach most by."""
    places = near_threshold(scores, ranking.point.threshold)
    near = shown([papers[at] for at in places], scores[places])
    return most_telling(ranking.classifier, [paper for paper, _ in near])


def _candidate(paper: Paper, facts: Facts, row: Row, ranking: Ranking) -> Candidate:
    score = ranking.classifier.explain(paper)
    return Candidate(paper=paper, score=score, facts=facts, row=row)
