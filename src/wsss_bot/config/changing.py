"""A config.toml with some keys set anew; every other letter of it stays."""

from collections.abc import Mapping

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from wsss_bot.config.schema import SCHEMA_URL
from wsss_bot.config.writing import SCHEMA_LINE, toml_value
from wsss_bot.errors import ConfigError


def changed(text: str, values: Mapping[str, object], notes: Mapping[str, str], *, name: str) -> str:
    """Return the config `text` with `values` set, by "section.key"; its comments stay.

    `notes` say what stands above keys that are not there yet; where a note of an earlier time
    stands, which begins as the new one does, it is replaced. Raises ConfigError.
    """
    try:
        document = tomlkit.parse(text)
        for place, value in values.items():
            section, _, key = place.partition(".")
            if section not in document:
                document.add(section, tomlkit.table())
            table = document[section]
            if key not in table and isinstance(table, Table):
                for line in notes.get(place, "").splitlines():
                    table.add(tomlkit.comment(line))
            table[key] = tomlkit.parse(f"x = {toml_value(value)}")["x"]
        written = tomlkit.dumps(document)
    except TOMLKitError as error:
        raise ConfigError(
            f"cannot change {name} and keep its comments: {error}; name another with --config"
        ) from error
    for note in notes.values():
        begins, colon, _ = note.partition(":")
        if colon:
            lines = written.splitlines(keepends=True)
            written = "".join(_renewed(line, begins, note) for line in lines)
    return written if SCHEMA_URL in written else f"{SCHEMA_LINE}\n{written}"


def _renewed(line: str, begins: str, note: str) -> str:
    """Return a line of a config, with the new note where it is an older one."""
    if not line.startswith(f"# {begins}:"):
        return line
    return f"# {note}{line[len(line.rstrip()) :]}"
