"""The lists of an installation: a folder of configs, each what config.toml is for one list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wsss_bot.config import Config, StateSection, read_config
from wsss_bot.errors import ConfigError
from wsss_bot.fleet.app_lists import installations_in

SHARED_STATE = "shared.sqlite"
"""The state file, in the folder of states, of what is the same for all lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One list of the installation."""

    name: str
    """Of its config, without .toml."""
    config: Config | None
    """None: it cannot be used."""
    state: Path
    """What is the list's own."""
    fault: str = ""
    """Why it cannot be used, in a sentence."""
    installation: str = ""
    """With which number a GitHub App signs in for it; empty: the environment says how."""

    @property
    def repository(self) -> str:
        """Return the repository of the list; its name where that is not known."""
        return self.config.list.repository if self.config else self.name


def read_members(folder: Path, states: Path) -> tuple[Member, ...]:
    """Return the lists of the configs in `folder`, by name; their states are below `states`.

    One that cannot be used says why, and harms no other. Raises ConfigError where the folder
    cannot be read or holds no config.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except OSError as error:
        raise ConfigError(f"cannot read the folder {folder}: {error.strerror}") from error
    if not paths:
        raise ConfigError(f"the folder {folder} holds no config; put one NAME.toml there a list")
    numbers = installations_in(folder)
    return parted(_member(path, states, numbers.get(path.stem, "")) for path in paths)


def _member(path: Path, states: Path, installation: str) -> Member:
    own = states / "lists" / f"{path.stem}.sqlite"
    try:
        config = read_config(path)
    except ConfigError as error:
        return Member(name=path.stem, config=None, state=own, fault=str(error))
    if config.state.path != StateSection().path:  # one that was there before it came here
        own = Path(config.state.path)
    return Member(name=path.stem, config=config, state=own, installation=installation)


def parted(members: Iterable[Member]) -> tuple[Member, ...]:
    """Return the lists, with those out of use that no forge holds or that others stand in the way.

    Two lists that write to one branch of a repository would take each other's rows away: the first
    by name goes on.
    """
    done: list[Member] = []
    writers: dict[tuple[str, str], str] = {}
    states: dict[Path, str] = {}
    for member in members:
        fault = member.fault or _fault(member, writers, states)
        done.append(replace(member, config=None, fault=fault) if fault else member)
        if not fault:
            writers |= dict.fromkeys(_branches(member), member.name)
            states[member.state.absolute()] = member.name
    return tuple(done)


def _fault(member: Member, writers: dict[tuple[str, str], str], states: dict[Path, str]) -> str:
    if not member.repository:
        return (
            f"{member.name}: [list] repository is empty; an installation of many lists proposes "
            "on GitHub"
        )
    for repository, branch in _branches(member):
        if other := writers.get((repository, branch)):
            return (
                f"{member.name} and {other} both write to the branch {branch} of "
                f"{member.repository}; "
                "give one of them another one, with [pull_request] branch and [refresh] branch"
            )
    if other := states.get(member.state.absolute()):
        return f"{member.name} and {other} have one [state] path; give each its own, or none"
    return ""


def _branches(member: Member) -> Sequence[tuple[str, str]]:
    """Return the repository with each branch that a list writes to."""
    if member.config is None:
        return ()
    repository = f"{member.config.github.api_url} {member.repository}".casefold()
    names = (member.config.pull_request.branch, member.config.refresh.branch)
    return [(repository, name) for name in names]
