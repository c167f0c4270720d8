"""What a run keeps for the next: its classifier, and the scores that it gave."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from wsss_bot.domain import Example
from wsss_bot.score import Classifier, Names, ReadWords, from_bytes, to_bytes, train

log = logging.getLogger(__name__)


class Cache(Protocol):
    """Keeps some bytes."""

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


class Nothing:
    """A cache that is always empty."""

    def read(self) -> bytes | None:
        """Return nothing."""
        return None

    def write(self, data: bytes) -> None:
        """Keep nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caches:
    """Where what a run learnt is kept."""

    classifier: Cache
    scores: Cache
    read: ReadWords | None = None
    """The words of texts that other lists learn from too."""

    def read_only(self) -> "Caches":
        """Return the same, never to be written."""
        return replace(self, classifier=ReadOnly(self.classifier), scores=ReadOnly(self.scores))


NO_CACHES = Caches(classifier=Nothing(), scores=Nothing())


def kept(names: Names, *, cache: Cache) -> Classifier | None:
    """Return the classifier that was kept, if what there is to learn from hardly changed since."""
    data = cache.read()
    if data is None:
        return None
    try:
        return from_bytes(data, names)
    except ValueError as reason:
        log.info("the classifier that was kept is not used: %s", reason)
        return None


def trained(
    examples: Sequence[Example], *, cache: Cache, read: ReadWords | None = None
) -> Classifier:
    """Return a classifier trained on the examples, and keep it. Raises TrainingError.

    `read` holds the words of texts that other lists learn from too.
    """
    classifier = train(examples, read=read)
    cache.write(to_bytes(classifier))
    return classifier
