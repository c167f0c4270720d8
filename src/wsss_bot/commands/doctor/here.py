"""Checks of what is on this machine: config, list, disk, state, schedule."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from wsss_bot import app as wiring
from wsss_bot.config import Config
from wsss_bot.errors import StateError
from wsss_bot.service.scheduler import crontabs, next_run_at

LEAST_FREE = 200_000_000
"""Bytes: a state file with a few years of a busy category has about as much."""
TIMES_SHOWN = 3


def config(path: str | None) -> tuple[Config, str]:
    """Return the config, and where it was found. Raises ConfigError."""
    found = wiring.load_config(path)
    where = path or wiring.CONFIG
    if not Path(where).exists():
        return found, f"there is no {where} here, so the defaults hold; `wsss-bot init` writes one"
    return found, f"{where} is sound"


def the_list(config: Config) -> str:
    """Read the list."""
    listed = wiring.open_list(config, wiring.Sources())
    known = sum(entry.arxiv_id is not None for entry in listed.entries)
    flaws = f"; `check` names {len(listed.flaws)} oddities" if listed.flaws else ""
    return f"{len(listed.entries)} entries, {known} with an arXiv id{flaws}"


def disk(config: Config) -> str:
    """Look for room, and for the right to write where the state is or will be."""
    folder = Path(config.state.path).resolve().parent
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


def state(config: Config) -> str:
    """Open the state as a run would, which finds it damaged, foreign or in use."""
    from wsss_bot.state import Store

    path = Path(config.state.path)
    if not path.exists():
        return f"there is no {path} yet; the first run makes it"
    with Store.open(path, now=wiring.now()) as store:
        return f"{path} is sound and not in use, {len(store.papers.known_ids())} papers are known"


def schedule(config: Config) -> str:
    """Say when each job is due the next three times."""
    zone, now = config.schedule.timezone, wiring.now()
    jobs = []
    for job, crontab in crontabs(config.schedule).items():
        times: list[datetime] = []
        for _ in range(TIMES_SHOWN):
            after = times[-1] if times else now
            times.append(next_run_at(crontab, timezone=zone, now=after))
        jobs.append(f"{job} on " + ", ".join(f"{at:%a %Y-%m-%d %H:%M}" for at in times))
    return f"{'; '.join(jobs)} ({zone})"
