"""Commands of an installation of many lists: the config that they are given is a folder."""

from pathlib import Path

from wsss_bot import show
from wsss_bot.app import App
from wsss_bot.errors import ConfigError, RemoteError, WsssBotError
from wsss_bot.fleet.app_lists import keep_current
from wsss_bot.fleet.due import all_at_once, due_in
from wsss_bot.fleet.installation import Installation
from wsss_bot.fleet.members import SHARED_STATE, read_members
from wsss_bot.fleet.overview import overview
from wsss_bot.fleet.rounds import Served, poll_round, serve_round
from wsss_bot.fleet.serving import ManyLists
from wsss_bot.fleet.shards import WHOLE, Shard, parse_shard
from wsss_bot.service.child import Children
from wsss_bot.service.serve import stay_up
from wsss_bot.show import many
from wsss_bot.show.lines import print_lines
from wsss_bot.show.report import lists_page, write_page

APP_LISTS = "app.d"
"""Where, among the states, the configs of a GitHub App's repositories are kept."""


def installation_at(
    folder: Path | None, states: Path, app: App, *, shard: Shard = WHOLE
) -> Installation:
    """Return the lists whose configs are in `folder`; None: those of the GitHub App.

    `app` lends its environment and clock. Raises ConfigError, GitHubError and StateError.
    """
    if folder is None:
        folder = folder_of_the_app(app, states)
    return Installation(
        members=read_members(folder, states),
        states=states,
        compose=app.composed,
        now=app.clock.now,
        shard=shard,
    )


def folder_of_the_app(app: App, states: Path) -> Path:
    """Return the folder with the configs of the repositories in which the GitHub App is installed.

    They are asked for once an hour. Raises ConfigError, GitHubError and StateError.
    """
    if not app.credentials().startswith("a GitHub App"):
        raise ConfigError(
            "--app serves the repositories in which a GitHub App was installed, and the "
            "environment names none; put its number into WSSS_BOT_APP_ID, and its private key "
            "into WSSS_BOT_APP_KEY"
        )
    folder = states / APP_LISTS
    keep_current(folder, app.installed(), ours=app.config, now=app.clock.now())
    return folder


def run_folder(
    app: App,
    folder: Path | None,
    *,
    states: str,
    due_only: bool,
    as_json: bool,
    shard: str | None = None,
    published: str | None = None,
) -> None:
    """Serve each list, or only those that are due, and print what each came to.

    `shard` is the share of this worker among others, and `published` the file of papers that all of
    them read. Raises WsssBotError where any list failed, once all were served.
    """
    share = parse_shard(shard) if shard else WHOLE
    installation = installation_at(folder, Path(states), app, shard=share)
    due = due_in(installation) if due_only else all_at_once(installation)
    all_served: list[Served] = []
    for served in serve_round(installation, due, published=Path(published) if published else None):
        all_served.append(served)
        if not as_json:
            print_lines([many.served_line(served)])
    if as_json:
        show.print_json(many.served_json(all_served))
    if failed := [served for served in all_served if served.failure is not None]:
        raise _summary(failed, lists=len(installation.served))


def poll_folder(
    app: App, folder: Path | None, *, states: str, publish: str | None = None, as_json: bool
) -> None:
    """Read arXiv once for all lists of a folder; `publish` a copy of what is known by then.

    Raises StateError, and RemoteError where a part could not be read.
    """
    installation = installation_at(folder, Path(states), app)
    served = poll_round(installation, publish=Path(publish) if publish else None)
    if as_json:
        show.print_json(many.served_json([served]))
    else:
        print_lines([many.served_line(served)])
    if served.failure is not None:
        raise _summary([served], lists=len(installation.served))


def show_folder(
    app: App, folder: Path | None, *, states: str, page: str | None = None, as_json: bool
) -> None:
    """Print how each list of a folder is; write it as a page, too, where a `page` is named.

    Raises ConfigError where the folder holds no config or the page cannot be written.
    """
    lists = overview(installation_at(folder, Path(states), app))
    if page is not None:
        write_page(page, lists_page(lists, now=app.clock.now()))
    if as_json:
        show.print_json(many.overview_json(lists))
    else:
        print_lines(many.overview_lines(lists))


def _summary(failed: list[Served], *, lists: int) -> WsssBotError:
    """Return how many failed; whether somebody must act decides the exit code."""
    names = ", ".join(dict.fromkeys(served.name or "the poll of arXiv" for served in failed))
    sentence = f"of {lists} lists not all could be served: {names}; the others were"
    is_temporary = all(isinstance(served.failure, RemoteError) for served in failed)
    return RemoteError(sentence) if is_temporary else ConfigError(sentence)


def serve_folder(app: App, folder: Path | None, *, states: str, config_path: str | None) -> None:
    """Serve the lists for good, each when it is due, in a process a round.

    Returns after SIGTERM or SIGINT. Raises ConfigError, GitHubError and StateError where it cannot
    begin.
    """
    children = Children()
    words = ["run", "--due", "--verbose", "--states", states]
    words += ["--config", config_path] if config_path else []
    words += [] if folder else ["--app"]
    lists = ManyLists(
        lambda: installation_at(folder, Path(states), app),
        folder or Path(states) / APP_LISTS,
        shared=Path(states) / SHARED_STATE,
        serve_due=lambda: children.run(words),
        now=app.clock.now,
    )
    stay_up(lists, children, now=app.clock.now)
