"""What to learn from: the entries of the list, and the rest of the corpus as background."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from operator import attrgetter

from wsss_bot.domain import ArxivId, Entry, Example, Origin, Paper
from wsss_bot.errors import TrainingError
from wsss_bot.score.recipe import DEFAULT, Recipe
from wsss_bot.text.titles import title_key

FEWEST_ENTRIES = 4
"""A list with fewer entries than this says too little about what belongs on it."""

_FEWEST_BACKGROUND = 2
"""Of one paper alone nothing is left to learn from when it is held out."""
_ENOUGH_TO_TELL = 1_000
_ENGLISH = frozenset({"the", "of", "and", "to", "in", "for", "with", "we", "is", "that", "from"})
_FOREIGN = frozenset(
    "der das und ist nicht wir le les est une dans pour nous el los las que para una il di che per"
    " não uma het een".split()
)
"""Small words of German, French, Spanish, Italian, Portuguese and Dutch that are not English."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_CHANCE = 3
"""So many foreign small words prove nothing."""

WEIGHTS: dict[Origin, float] = {
    "listed": 1.0,
    "background": 1.0,
    "accepted": 1.0,
    "edited": 1.0,
    "removed": 1.0,
    "declined": 0.02,
}
"""What one example counts beside an entry of the list.

All of the background together counts as much as all that is relevant. A removed row was looked at
and refused; a pull request closed without a word says little about each of its papers.
"""
MOST_OF_ONE_CLOSING = 0.02
"""What one closed pull request counts at most beside all entries of the list."""


def training_set(entries: Sequence[Entry], corpus: Iterable[Paper]) -> tuple[Example, ...]:
    """Return the entries of the list with their texts, then the rest of the corpus as background.

    A text is found by arXiv id, else by title; an entry without one is represented by its title.
    The corpus is read once; a paper that is listed, or comes twice, is never background.
    """
    by_id = {entry.arxiv_id: at for at, entry in enumerate(entries) if entry.arxiv_id}
    by_title = {key: at for at, entry in enumerate(entries) if (key := title_key(entry.title))}
    texts: dict[int, Paper] = {}
    background: dict[str, Example] = {}
    for paper in corpus:
        at = by_id.get(paper.arxiv_id)
        if at is not None:
            texts[at] = paper
        elif (at := by_title.get(title_key(paper.title))) is not None:
            texts.setdefault(at, paper)
        elif paper.arxiv_id not in background:
            background[paper.arxiv_id] = Example(
                title=paper.title,
                abstract=paper.abstract,
                relevant=False,
                origin="background",
                key=paper.arxiv_id,
                submitted_at=paper.submitted_at,
                authors=paper.authors,
            )
    listed = (
        Example(
            title=texts[at].title if at in texts else entry.title,
            abstract=texts[at].abstract if at in texts else "",
            relevant=True,
            origin="listed",
            key=entry.arxiv_id or "",
            entry=entry,
            submitted_at=texts[at].submitted_at if at in texts else None,
            authors=texts[at].authors if at in texts else (),
        )
        for at, entry in enumerate(entries)
    )
    return (*listed, *background.values())


_ORDER = attrgetter("key", "title", "abstract", "origin", "relevant", "authors")


def digest(examples: Iterable[Example], recipe: Recipe = DEFAULT) -> str:
    """Return the digest of a training set under a recipe; the order does not matter."""
    lines = sorted(map(_line, examples))
    return hashlib.sha256("\x1e".join((repr(recipe), *lines)).encode()).hexdigest()[:16]


def _line(example: Example) -> str:
    """Return all of an example that is learnt from."""
    e = example
    facts = (e.origin, str(e.relevant), str(e.submitted_at), str(e.closed_in))
    return "\x1f".join((e.key, e.title, e.abstract, *facts, *e.authors))


def checked(examples: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """Return the relevant examples and the others; raise TrainingError if either says too little.

    A paper that was refused or accepted is background no longer. The order in which examples are
    given does not matter: both sides are in that of their ids, the entries of the list first.
    """
    examples = sorted(examples, key=_ORDER)
    decided = {e.key for e in examples if e.origin != "background" and e.key}
    relevant = sorted((e for e in examples if e.relevant), key=lambda e: e.entry is None)
    others = [
        e for e in examples if not e.relevant and (e.origin != "background" or e.key not in decided)
    ]
    if len(relevant) < FEWEST_ENTRIES:
        raise TrainingError(
            f"{len(relevant)} of the list's entries are too few to learn from; "
            f"at least {FEWEST_ENTRIES} are needed"
        )
    if any(e.abstract for e in others) and not any(e.abstract for e in relevant):
        raise TrainingError(
            "no entry of the list has a text: none of them is in the corpus, by arXiv id or by "
            "title; give a corpus that holds the list's papers"
        )
    if sum(e.origin == "background" for e in others) < _FEWEST_BACKGROUND:
        raise TrainingError(
            "there is no background, or one paper only, to tell the list's papers from: "
            "give a corpus with other papers of the same categories"
        )
    for side, name in ((relevant, "list"), (others, "background")):
        if not _is_english(side[:_ENOUGH_TO_TELL]):
            raise TrainingError(
                f"the texts of the {name} are not in English, which is the only language that "
                "can be learnt from; give a list and a corpus with English titles"
            )
    return relevant, others


def _is_english(examples: Sequence[Example]) -> bool:
    """Say whether nothing speaks against English: neither the letters nor the small words."""
    text = " ".join(f"{e.title} {e.abstract}" for e in examples).lower()
    foreign_letters = sum(map(str.isalpha, _NOT_ASCII.findall(text)))
    letters = len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS)) + foreign_letters
    small = Counter(text.split())
    english = sum(small[word] for word in _ENGLISH)
    foreign = sum(small[word] for word in _FOREIGN)
    return 2 * foreign_letters <= letters and foreign <= english + _CHANCE


def as_paper(example: Example) -> Paper:
    """Return an example as a paper, as far as it says: for what scores papers."""
    return Paper(
        arxiv_id=ArxivId(example.key),
        title=example.title,
        abstract=example.abstract,
        submitted_at=example.submitted_at or datetime.min.replace(tzinfo=UTC),
        authors=example.authors,
    )
