"""Open the pull request, or bring the open one up to date.

The branch is written first, then the pull request says what is on it. So a move of the branch
that is refused changes nothing, and what a killed run left unsaid is told by its commits: each
names what it brings and which version of the list it was built on.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic

from wsss_bot.domain import Outcome
from wsss_bot.errors import ConfigError, GitHubError
from wsss_bot.pull_request import moves
from wsss_bot.pull_request.answers import Known, waiting
from wsss_bot.pull_request.ended import again_open
from wsss_bot.pull_request.endings import How
from wsss_bot.pull_request.forge import Commit, Forge, NewText, PullRequest, blob_sha
from wsss_bot.pull_request.kind import F, Insertion, Remembered, Settings, World
from wsss_bot.pull_request.lists import branch_for, is_there
from wsss_bot.pull_request.memory import Memory, P
from wsss_bot.pull_request.world import BUILT_ON, LIST, line_for, read_branch, read_message

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Generic[F]):
    """What stands on the forge after a run."""

    pull_request: PullRequest | None = None
    """The pull request that is open."""
    added: tuple[str, ...] = ()
    """The keys of what was added to it."""
    found: F
    """What was found, without what had no place in the list or in the body."""
    text: str | None = None
    """The list as it now reads on the branch, where it was written."""
    title: str = ""
    body: str = ""
    """What the pull request says now."""


def update(forge: Forge, world: World[P, F], known: Known[P], found: F) -> Standing[F]:
    """Open a pull request for what was `found`, or bring the open one up to date.

    Nothing new is proposed while the bot rests or people said "not now", nor in a pull request
    that somebody approved. Raises ConfigError, ListError and GitHubError, as the forge does; the
    next run then goes on from what was written.
    """
    ours = world.open
    if world.rests or world.paused_until or _is_approved(forge, world, ours, found):
        found = world.kind.without_news(found)
    return (
        _opened(forge, world, found) if ours is None else _updated(forge, world, ours, known, found)
    )


def _is_approved(forge: Forge, world: World[P, F], ours: Remembered[P] | None, found: F) -> bool:
    """Whether what is new has to wait, because people agreed to the open pull request as it is."""
    if ours is None or not world.kind.has_news(found):
        return False
    return ours.pull.merges_itself or forge.is_approved(ours.pull)


# --- a new pull request ---------------------------------------------------------------------


def _opened(forge: Forge, world: World[P, F], found: F) -> Standing[F]:
    settings, kind = world.settings, world.kind
    if not kind.has_news(found):
        return Standing(found=found)
    inserted = kind.insert(world.listed.text, found, world, ())
    if not inserted.new:
        return Standing(found=inserted.found)

    settings.check(world.on_base)
    sha = forge.create(
        settings.branch,
        _change(world, inserted, list_sha=world.listed.sha),
        base=world.base,
        seen=world.listed.sha,
        check=partial(_check_left_behind, forge, world),
    )
    wording = kind.wording(inserted, world, (), ())
    memory = Memory(
        holds=wording.holds,
        head=sha,
        list_sha=world.listed.sha,
        title=wording.title,
        path=settings.path,
        base=world.base,
    )
    body = wording.body(memory, False)
    pull = forge.open(
        settings.branch, world.base, title=wording.title, body=body, draft=settings.draft
    )
    _finish_opening(forge, settings, pull)
    return _written(pull, inserted, title=wording.title, body=body)


def _finish_opening(forge: Forge, settings: Settings, pull: PullRequest) -> None:
    """Label the pull request and ask for reviews; no run is given up for these."""
    try:
        if settings.labels:
            forge.label(pull.number, settings.labels)
    except (ConfigError, GitHubError) as error:
        log.warning("%s", error)
    try:
        if settings.reviewers:
            forge.ask_for_reviews(pull.number, settings.reviewers)
    except (ConfigError, GitHubError) as error:
        log.warning("%s", error)


def _check_alone(forge: Forge, world: World[P, F]) -> None:
    """Raise GitHubError where another run of this bot has opened its pull request meanwhile."""
    known = {ours.pull.number for ours in world.pulls}
    for pull in forge.pull_requests(world.settings.branch):
        if pull.number not in known:
            raise GitHubError(
                f"another run has opened pull request {pull.number} just now; the next run goes on "
                "with it"
            )


def _check_left_behind(forge: Forge, world: World[P, F], commit: Commit) -> None:
    """Raise ConfigError unless an earlier pull request or a killed run left a commit behind."""
    if commit.sha in {ours.pull.head_sha for ours in world.pulls}:
        return
    message = read_message(commit.message, world.kind.trailer)
    settings = world.settings
    is_another = message.path not in {"", settings.path}
    if is_another and is_there(forge, message.path, world.base):
        raise ConfigError(
            f"the branch {settings.branch} is that of another list, {message.path}; give this one "
            f'a branch of its own: {settings.branch_key} = "'
            f'{branch_for(settings.branch, settings.path)}" (if {message.path} has become '
            f"{settings.path}, delete the branch)"
        )
    if message.list_sha:
        _check_alone(forge, world)
        return
    raise ConfigError(
        f"the branch {world.settings.branch} holds commits that belong to no pull request; merge "
        "them, delete the branch, or give the bot another one in "
        f"{world.settings.branch_key}"
    )


def _change(world: World[P, F], inserted: Insertion[P, F], *, list_sha: str) -> NewText:
    kind = world.kind
    title = kind.commit_title(inserted.new) if inserted.new else kind.tidy
    brings = [line_for(one.key, kind.trailer) for one in inserted.new]
    return NewText(
        path=world.settings.path,
        text=inserted.text,
        message="\n".join(
            [title, "", *brings, f"{LIST}{world.settings.path}", f"{BUILT_ON}{list_sha}"]
        ),
    )


def _written(pull: PullRequest, inserted: Insertion[P, F], *, title: str, body: str) -> Standing[F]:
    return Standing(
        pull_request=pull,
        added=tuple(one.key for one in inserted.new),
        found=inserted.found,
        text=inserted.text,
        title=title,
        body=body,
    )


# --- the open pull request ------------------------------------------------------------------


def _updated(
    forge: Forge, world: World[P, F], ours: Remembered[P], known: Known[P], found: F
) -> Standing[F]:
    settings, kind = world.settings, world.kind
    refused = _refused(ours, known)
    unlabelled = world.record.may_push and _was_cut_short(settings, ours)
    if unlabelled:
        _finish_opening(forge, settings, ours.pull)
    if not (kind.has_news(found) or unlabelled or _has_to_be_told(world, ours, refused)):
        pull = ours.pull
        return Standing(pull_request=pull, found=found, title=pull.title, body=pull.body)
    before = world.branch_text
    if before is None:
        before = read_branch(forge, settings, ours.pull)
    merged, is_conflict = _merged(forge, world, ours, before)
    inserted = kind.insert(
        kind.take_out(merged, world, ours, refused), found, world, waiting(world, known)
    )
    if inserted.text == world.listed.text and not inserted.new:
        last = replace(ours.memory, refused=refused, ended=How.OURSELVES.value)
        forge.close(ours.pull.number, body=kind.marker.rewrite(ours.pull.body, last))
        return Standing(found=inserted.found)
    list_sha = ours.memory.list_sha if is_conflict else world.listed.sha
    sha = ours.pull.head_sha
    if inserted.text != before:
        merges_base = _base_moved(world, ours) and not is_conflict
        sha = forge.extend(
            settings.branch,
            _change(world, inserted, list_sha=list_sha),
            after=sha,
            base=world.base if merges_base else "",
            seen=world.listed.sha,
        )
    memory = replace(ours.memory, head=sha, list_sha=list_sha, refused=refused)
    title, body = _told(forge, world, ours, known, inserted, memory, is_conflict=is_conflict)
    return _written(ours.pull, inserted, title=title, body=body)


def _told(
    forge: Forge,
    world: World[P, F],
    ours: Remembered[P],
    known: Known[P],
    inserted: Insertion[P, F],
    memory: Memory[P],
    *,
    is_conflict: bool,
) -> tuple[str, str]:
    """Give the pull request the title and body that fit its branch; return both."""
    wording = world.kind.wording(inserted, world, waiting(world, known), memory.refused)
    memory = replace(
        memory,
        holds=wording.holds,
        title=wording.title or memory.title,
        path=world.settings.path,
        base=world.base,
        labelled=True,
        taken_back=tuple(done for done in memory.taken_back if done not in memory.refused),
    )
    memory = again_open(memory)
    people_named_it = ours.memory.title and ours.pull.title != ours.memory.title
    title = ours.pull.title if people_named_it else wording.title or ours.pull.title
    body = wording.body(memory, is_conflict)
    if (title, body.strip()) != (ours.pull.title, ours.pull.body.strip()):
        forge.edit(ours.pull.number, title=title, body=body)
    return title, body


def _refused(ours: Remembered[P], known: Known[P]) -> tuple[str, ...]:
    proposed = ours.memory.proposed()
    return tuple(key for key in proposed if known.outcomes.get(key) is Outcome.REMOVED)


def _was_cut_short(settings: Settings, ours: Remembered[P]) -> bool:
    """Whether a run opened the pull request and was killed before it could label it.

    Labels that are missing later were taken away by people.
    """
    if ours.memory.labelled or ours.pull.labels is None or not settings.labels:
        return False
    labels = {label.casefold() for label in settings.labels}
    return labels.isdisjoint(label.casefold() for label in ours.pull.labels)


def _has_to_be_told(world: World[P, F], ours: Remembered[P], refused: Sequence[str]) -> bool:
    """Whether something has happened that branch or body do not take into account yet."""
    return bool(
        set(refused) - set(ours.memory.refused)
        or _base_moved(world, ours)
        or _is_touched(ours)
        or moves.is_wished(ours.items)
        or ours.damaged
        or ours.memory.settled
    )


def _base_moved(world: World[P, F], ours: Remembered[P]) -> bool:
    return ours.memory.list_sha not in {world.listed.sha, ""}


def _is_touched(ours: Remembered[P]) -> bool:
    """Whether the branch is not where the body says that the bot left it."""
    return ours.memory.head != ours.pull.head_sha


def _merged(forge: Forge, world: World[P, F], ours: Remembered[P], text: str) -> tuple[str, bool]:
    """Return the branch's list with the base branch's changes, and whether people must look.

    Where the two contradict each other, it is the branch's list as it is.
    """
    if not _base_moved(world, ours):
        return text, False
    if _is_touched(ours) and not forge.changes_only(ours.pull, world.settings.path):
        return text, True
    before: str | None = world.kind.built_on(text, ours)
    if before is None or blob_sha(before.encode()) != ours.memory.list_sha:
        before = forge.read_version(ours.memory.list_sha)
    merged = None if before is None else world.kind.merged(before, text, world, ours)
    return (text, True) if merged is None else (merged, False)
