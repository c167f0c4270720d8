"""What the list has a place for and a new row does not say: what a maintainer may look for."""

from collections.abc import Mapping, Sequence

from wsss_bot.awesome_list.grammar.grammar import NAMED_KINDS, Written
from wsss_bot.awesome_list.model import Column
from wsss_bot.awesome_list.roles import ROLES
from wsss_bot.awesome_list.understand.anatomy import says_nothing
from wsss_bot.domain import Facts, Role

YEAR = "year of the venue"
_NAMED_ROLES: tuple[Role, ...] = ("method", "authors", "venue", "code")
"""The columns whose blank is named; date, title and link come straight from arXiv."""
_ROLES: Mapping[str, Role] = {role: role for role in _NAMED_ROLES}


def roles_of(columns: Sequence[Column], written: Written | None) -> frozenset[Role] | None:
    """Return the roles that a row has a place for; None where that is not known.

    `columns` are those of its table, of an item none; `written` is what its grammar says of it.
    """
    if not columns and written is None:
        return None
    kinds = written.kinds if written else frozenset()
    return frozenset({*(c.role for c in columns), *(_ROLES[k] for k in kinds if k in _ROLES)})


def left_out(
    columns: Sequence[Column],
    cells: Sequence[str],
    facts: Facts,
    written: Written | None = None,
    *,
    dated: bool,
) -> tuple[str, ...]:
    """Return what a row with these `cells` lacks, as people call it, each once.

    `dated` says whether the list usually gives the year of a venue.
    """
    pairs = list(zip(columns, cells, strict=False)) if len(columns) > 1 else []
    said = {c.role for c, cell in pairs if not says_nothing(cell)} - {"other"}
    names = [
        ROLES[column.role].shown
        for column, cell in pairs
        if column.role in _NAMED_ROLES and column.role not in said and says_nothing(cell)
    ]
    if written is not None:
        names += [NAMED_KINDS[kind] for kind in written.left_out]
        names += [columns[at].header for at in written.blank if columns[at].role == "other"]
        if dated and "venue" in written.kinds and facts.venue and facts.venue.year is None:
            names.append(YEAR)
    return tuple(dict.fromkeys(names))
