"""Terms of texts that are counted once, though many classifiers are trained on the same texts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from wsss_bot.domain import Example
from wsss_bot.score import space
from wsss_bot.score.recipe import Kind
from wsss_bot.score.texts import text_of


class _Numbered:
    """The numbers of the terms of each text, by kind."""

    def __init__(self, kind: Kind) -> None:
        self.terms = space._Growing()
        self._numbers = space._numbers(kind, self.terms)
        self._kind = kind
        self._texts: dict[Any, NDArray[np.int32]] = {}

    def of(self, example: Example) -> NDArray[np.int32]:
        text = text_of(example, self._kind)
        if text not in self._texts:
            pieces = space._PIECES[self._kind](text)
            self._texts[text] = np.fromiter(map(self._numbers.__getitem__, pieces), dtype=np.int32)
        return self._texts[text]


@contextmanager
def remembered_terms() -> Iterator[None]:
    """Let training remember the terms of every text until the end."""
    known: dict[Kind, _Numbered] = {}

    def learnt(kind: Kind, examples: Sequence[Example]) -> tuple[list[str], Any]:
        numbered = known.setdefault(kind, _Numbered(kind))
        parts = [numbered.of(example) for example in examples]
        read = space._Read(numbers=np.concatenate(parts), ends=np.cumsum([0, *map(len, parts)]))
        return space._kept(read, numbered.terms, len(examples))

    with patch.object(space, "_learnt", learnt):
        yield
