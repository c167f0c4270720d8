"""What each stretch of a row says, found from what is known of its paper: its skeleton.

In a skeleton every field is one sign of the private use area, which stands for a kind of fact and
the form that it has; equal skeletons are the same way to write a paper.
"""

from wsss_bot.awesome_list.grammar.marks import Habits
from wsss_bot.awesome_list.grammar.slots import Known, Signs, Skeleton
from wsss_bot.awesome_list.grammar.terms import Terms
from wsss_bot.domain import Role


class Anchorer:
    """Finds the fields of rows, and gives each its sign."""

    def __init__(self, signs: Signs, habits: Habits) -> None:
        self._signs = signs
        self.habits = habits

    def skeleton(self, raw: str, known: Known, role: Role | None = None) -> Skeleton:
        """Return the skeleton of an item or a cell."""
        work = Terms(raw, known, role, self.habits)
        work.find_ids()
        work.find_addresses()
        work.find_title()
        work.find_authors()
        work.find_method()
        if role != "title":
            work.find_terms()
        work.find_labels()
        pieces, at = [], 0
        for start, end, slot in sorted(work.found):
            pieces += [raw[at:start], self._signs.sign(slot)]
            at = end
        work.result.text = "".join([*pieces, raw[at:]])
        work.result.kinds = frozenset(slot.kind for _, _, slot in work.found)
        return work.result
