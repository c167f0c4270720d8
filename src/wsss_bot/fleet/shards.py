"""Which worker serves a list: always the same one, and never two, without anything between them."""

import re
from dataclasses import dataclass
from hashlib import sha256

from wsss_bot.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """The share of one worker: number `index`, from 0, of `count`."""

    index: int = 0
    count: int = 1

    def holds(self, repository: str) -> bool:
        """Whether the lists of a repository are this worker's; GitHub's names ignore the case."""
        digest = sha256(repository.casefold().encode()).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.index


WHOLE = Shard()
"""The share of the only worker."""


def parse_shard(text: str) -> Shard:
    """Return the share written as '2/7', the third of seven. Raises ConfigError."""
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text.strip())
    if found:
        index, count = int(found[1]), int(found[2])
        if index < count:
            return Shard(index=index, count=count)
    raise ConfigError(
        f"{text!r} is no share of the work; write INDEX/COUNT with the index from 0, like 2/7"
    )
