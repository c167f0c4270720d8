"""A config as the text of a config.toml."""

import json
from collections.abc import Collection, Mapping
from datetime import date, time

from msgspec.structs import fields

from wsss_bot.config.schema import SCHEMA_URL
from wsss_bot.config.sections import SECTIONS, Config, Section, comment_on

SCHEMA_LINE = f"#:schema {SCHEMA_URL}"
"""Tells the editors' plug-ins for TOML which schema a config follows; to others a comment."""


def to_toml(
    config: Config,
    notes: Mapping[str, str] | None = None,
    *,
    keys: Collection[str] | None = None,
) -> str:
    """Return `config` as the text of a config.toml: every key, each with its comment.

    `notes` are further comments, by "section.key"; so named, only `keys` are written.
    """
    sections = []
    for name, kind in SECTIONS.items():
        section: Section = getattr(config, name)
        lines = [f"# {(kind.__doc__ or '').splitlines()[0]}", f"[{name}]"]
        told = [f for f in fields(kind) if keys is None or f"{name}.{f.name}" in keys]
        if not told:
            continue
        for field in told:
            note = (notes or {}).get(f"{name}.{field.name}", "")
            lines += [f"# {comment_on(field)}", *(f"# {line}" for line in note.splitlines())]
            lines.append(f"{field.name} = {toml_value(getattr(section, field.name))}")
        sections.append("\n".join(lines) + "\n")
    return "\n".join([f"{SCHEMA_LINE}\n", *sections])


def toml_value(value: object) -> str:
    """Return a value as TOML writes it, on one line."""
    match value:
        case dict():
            pairs = ", ".join(f"{toml_value(key)} = {toml_value(v)}" for key, v in value.items())
            return f"{{ {pairs} }}" if pairs else "{}"
        case list() | tuple():
            return f"[{', '.join(toml_value(item) for item in value)}]"
        case float():
            return repr(value)
        case date() | time():
            return str(value)
        case _:
            # TOML's basic strings, numbers and booleans are written as JSON writes them.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
