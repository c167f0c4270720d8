"""What a paper says of itself: its words that decided, and the sentences that hold them.

Nothing is rephrased. The metadata of arXiv, abstracts included, is in the public domain (CC0):
https://info.arxiv.org/help/license/index.html.
"""

import re
from collections.abc import Iterable, Sequence

from wsss_bot.domain import Paper, Score, Term
from wsss_bot.score.texts import spelled
from wsss_bot.text import escape
from wsss_bot.text.latex import to_unicode

SENTENCES = 2
LONGEST_SENTENCE = 300
BY_AUTHOR = "by "
"""What a term of the classifier begins with that is an author: nobody's name is a public reason."""

_END = re.compile(r"[.!?][\"'’”)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9Α-Ω])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|et al|resp|approx|w\.r\.t|a\.k\.a|Fig|Figs|Eq|Eqs|Sec|Tab|No|Dr"
    r"|Prof|St|Mr|Mrs)|(?:^|\s)[A-Z])\.[\"'’”)\]]*\s+\Z"
)


def words_that_decided(paper: Paper, score: Score, most: int) -> tuple[str, ...]:
    """Return the terms that raised a score, as the paper's own words, strongest first."""
    title, abstract = to_unicode(paper.title), to_unicode(paper.abstract)
    shown: dict[str, str] = {}
    for term in _raising(score.terms):
        words = spelled(term.text, title) or spelled(term.text, abstract) or term.text
        shown.setdefault(words.casefold(), words)
    return tuple(shown.values())[:most]


def deciding_sentences(paper: Paper, score: Score) -> tuple[str, ...]:
    """Return the two sentences of the abstract that hold most of what decided, in their order.

    The second one is that which adds most to the first. Empty where none holds a deciding term.
    """
    sentences = sentences_of(to_unicode(paper.abstract))
    left = {term.text: term.push for term in _raising(score.terms)}
    holds = [{text for text in left if spelled(text, sentence)} for sentence in sentences]
    chosen: list[int] = []
    while len(chosen) < SENTENCES:
        worth = [sum(left[text] for text in texts) for texts in holds]
        best = max(range(len(worth)), key=worth.__getitem__, default=None)
        if best is None or worth[best] <= 0:
            break
        chosen.append(best)
        left |= dict.fromkeys(holds[best], 0.0)
    return tuple(escape.cut(sentences[at], LONGEST_SENTENCE) for at in sorted(chosen))


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text on one line, each as it stands there."""
    whole, begins, sentences = escape.one_line(text), 0, []
    for end in _END.finditer(whole):
        if not _ABBREVIATION.search(whole, begins, end.end()):
            sentences.append(whole[begins : end.end()].rstrip())
            begins = end.end()
    return tuple(one for one in (*sentences, whole[begins:].strip()) if one)


def _raising(terms: Iterable[Term]) -> Sequence[Term]:
    """Return the terms that raised a score and are no authors."""
    return [term for term in terms if term.push > 0 and not term.text.startswith(BY_AUTHOR)]
