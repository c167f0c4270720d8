"""What the operator decided about list and pull request, as the jobs need it."""

from wsss_bot.app import App
from wsss_bot.pull_request.kind import Settings


def settings_of(app: App) -> Settings:
    """Return what the config says about list and pull request."""
    told, pull = app.config.list, app.config.pull_request
    return Settings(
        path=told.path,
        base=told.branch,
        branch=pull.branch,
        max_rows=pull.max_rows,
        labels=pull.labels,
        reviewers=pull.reviewers,
        draft=pull.draft,
        read=app.read_list,
    )
