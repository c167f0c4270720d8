"""What may stand in a config.toml as a JSON Schema, by which editors complete and check it."""

from typing import Any

from msgspec.inspect import (
    BoolType,
    DictType,
    FloatType,
    IntType,
    LiteralType,
    Type,
    VarTupleType,
    type_info,
)
from msgspec.structs import fields

from wsss_bot.config.sections import SECTIONS, Config, Section, comment_on

SCHEMA_URL = (
    "https://raw.githubusercontent.com/wsss-bot/wsss-bot/v1/src/wsss_bot/config/config.schema.json"
)
"""Where the schema of the newest release 1 is: the file beside this one."""

_DIALECT = "http://json-schema.org/draft-07/schema#"
"""The newest that the editors' plug-ins for TOML read."""


def json_schema() -> dict[str, Any]:
    """Return the schema of a config.toml, with the comments of the keys as descriptions."""
    return {
        "$schema": _DIALECT,
        "$id": SCHEMA_URL,
        "title": "The config.toml of wsss-bot",
        "description": (Config.__doc__ or "").splitlines()[0],
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _section(kind) for name, kind in SECTIONS.items()},
    }


def _section(kind: type[Section]) -> dict[str, Any]:
    defaults = kind()
    return {
        "description": (kind.__doc__ or "").splitlines()[0],
        "type": "object",
        "additionalProperties": False,
        "properties": {
            field.name: {
                "description": comment_on(field),
                **_kind(type_info(field.type)),
                "default": _plain(getattr(defaults, field.name)),
            }
            for field in fields(kind)
        },
    }


def _kind(kind: Type) -> dict[str, Any]:
    """Return what a value must be; what only `kinds` can check is left to the program."""
    match kind:
        case BoolType():
            return {"type": "boolean"}
        case IntType():
            return {"type": "integer"} | _range(kind)
        case FloatType():
            return {"type": "number"} | _range(kind)
        case LiteralType(values=values):
            return {"enum": list(values)}
        case VarTupleType(item_type=item):
            return {"type": "array", "items": _kind(item)}
        case DictType(value_type=value):
            return {"type": "object", "additionalProperties": _kind(value)}
        case _:
            return {"type": "string"}


def _range(kind: IntType | FloatType) -> dict[str, float]:
    ends = {"minimum": kind.ge, "exclusiveMinimum": kind.gt, "maximum": kind.le}
    return {name: end for name, end in ends.items() if end is not None}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
