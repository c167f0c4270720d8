"""Which cells of old rows a refresh proposes: those that nobody has answered and that hold good."""

from collections.abc import Iterable
from dataclasses import replace

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import Outcome
from wsss_bot.old_rows.cells import FoundCells, Offer
from wsss_bot.old_rows.complete import Completable
from wsss_bot.old_rows.links import Missed, look_at_links
from wsss_bot.old_rows.text import LookedUp
from wsss_bot.pull_request.answers import Known
from wsss_bot.pull_request.code_checks import Ask, CodeLinks, checked
from wsss_bot.pull_request.proposed import ProposedCell


def choose(
    listed: AwesomeList,
    found: Completable,
    known: Known[ProposedCell],
    *,
    room: int,
    links: CodeLinks,
    missed: Missed,
    missing: str = "",
) -> FoundCells:
    """Choose what there is `room` for, and look at the links of the rows that are touched.

    `missed` are the repositories where nothing was found so far; `missing` says in words what
    could not be looked up.
    """
    open_rows = [row for offers in found.rows() if (row := _open(offers, known))]
    chosen: list[tuple[Offer, ...]] = []
    while open_rows and len(chosen) < room:
        if checked_row := _with_usable_code(open_rows.pop(0), links.ask_once):
            chosen.append(checked_row)
    offers = [offer for row in chosen for offer in row]
    undecided = [cell for key, cell in known.proposed.items() if _waits(known, key)]
    touched = [*(offer.cell for offer in offers), *undecided]
    mended, gone = look_at_links(listed, touched, links.ask_again, missed)
    offers += _open(mended, known)
    notices = sorted([*found.notices, *gone], key=lambda notice: notice.line)
    return FoundCells(
        offers=tuple(offers),
        looked_up=LookedUp(
            text=listed.text,
            rows=len(listed.entries),
            known=found.known,
            waiting=len(open_rows),
            notices=tuple(notices),
            flaws=listed.flaws,
            missing=missing,
        ),
    )


def _open(offers: Iterable[Offer], known: Known[ProposedCell]) -> tuple[Offer, ...]:
    """Return the offers that people have not answered yet, and that do not wait for an answer.

    Who refuses an arXiv id says that it is another paper, which can tell nothing of the row. What
    is refused in one row of a paper is not offered in another: rows are counted, and people add
    and delete some.
    """
    refused = [known.proposed[key] for key, outcome in known.outcomes.items() if outcome.is_refusal]
    keys = {cell.key for cell in refused}
    cells = {(cell.arxiv_id, cell.role) for cell in refused}
    return tuple(
        offer
        for offer in offers
        if offer.cell.key_of("paper") not in keys
        and (offer.cell.arxiv_id, offer.cell.role) not in cells
        and not _waits(known, offer.cell.key)
        and not _was_rewritten(known, offer.cell)
    )


def _was_rewritten(known: Known[ProposedCell], cell: ProposedCell) -> bool:
    """Whether people put something else in the place of just that: 'arXiv' instead of a venue."""
    rewritten = known.outcomes.get(cell.key) is Outcome.EDITED
    return rewritten and known.proposed[cell.key].after == cell.after


def _waits(known: Known[ProposedCell], key: str) -> bool:
    return known.outcomes.get(key) is Outcome.WAITING


def _with_usable_code(offers: Iterable[Offer], ask: Ask) -> tuple[Offer, ...]:
    """Return the offers of a row with their code links checked, and without those to nowhere."""
    kept = []
    for offer in offers:
        facts = offer.facts
        if offer.cell.role == "code" and facts is not None:
            facts = checked(facts, ask)
            if not facts.code:
                continue
        kept.append(replace(offer, facts=facts))
    return tuple(kept)
