"""What the operator said of papers by their words and authors, whatever their score."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from wsss_bot.domain import ArxivId, Paper
from wsss_bot.text import escape
from wsss_bot.text.authors import is_same_person

HOLDS = "always shown: says “{words}”"
BY_AUTHOR = "always shown: by an author whom this list follows"
"""Which author is not said: nobody's name is a public reason."""


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """The papers that are kept out, and those that are shown at least as near misses."""

    exclude: Sequence[str] = ()
    """Words or phrases that keep a paper out; they win."""
    include: Sequence[str] = ()
    """Words or phrases of papers that are always shown."""
    authors: Sequence[str] = ()
    """Names of people whose papers are always shown."""
    by_them: Collection[ArxivId] = ()
    """Papers of people who are named otherwise, by their ORCID; always shown too."""
    asks: bool = False
    """Whether one near miss is a question: the paper whose answer would teach most."""

    @property
    def always_show_some(self) -> bool:
        """Whether any paper is shown for more than its score."""
        return bool(self.include or self.authors or self.by_them)

    def keep_out(self, paper: Paper) -> bool:
        """Whether one of the excluded phrases stands in title or abstract, as whole words."""
        return self._excluded is not None and bool(self._excluded.search(_text(paper)))

    def shown_for(self, paper: Paper) -> str:
        """Return in Markdown why a paper is always shown; empty: it is not."""
        if self._included and (found := self._included.search(_text(paper))):
            return HOLDS.format(words=escape.in_conversation(found[0]))
        named = (is_same_person(name, told) for told in self.authors for name in paper.authors)
        return BY_AUTHOR if paper.arxiv_id in self.by_them or any(named) else ""

    @cached_property
    def _excluded(self) -> re.Pattern[str] | None:
        return _any_of(self.exclude)

    @cached_property
    def _included(self) -> re.Pattern[str] | None:
        return _any_of(self.include)


def _text(paper: Paper) -> str:
    return f"{paper.title}\n{paper.abstract}"


def _any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern of whole words, in which any white space may stand between two."""
    told = [r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases if phrase.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(told)})(?!\w)", re.IGNORECASE) if told else None
