"""The very first pull request: a config for a list, and what the bot would have proposed for it.

It is opened where no config is yet, by the action or for an installation of the app. Once it was
closed, nothing is said again.
"""

from dataclasses import dataclass, replace

from msgspec import structs

from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.config import ArxivSection, Config, ListSection, to_toml
from wsss_bot.errors import ConfigError, ListError
from wsss_bot.jobs.first_request_text import body_of, title_of
from wsss_bot.jobs.introduction import Introduction, introduce, look_up, what_people_edit
from wsss_bot.jobs.job import NO_CREDENTIALS, Tell, begun
from wsss_bot.jobs.polling import MONTH, poll
from wsss_bot.jobs.rank import rank
from wsss_bot.jobs.style import with_records
from wsss_bot.pull_request.draft import Draft, draft
from wsss_bot.pull_request.forge import Commit, NewText, PullRequest
from wsss_bot.ranking.from_state import Decided, undecided

BRANCH = "wsss-bot/config"
MONTHS = 3
"""So far back it is shown what would have been proposed."""
DECIDED = ("list.repository", "list.columns", "list.order", "arxiv.categories")
"""The keys that are decided for a list; of all others the default holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRequest:
    """The pull request that adds the config, or why there is no new one."""

    outcome: str
    """'opened'; or of an earlier one: 'waits', 'closed' or 'merged'."""
    pull_request: PullRequest | None
    title: str = ""
    body: str = ""
    papers: int = 0
    """How many it shows."""


def first_request(app: App, *, config_path: str, tell: Tell | None = None) -> FirstRequest:
    """Open the pull request that adds a config at `config_path`, unless there was one.

    The list is the one that the config of `app` names. With `tell` it is only said what would be
    written. Raises ConfigError, ListError, GitHubError, ArxivError and TrainingError.
    """
    if tell is None and not app.credentials():
        raise ConfigError(NO_CREDENTIALS)
    forge = app.forge(tell=tell)
    base = app.config.list.branch or forge.record.default_branch
    if earlier := forge.pull_requests(BRANCH):
        return _of_earlier(earlier)
    listed, where = what_people_edit(app)
    app = app.with_config(structs.replace(app.config, list=where))
    if not any(entry.arxiv_id for entry in listed.entries):
        raise ListError(
            f"{app.config.list.path} is perhaps no list of papers: no entry has an arXiv id; write "
            f"{config_path} with `wsss-bot init`, and name the list in it"
        )
    ids = [entry.arxiv_id for entry in listed.entries if entry.arxiv_id]
    papers, unread = look_up(app, ids)
    found = introduce(listed, papers, unread=unread)
    config = _config_for(app.config, forge.name, found)
    drafted = _look_back(app.with_config(_reading_months(config)), listed)
    found = replace(found, threshold=drafted.ranking.point.in_full())
    title, body = title_of(drafted), body_of(found, drafted, config_path)
    change = NewText(path=config_path, text=_text_of(config, found), message=title)
    forge.create(BRANCH, change, base=base, seen="", check=_refuse_foreign)
    pull = forge.open(BRANCH, base, title=title, body=body)
    shown = len(drafted.proposal.candidates)
    return FirstRequest(outcome="opened", pull_request=pull, title=title, body=body, papers=shown)


def _of_earlier(earlier: tuple[PullRequest, ...]) -> FirstRequest:
    pull = next((one for one in earlier if one.is_open), earlier[0])
    outcome = "waits" if pull.is_open else "merged" if pull.merged else "closed"
    return FirstRequest(outcome=outcome, pull_request=pull, title=pull.title)


def _config_for(given: Config, repository: str, found: Introduction) -> Config:
    return structs.replace(
        given,
        list=structs.replace(given.list, repository=repository, columns=found.columns),
        arxiv=structs.replace(
            given.arxiv, categories=found.categories or ArxivSection().categories
        ),
    )


def _reading_months(config: Config) -> Config:
    return structs.replace(config, arxiv=structs.replace(config.arxiv, backfill_months=MONTHS))


def _text_of(config: Config, found: Introduction) -> str:
    """Return the config with the keys that were decided, each with its comment."""
    told = [*DECIDED, "score.noise_per_week"]
    if config.list.path != ListSection().path:
        told.append("list.path")
    if config.github != Config().github:
        told.append("github.api_url")
    return to_toml(config, found.notes(), keys=told)


def _look_back(app: App, listed: AwesomeList) -> Draft:
    """Return what would have been proposed in the last months, learnt from them."""
    with begun(app, dry_run=True) as job:
        polled = poll(job).polled
        ranking = rank(job, listed, Decided(outcomes={}))
        known = with_records(listed, job.state)
        stream = undecided(
            job.state,
            ranking.classifier,
            since=job.now - MONTHS * MONTH,
            until=job.now,
            now=job.now,
            without=[entry.arxiv_id for entry in listed.entries if entry.arxiv_id],
        )
        return draft(
            known,
            stream.papers,
            scores=stream.scores,
            ranking=ranking,
            polled=polled,
            max_rows=app.config.pull_request.max_rows,
            near_misses=app.config.score.near_misses,
            facts_of=app.facts_of(),
        )


def _refuse_foreign(commit: Commit) -> None:
    """Raise ConfigError for a branch of our name that no pull request of ours came from."""
    if "wsss-bot" not in commit.message:
        raise ConfigError(
            f"the branch {BRANCH} holds commits that are not the bot's; delete it, or rename it"
        )
