"""Papers of new official listings that are not on arXiv: found once, then ranked like all others.

What was found is kept in the state. A listing that could not be searched to its end is searched
again by the next run, which asks for nothing twice.
"""

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from wsss_bot import progress
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Outcome, Paper
from wsss_bot.errors import NotPublished, RemoteError
from wsss_bot.jobs.job import Job
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.score import Classifier
from wsss_bot.sources.kept_answers import Answer
from wsss_bot.sources.proceedings.abstracts import has_page, read_abstract
from wsss_bot.sources.proceedings.discovery import (
    Titled,
    Unknown,
    best_of,
    is_recent,
    lists_such_papers,
    same_papers,
    unknown_papers,
)
from wsss_bot.sources.proceedings.kept import Edition, Place
from wsss_bot.sources.proceedings.places import places
from wsss_bot.text.paper_ids import is_on_arxiv
from wsss_bot.text.titles import title_key

log = logging.getLogger(__name__)

ABSTRACTS = "abstracts"
"""What pages of papers are kept under."""
_EVER = datetime.min.replace(tzinfo=UTC)
_LATELY = timedelta(days=30)
"""Papers that were first seen in this time are compared with those that were found."""


def discover(
    job: Job,
    listed: AwesomeList,
    classifier: Classifier,
    decided: Collection[str],
    titles: Collection[str],
) -> None:
    """Search the listings with news for papers that the list may want, and keep them.

    At most as many of a conference as a pull request has rows. `decided` are not looked at, nor
    what has one of their `titles`: each source has a page of its own for a paper. What fails is
    only logged: the report of a run says which sources fail.
    """
    told = job.config.sources
    if job.beside is None or not (told.proceedings and told.discover):
        return
    if not lists_such_papers(listed.entries):
        return
    for edition in job.beside.editions(listed.entries):
        if is_recent(edition, now=job.now):
            try:
                _Search(job, listed, classifier, decided, titles).of(edition)
            except RemoteError as error:
                log.warning("%s %d is not searched yet: %s", *edition, error)


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """A listing that has papers which were not searched."""

    place: Place
    at: datetime


class _Search:
    """One search of a listing."""

    def __init__(
        self,
        job: Job,
        listed: AwesomeList,
        classifier: Classifier,
        decided: Collection[str],
        titles: Collection[str],
    ) -> None:
        self._job, self._listed = job, listed
        self._classifier, self._decided, self._titles = classifier, decided, titles

    def of(self, edition: Edition) -> None:
        """Search what is new of a conference. Raises RemoteError where that has no end yet."""
        state, most = self._job.state, self._job.config.pull_request.max_rows
        news = self._news(edition)
        if news is None:
            return
        with progress.working(f"looking for papers in {edition[0]} {edition[1]}"):
            unknown = list(self._unknown(news))
            best = best_of(unknown, self._classifier.score, self._with_abstract, most=most)
            found = [self._as_arxiv_has_it(paper) for paper in best]
        with state.transaction():
            state.papers.keep(found, at=self._job.now)
            state.discovered.keep([paper.arxiv_id for paper in found], at=self._job.now)
            state.discovered.set_searched(*edition, news_at=news.at)

    def _news(self, edition: Edition) -> _News | None:
        listings, searched = self._job.state.listings, self._job.state.discovered
        before = searched.searched_at(*edition)
        looks = ((place, listings.look(place)) for place in places(*edition))
        found = [
            _News(place=place, at=look.news_at)
            for place, look in looks
            if look and look.news_at and (before is None or look.news_at > before)
        ]
        return found[0] if found else None

    def _unknown(self, news: _News) -> Iterator[Unknown]:
        state = self._job.state
        listing = state.listings.find(news.place)
        if listing is None:
            return
        known = state.papers.titles(seen_since=_EVER)
        yield from unknown_papers(
            listing,
            state.listings.abstracts(news.place),
            is_known=self._is_known,
            titles={title_key(title) for title in (*self._titles, *(t for _, t, _ in known))},
            seen_at=self._job.now,
        )

    def _is_known(self, paper: Paper) -> bool:
        return paper.arxiv_id in self._decided or self._listed.holds(
            arxiv_id=paper.arxiv_id, title=paper.title, authors=paper.authors
        )

    def _with_abstract(self, unknown: Unknown) -> Paper | None:
        """Return a paper with the abstract of its page, which is kept; None: it shows none."""
        answers, beside, key = self._job.state.answers, self._job.beside, unknown.paper.arxiv_id
        answer = answers.find(ABSTRACTS, key)
        if answer is None and beside is not None and has_page(unknown.link):
            try:
                body = read_abstract(beside.page(unknown.link), url=unknown.link)
            except NotPublished:
                body = ""
            answer = Answer(asked_at=self._job.now, body=body)
            answers.keep(ABSTRACTS, key, answer)
        return replace(unknown.paper, abstract=answer.body) if answer and answer.body else None

    def _as_arxiv_has_it(self, paper: Paper) -> Paper:
        """Return the paper as it is on arXiv, where it was there all the time."""
        others = {other.arxiv_id: other for other in self._job.arxiv.by_title(paper.title)}
        [*found] = same_papers([_titled(paper)], [_titled(other) for other in others.values()])
        return others[found[0][1]] if found else paper


def recognise(job: Job, proposed: Mapping[str, Proposed], decided: Collection[str]) -> set[ArxivId]:
    """Return the papers on arXiv that were decided before they came there, by their page.

    `proposed` are all that were ever proposed, by what names them; of these some are `decided`.
    """
    state = job.state
    pages = [ArxivId(key) for key in proposed if not is_on_arxiv(ArxivId(key))]
    state.discovered.keep(pages, at=job.now)
    awaited = [page for page, i in state.discovered.pages().items() if i is None]
    texts = state.papers.find(awaited)
    titled = [_titled(texts[page]) for page in awaited if page in texts]
    titled += [
        (page, proposed[page].title, ()) for page in pages if page in awaited and page not in texts
    ]
    titled = [one for one in titled if not is_on_arxiv(one[0])]
    if titled:
        lately = state.papers.titles(seen_since=job.now - _LATELY)
        for page, arxiv_id in same_papers(titled, lately):
            state.discovered.set_arxiv_id(page, arxiv_id)
    came = state.discovered.pages()
    answers = state.outcomes.all().items()
    out = {
        *decided,
        *(i for i, d in answers if i not in proposed and d.outcome is not Outcome.ENDED),
    }
    return {arxiv_id for page, arxiv_id in came.items() if arxiv_id and page in out}


def _titled(paper: Paper) -> Titled:
    return paper.arxiv_id, paper.title, paper.authors
