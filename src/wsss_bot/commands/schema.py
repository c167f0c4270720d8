"""`schema`: the JSON Schema of config.toml, for editors."""

from wsss_bot import show
from wsss_bot.config import json_schema


def schema() -> None:
    """Print the schema."""
    show.print_json(json_schema())
