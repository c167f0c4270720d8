"""An installation: its lists, what they share, and the program composed for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from wsss_bot.app import App
from wsss_bot.config import Config, StateSection
from wsss_bot.fleet.members import SHARED_STATE, Member
from wsss_bot.fleet.shards import WHOLE, Shard


class Compose(Protocol):
    """Composes a program from its config, the state file that lists share, and who signs in."""

    def __call__(self, config: Config, shared_state: Path | None, *, installation: str = "") -> App:
        """Return it; `installation` is the number with which a GitHub App signs in."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Many lists that are served together."""

    members: Sequence[Member]
    states: Path
    """The folder of their states."""
    compose: Compose
    now: Callable[[], datetime]
    shard: Shard = WHOLE
    """Of whose lists this process serves."""

    @property
    def shared(self) -> Path:
        """Return the state file of what is the same for all lists."""
        return self.states / SHARED_STATE

    @property
    def served(self) -> tuple[Member, ...]:
        """Return the lists that this process serves, those that cannot be used included."""
        return tuple(m for m in self.members if self.shard.holds(m.repository))

    def app(self, member: Member) -> App:
        """Return the program of a list that can be used."""
        assert member.config is not None, member.fault  # noqa: S101  # the caller asked
        config = replace(member.config, state=StateSection(path=str(member.state)))
        return self.compose(config, self.shared, installation=member.installation)

    def poll_app(self) -> App:
        """Return the program that polls for all lists."""
        usable = [member.config for member in self.members if member.config]
        config = usable[0] if usable else Config()
        arxiv = replace(
            config.arxiv,
            categories=self.categories,
            backfill_months=max((c.arxiv.backfill_months for c in usable), default=12),
        )
        return self.compose(
            replace(config, arxiv=arxiv, state=StateSection(path=str(self.shared))), None
        )

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the categories of all lists, those of other workers included."""
        usable = [member.config for member in self.members if member.config]
        return tuple(sorted({name for config in usable for name in config.arxiv.categories}))
