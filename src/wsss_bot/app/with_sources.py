"""The sources of papers and facts, as config and environment want them."""

import logging
import random
from typing import TYPE_CHECKING

from wsss_bot.app.given import Given
from wsss_bot.sources.pace import least_pause
from wsss_bot.state import Store

if TYPE_CHECKING:
    from wsss_bot.sources.arxiv.arxiv import Arxiv
    from wsss_bot.sources.beside import Beside
    from wsss_bot.sources.gate import Gate, GateFile
    from wsss_bot.sources.visits import Visits

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 20.0
"""How long a command that somebody waits for goes on trying when arXiv does not answer."""


class WithSources(Given):
    """What asks arXiv, and the sources beside it."""

    def arxiv(
        self,
        *,
        patience_seconds: float | None = None,
        gate: "Gate | None" = None,
        timeouts: tuple[float, float] | None = None,
        catches_up: bool = False,
    ) -> "Arxiv":
        """Return arXiv behind one polite session; `gate` shares its pause with other processes.

        `patience_seconds` is how long to go on trying; None: as long as somebody waits for it.
        `timeouts` are seconds to connect, and between two pieces of an answer; None: patient ones.
        Whether it `catches_up` is whether a next run reads what this one cannot.
        """
        from wsss_bot.sources.arxiv.arxiv import TIMEOUTS, Arxiv, PoliteSession

        told = self.config.arxiv
        self._check_network(told.api_url, told.rss_url)
        session = PoliteSession(
            contact=told.contact,
            now=self.clock.now,
            sleep=self.clock.sleep,
            random=random.random,
            pause_seconds=told.pause_seconds,
            patience_seconds=PATIENCE_SECONDS if patience_seconds is None else patience_seconds,
            timeouts=timeouts or TIMEOUTS,
            gate=gate,
            gate_file=self._gate_file(),
            catches_up=catches_up,
        )
        return Arxiv(session, api_url=told.api_url, rss_url=told.rss_url)

    def _gate_file(self) -> "GateFile | None":
        """Return the gate that all commands of this user pass, where arXiv is owed a pause."""
        from wsss_bot.sources.gate import GateFile, cache_folder

        told = self.config.arxiv
        if max(told.pause_seconds, least_pause(told.api_url), least_pause(told.rss_url)) <= 0:
            return None
        try:
            return GateFile(cache_folder(self._environment) / "arxiv.gate")
        except (OSError, RuntimeError) as error:
            log.info("other commands cannot be made to wait for arXiv: %s", error)
            return None

    def visits(self, *, timeouts: tuple[float, float] | None = None) -> "Visits":
        """Return what asks services beside arXiv; `timeouts` are as for arXiv."""
        from wsss_bot.sources.visits import TIMEOUTS, Visits

        return Visits(
            contact=self.config.arxiv.contact,
            now=self.clock.now,
            sleep=self.clock.sleep,
            timeouts=timeouts or TIMEOUTS,
        )

    def beside(self, state: Store, visits: "Visits", *, asks: bool = True) -> "Beside":
        """Return what asks Crossref and Semantic Scholar, as far as the config wants it.

        With `asks` false it only tells what they said before.
        """
        from wsss_bot.sources.beside import Beside

        return Beside(
            state.answers,
            visits,
            now=self.clock.now,
            use_crossref=asks and self.config.sources.crossref,
            use_huggingface=asks and self.config.sources.huggingface,
            scholar_key=self.scholar_key() if asks else "",
        )

    def scholar_key(self) -> str:
        """Return the key of Semantic Scholar; empty where it is not to be asked."""
        wanted = self.config.sources.semantic_scholar
        return self._environment.get("WSSS_BOT_S2_KEY", "").strip() if wanted else ""
