"""What single papers are asked about beside arXiv: Crossref by DOI, Semantic Scholar by arXiv id.

Each answer is kept, and asked for again after a month. A service that fails once is not asked again
in the same run, and nothing that was known is lost.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from wsss_bot.domain import ArxivId
from wsss_bot.errors import NotPublished, SourceError
from wsss_bot.sources import crossref, huggingface, semantic_scholar
from wsss_bot.sources.kept_answers import Answer, KeptAnswers
from wsss_bot.sources.visits import Visits

log = logging.getLogger(__name__)

ASKED_AGAIN_AFTER = timedelta(days=30)
MOST_SINGLE = 20
"""So many papers a service is asked about one by one in a run: a minute at three seconds each."""

CROSSREF, SEMANTIC_SCHOLAR = "Crossref", "Semantic Scholar"
HUGGING_FACE = "Hugging Face"


class Beside:
    """Asks services about single papers, and keeps what they say."""

    def __init__(
        self,
        kept: KeptAnswers,
        visits: Visits,
        *,
        now: Callable[[], datetime],
        use_crossref: bool,
        use_huggingface: bool = False,
        scholar_key: str = "",
    ) -> None:
        """Take where answers are kept; without `scholar_key` Semantic Scholar is not asked."""
        self._kept, self._visits, self._now = kept, visits, now
        self._uses = {CROSSREF: use_crossref, HUGGING_FACE: use_huggingface}
        self._scholar_key = scholar_key
        self._asked: Counter[str] = Counter()
        self._failed: dict[str, str] = {}

    @property
    def errors(self) -> tuple[str, ...]:
        """What could not be asked, each in a sentence with since when."""
        return tuple(self._failed.values())

    def work(self, doi: str) -> crossref.Work | None:
        """Return what Crossref says of a DOI; None: nothing, or it was not asked."""
        key = doi.strip().casefold()
        if not key or key.startswith("10.48550/"):  # arXiv's own, which other agencies keep
            return None
        url = crossref.address_of(key)
        known = self._one(CROSSREF, key, url, lambda body: crossref.in_short(body, url=url))
        return crossref.read_work(known.encode(), url=url) if known else None

    def repository(self, arxiv_id: ArxivId) -> str | None:
        """Return the repository that Hugging Face links to a paper; None: none, or nobody asked."""
        url = huggingface.address_of(arxiv_id)
        told = self._one(
            HUGGING_FACE,
            arxiv_id,
            url,
            lambda body: huggingface.read_repository(body, arxiv_id, url=url) or "",
        )
        return told or None

    def _one(self, service: str, key: str, url: str, read: Callable[[bytes], str]) -> str:
        """Return what a service says of one paper, in short; it is asked where that is due."""
        known = self._kept.find(service, key)
        asks = self._uses[service] and service not in self._failed
        if asks and self._asked[service] < MOST_SINGLE and self._is_due(known):
            self._asked[service] += 1
            try:
                known = self._keep(service, key, read(self._visits.get(url)))
            except NotPublished:
                known = self._keep(service, key, "")
            except SourceError as error:
                self._fail(service, error)
        return known.body if known else ""

    def scholar(self, arxiv_id: ArxivId) -> semantic_scholar.Paper | None:
        """Return what Semantic Scholar has said of a paper; None: nothing, or it was not asked."""
        known = self._kept.find(SEMANTIC_SCHOLAR, arxiv_id)
        if known is None or not known.body:
            return None
        url = semantic_scholar.BATCH
        body = f"[{known.body}]".encode()
        return semantic_scholar.read_batch(body, [arxiv_id], url=url).get(arxiv_id)

    def ask_scholar(self, ids: Sequence[ArxivId]) -> None:
        """Ask Semantic Scholar about the papers of which it has not been asked this month."""
        if not self._scholar_key or SEMANTIC_SCHOLAR in self._failed:
            return
        due = [i for i in ids if self._is_due(self._kept.find(SEMANTIC_SCHOLAR, i))]
        url, size = semantic_scholar.BATCH, semantic_scholar.MOST_IDS
        try:
            for batch in (due[at : at + size] for at in range(0, len(due), size)):
                body = self._visits.post(
                    url,
                    semantic_scholar.question(batch),
                    headers={"x-api-key": self._scholar_key},
                )
                for arxiv_id, text in semantic_scholar.parted(body, batch, url=url).items():
                    self._keep(SEMANTIC_SCHOLAR, arxiv_id, text)
        except SourceError as error:
            self._fail(SEMANTIC_SCHOLAR, error)

    def _is_due(self, known: Answer | None) -> bool:
        return known is None or self._now() - known.asked_at >= ASKED_AGAIN_AFTER

    def _keep(self, service: str, key: str, body: str) -> Answer:
        answer = Answer(asked_at=self._now(), body=body)
        self._kept.keep(service, key, answer)
        if self._kept.failing_since(service):
            self._kept.set_failing(service, None)
        return answer

    def _fail(self, service: str, error: SourceError) -> None:
        since = self._kept.failing_since(service) or self._now()
        self._kept.set_failing(service, since)
        self._failed[service] = f"{error}; {service} could not be asked since {since:%Y-%m-%d}"
        log.warning("%s: %s", service, error)
