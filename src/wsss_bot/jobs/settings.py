"""What the operator decided about list and pull request, as the jobs need it."""

from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.config import Config
from wsss_bot.config.kinds import is_orcid
from wsss_bot.errors import ListError
from wsss_bot.jobs.style import with_records
from wsss_bot.pull_request.forge import Forge
from wsss_bot.pull_request.kind import Settings
from wsss_bot.pull_request.preferences import Preferences
from wsss_bot.state import Store


def preferences_of(config: Config) -> Preferences:
    """Return what the config says of papers by their words and authors; nobody is asked."""
    told = config.score
    names = [name for name in told.authors if not is_orcid(name)]
    return Preferences(exclude=told.exclude, include=told.include, authors=names)


def settings_of(app: App, state: Store, forge: Forge | None = None) -> Settings:
    """Return what the config says about list and pull request.

    The list is read with the records of its papers that the state holds by then. On a `forge` the
    files beside it tell whether it is made from data, before a pull request is opened.
    """
    told, pull = app.config.list, app.config.pull_request

    def check(listed: AwesomeList) -> None:
        beside = forge.files(told.branch or forge.record.default_branch) if forge else None
        made = app.read_list(listed.text, beside=beside).generated
        if made is not None:
            raise ListError(made.sentence)

    return Settings(
        path=told.path,
        base=told.branch,
        branch=pull.branch,
        max_rows=pull.max_rows,
        labels=pull.labels,
        reviewers=pull.reviewers,
        draft=pull.draft,
        read=lambda text: with_records(app.read_list(text), state),
        check=check,
    )
