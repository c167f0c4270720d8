"""The classifier for a training set: the one that was kept, else a new one."""

import logging
from collections.abc import Sequence
from typing import Protocol

from wsss_bot.domain import Example
from wsss_bot.score import Classifier, from_bytes, to_bytes, train

log = logging.getLogger(__name__)


class Cache(Protocol):
    """Keeps the bytes of one classifier."""

    def read(self) -> bytes | None:
        """Return what was last written, if it is there."""

    def write(self, data: bytes) -> None:
        """Keep these bytes instead of what was written before."""


class ReadOnly:
    """A cache that is looked into and never written."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def read(self) -> bytes | None:
        """Return what was last written, if it is there."""
        return self._cache.read()

    def write(self, data: bytes) -> None:
        """Keep nothing."""


def trained(examples: Sequence[Example], *, cache: Cache) -> Classifier:
    """Return a classifier trained on the examples, or on such as hardly differ if one was kept.

    Raises TrainingError.
    """
    kept = cache.read()
    if kept is not None:
        try:
            return from_bytes(kept, examples)
        except ValueError as reason:
            log.info("the classifier that was kept is not used: %s", reason)
    classifier = train(examples)
    cache.write(to_bytes(classifier))
    return classifier
