"""What the sources beside arXiv add to the facts of a paper: listings, then single answers."""

from collections.abc import Iterable
from dataclasses import replace

from wsss_bot.domain import Entry, Facts, Paper
from wsss_bot.sources.beside import CROSSREF, HUGGING_FACE, Beside
from wsss_bot.sources.crossref import Work
from wsss_bot.sources.proceedings.facts import PERHAPS, with_official, with_venue
from wsss_bot.sources.proceedings.listing import ProceedingsPaper
from wsss_bot.sources.proceedings.match import ENOUGH_IN_COMMON, Asked, Proceedings
from wsss_bot.text.authors import share_in_common, split_names
from wsss_bot.text.paper_ids import is_on_arxiv
from wsss_bot.text.titles import title_key
from wsss_bot.venues import spelled

PERHAPS_CODE = "perhaps {url}, which somebody linked to it on {service}"
BY_DBLP = "DBLP, by Semantic Scholar"
RETRACTED = "Crossref says that it was retracted"
OTHER_TITLE = "the title of that DOI is {title!r}"


class MoreFacts:
    """Adds to the facts of papers."""

    def __init__(
        self, proceedings: Proceedings, beside: Beside | None = None, entries: Iterable[Entry] = ()
    ) -> None:
        """Take the official listings, and what asks about single papers; None: nobody is asked.

        `entries` are those of the list: a row may have the title that a paper was published under.
        """
        self._proceedings, self._beside = proceedings, beside
        self._titles = {entry.arxiv_id: entry.title for entry in entries if entry.arxiv_id}

    def __call__(self, paper: Paper, facts: Facts) -> Facts:
        """Return the facts of a paper with what is known of it beside arXiv."""
        asked = Asked(
            title=paper.title,
            arxiv_id=paper.arxiv_id if is_on_arxiv(paper.arxiv_id) else None,
            authors=paper.authors,
            year=paper.submitted_at.year,
            other_titles=(self._titles.get(paper.arxiv_id, ""),),
        )
        facts = with_official(facts, self._proceedings.find(asked))
        if self._beside is None or not is_on_arxiv(paper.arxiv_id):
            return facts
        facts = self._with_code(paper, facts, self._beside)
        if facts.proceedings is not None:
            return facts
        if paper.doi and (work := self._beside.work(paper.doi)):
            facts = with_work(paper, facts, work)
        scholar = self._beside.scholar(paper.arxiv_id)
        if scholar is None or scholar.venue is None or "venue" in facts.doubts:
            return facts
        same = title_key(scholar.title) == title_key(paper.title)
        return with_venue(facts, scholar.venue, source=BY_DBLP) if same else facts

    def listed(self, entry: Entry) -> ProceedingsPaper | None:
        """Return the paper of a row without an arXiv id in official listings, if it is certain."""
        said = entry.authors or ""
        authors = () if "et al" in said else split_names(said)
        named = (f"{entry.method}: {entry.title}",) if entry.method else ()
        asked = Asked(title=entry.title, authors=authors, other_titles=named)
        return self._proceedings.find(asked).paper

    @staticmethod
    def _with_code(paper: Paper, facts: Facts, beside: Beside) -> Facts:
        """Return the facts with code that people may look at, where the authors name none."""
        if facts.code or "code" in facts.doubts:
            return facts
        url = beside.repository(paper.arxiv_id)
        why = PERHAPS_CODE.format(url=url, service=HUGGING_FACE)
        return replace(facts, doubts={**facts.doubts, "code": why}) if url else facts


def with_work(paper: Paper, facts: Facts, work: Work) -> Facts:
    """Return the facts with what Crossref says of the DOI that arXiv's record of the paper has.

    Under another title it may be the journal version; that is a doubt and no venue.
    """
    if work.retracted:
        facts = replace(facts, doubts={**facts.doubts, "paper": RETRACTED})
    if work.venue is None or "venue" in facts.doubts:
        return facts
    if work.has_title(paper.title):
        return with_venue(facts, work.venue, source=CROSSREF)
    if facts.venue or share_in_common(paper.authors, work.authors) < ENOUGH_IN_COMMON:
        return facts
    why = PERHAPS.format(
        official=spelled(work.venue),
        other=CROSSREF,
        why=OTHER_TITLE.format(title=next(iter(work.titles), "")),
    )
    return replace(facts, doubts={**facts.doubts, "venue": why})
