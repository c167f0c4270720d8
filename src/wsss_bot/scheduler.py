"""When each job is due, as `[schedule]` of the config says it."""

from datetime import datetime

from apscheduler.triggers.cron import CronTrigger

from wsss_bot.errors import ConfigError


def next_run_at(crontab: str, *, timezone: str, now: datetime) -> datetime:
    """Return the first time after `now` (aware) at which a cron line fires.

    Raises ConfigError for a line that cron would refuse, or that never fires.
    """
    try:
        trigger = CronTrigger.from_crontab(crontab, timezone=timezone)
    except ValueError as error:
        raise ConfigError(
            f"[schedule] {crontab!r} is not a time to run at: {error}; "
            "expected five fields like '30 5 * * mon-fri'"
        ) from error
    fires_at: datetime | None = trigger.get_next_fire_time(None, now)
    if fires_at is None:
        raise ConfigError(f"[schedule] {crontab!r} never comes")
    return fires_at
