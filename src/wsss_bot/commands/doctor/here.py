"""Checks of what is on this machine: config, list, disk, state, schedule."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from wsss_bot.app import CONFIG, App, load_config
from wsss_bot.errors import ListError, StateError
from wsss_bot.service.scheduler import crontabs, next_run_at

LEAST_FREE = 200_000_000
"""Bytes: a state file with a few years of a busy category has about as much."""
TIMES_SHOWN = 3


def config(path: str | None) -> str:
    """Read the config, and say where it was found. Raises ConfigError."""
    load_config(path)
    where = path or CONFIG
    if not Path(where).exists():
        return f"there is no {where} here, so the defaults hold; `wsss-bot init` writes one"
    return f"{where} is sound"


def the_list(app: App) -> str:
    """Read the list."""
    listed = app.open_list()
    if listed.generated is not None:
        raise ListError(listed.generated.sentence)
    known = sum(entry.arxiv_id is not None for entry in listed.entries)
    flaws = f"; `check` names {len(listed.flaws)} oddities" if listed.flaws else ""
    return f"{len(listed.entries)} entries, {known} with an arXiv id{flaws}"


def disk(app: App) -> str:
    """Look for room, and for the right to write where the state is or will be."""
    folder = app.state_path.resolve().parent
    there = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise StateError(
            f"nothing can be written in {there} ({error.strerror}); give the bot's user the right "
            "to, or name another place as [state] path"
        ) from error
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        raise StateError(
            f"only {free / 1e6:.0f} MB are free in {there}; make room, or name another place as "
            "[state] path"
        )
    return f"{folder} can be written, {free / 1e9:.1f} GB are free"


def state(app: App) -> str:
    """Open the state as a run would, which finds it damaged, foreign or in use."""
    path = app.state_path
    if not path.exists():
        return f"there is no {path} yet; the first run makes it"
    with app.state() as store:
        return f"{path} is sound and not in use, {len(store.papers.known_ids())} papers are known"


def schedule(app: App) -> str:
    """Say when each job is due the next three times."""
    told, now = app.config.schedule, app.clock.now()
    jobs = []
    for job, crontab in crontabs(told).items():
        times: list[datetime] = []
        for _ in range(TIMES_SHOWN):
            after = times[-1] if times else now
            times.append(next_run_at(crontab, timezone=told.timezone, now=after))
        jobs.append(f"{job} on " + ", ".join(f"{at:%a %Y-%m-%d %H:%M}" for at in times))
    return f"{'; '.join(jobs)} ({told.timezone})"


def notices(app: App) -> str:
    """Look whether messages could be sent; none is."""
    return app.check_notices()
