"""Words of texts that are read once, though many classifiers are trained on the same texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np

from wsss_bot.score import material, vocabulary
from wsss_bot.score.vocabulary import Numbers, Papers, Tokens, Vocabulary


@contextmanager
def remembered_terms() -> Iterator[None]:
    """Let training remember the words of every text until the end."""
    growing = vocabulary._Growing()
    numbers = vocabulary._numbers(growing)
    known: dict[tuple[str, str], tuple[Numbers, int]] = {}

    def learn_words(papers: Papers) -> tuple[Vocabulary, Tokens]:
        parts = []
        for paper in papers:
            text = paper.title, paper.abstract
            if text not in known:
                tokens = vocabulary._read([paper], numbers)  # type: ignore[arg-type]
                known[text] = tokens.numbers, int(tokens.title_ends[0])
            parts.append(known[text])
        begins = np.cumsum([0, *(len(words) for words, _ in parts)])
        ends = begins[:-1] + np.array([end for _, end in parts])
        words = np.concatenate([words for words, _ in parts])
        return Vocabulary(growing), Tokens(numbers=words, begins=begins, title_ends=ends)

    with patch.object(material, "learn_words", learn_words):
        yield
