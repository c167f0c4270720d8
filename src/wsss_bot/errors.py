"""Everything that goes wrong on purpose.

    WsssBotError          the operator can read the text and act on it     exit code 1
      ConfigError         config.toml or the environment is wrong
      ListError           the list does not look the way we expect
      PapersError         a file of papers cannot be read
      TrainingError       there is too little to learn from
      StateError          the state file is damaged or foreign
        StateInUse        another program is working with it              exit code 75
      RemoteError         another machine failed; a later run catches up   exit code 75
        ArxivError
        GitHubError
        SourceError       a source beside arXiv: proceedings, Crossref, Semantic Scholar
          NotPublished    what was asked for will be there later

Anything else that escapes is a bug and is reported as one (exit code 3).
"""

DONE, BUG, TEMPORARY, INTERRUPTED = 0, 3, 75, 130


class WsssBotError(Exception):
    """What went wrong, in a sentence for the operator: what was found, expected, and to do."""

    exit_code = 1


class ConfigError(WsssBotError):
    """config.toml or the environment is wrong."""


class ListError(WsssBotError):
    """The list of papers does not look the way we expect."""


class PapersError(WsssBotError):
    """A file of papers cannot be read."""


class TrainingError(WsssBotError):
    """There is too little, or nothing usable, to learn from."""


class StateError(WsssBotError):
    """The state file is damaged, not ours, or in use by another bot."""


class StateInUse(StateError):  # noqa: N818  # it says what is, and nothing is wrong with that
    """Another program is working with the state file; later it will be free."""

    exit_code = TEMPORARY


class RemoteError(WsssBotError):
    """Another machine failed or answered badly; nothing is lost, the next run catches up."""

    exit_code = TEMPORARY

    def __init__(self, message: str, *, url: str = "", status: int | None = None) -> None:
        super().__init__(message)
        self.url = url
        """Where the request went, without anything secret."""
        self.status = status
        """The HTTP status, where there was an answer."""


class ArxivError(RemoteError):
    """arXiv did not answer, or answered with something that is not what was asked for."""


class GitHubError(RemoteError):
    """GitHub did not answer, or refused for a reason that passes."""


class SourceError(RemoteError):
    """A source beside arXiv did not answer, or answered with something else than was asked for."""


class NotPublished(SourceError):  # noqa: N818  # it says what is, and nothing is wrong with that
    """A conference has not published its papers yet; later it will have."""


def exit_code_of(error: BaseException) -> int:
    """Return the exit code of a program that ends with `error`."""
    if isinstance(error, WsssBotError):
        return error.exit_code
    return INTERRUPTED if isinstance(error, KeyboardInterrupt) else BUG
