"""What is known of a paper, listed or new, that tells its topic."""

import re
from dataclasses import dataclass

from wsss_bot.awesome_list.understand.order import id_key
from wsss_bot.domain import Entry, Facts, Paper

_WORD = re.compile(r"[^\W\d_]{2,}|\d+[^\W\d_]+|[\u3040-\u9fff]")
_STEMS = (5, 7)
"""A longer word also counts as its first letters: 'segmentation' as 'segme*' and 'segment*'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is known of a paper, listed or new, that tells its topic."""

    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    month: int | None = None
    """When it was submitted, in months of the calendar."""

    @property
    def words(self) -> list[str]:
        """Its words and their stems."""
        found = []
        for word in _WORD.findall(f"{self.title} {self.abstract}".casefold()):
            found.append(word)
            found += [f"{word[:n]}*" for n in _STEMS if len(word) > n]
        return [*found, *(f"@{name.casefold()}" for name in self.authors)]


def listed_text(entry: Entry, paper: Paper | None) -> Text:
    """Return what is known of an entry, from its record where there is one."""
    key = id_key((entry.arxiv_id,)) if entry.arxiv_id else None
    return Text(
        title=paper.title if paper else entry.title,
        abstract=paper.abstract if paper else "",
        authors=paper.authors if paper else (),
        month=12 * key[0] + key[1] if key else None,
    )


def new_text(facts: Facts) -> Text:
    """Return what is known of a paper that is not listed yet."""
    day = facts.submitted_on
    return Text(
        title=facts.title,
        abstract=facts.abstract,
        authors=facts.authors,
        month=12 * day.year + day.month,
    )
