"""Read config.toml once, check it whole, and hand it down as frozen values.

    kinds      what a value must be, beyond text or a number
    sections   every key, with its default and its comment
    parsing    a file becomes a Config, or a sentence for each of its faults
    writing    a Config becomes a file
    schema     what may stand in a file, for editors

Secrets never stand in it: the token comes from the environment, and only `app` reads that.
"""

from wsss_bot.config.parsing import parse_config, read_config
from wsss_bot.config.schema import json_schema
from wsss_bot.config.sections import (
    ArxivSection,
    Config,
    ListSection,
    ScheduleSection,
    ScoreSection,
    SourcesSection,
    StateSection,
)
from wsss_bot.config.writing import to_toml

__all__ = [
    "ArxivSection",
    "Config",
    "ListSection",
    "ScheduleSection",
    "ScoreSection",
    "SourcesSection",
    "StateSection",
    "json_schema",
    "parse_config",
    "read_config",
    "to_toml",
]
