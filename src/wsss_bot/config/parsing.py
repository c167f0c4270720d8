"""A config.toml becomes a Config, or a sentence for each of its faults."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
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

from wsss_bot.config.lines import LineNumbers, lines_of_keys, refuse_deep_keys
from wsss_bot.config.sections import SECTIONS, Config, Section
from wsss_bot.config.writing import toml_value
from wsss_bot.errors import ConfigError


def read_config(path: Path) -> Config:
    """Return the config in the file at `path`.

    Raises ConfigError with the line, what is wrong with it, and the nearest valid key.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin with a mark
    except OSError as error:
        raise ConfigError(f"cannot read the config {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"the config {path} is not UTF-8 text: {error.reason}") from error
    return parse_config(text, name=str(path))


def parse_config(text: str, *, name: str) -> Config:
    """Return the config in `text`; `name` is for the error messages (see `read_config`)."""
    try:
        refuse_deep_keys(text)  # which tomllib reads in the square of their length
        tables = tomllib.loads(text)
        faults = [*_faults(tables), *_same_branch(tables)]
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{name} is not TOML: {error}") from error
    if faults:
        lines = lines_of_keys(text)
        raise ConfigError("\n".join(f"{name}, {fault.sentence(lines)}" for fault in faults))
    return msgspec.convert(tables, Config)


_LONGEST = 80
"""In characters; of a longer value the beginning is shown."""


_SECRET = {("report", "notify")}
"""The keys whose values hold secrets, so that no error repeats them."""


class _Fault(NamedTuple):
    section: str
    key: str
    """Empty: the section itself is wrong, or its keys do not go together."""
    what: str

    def sentence(self, lines: LineNumbers) -> str:
        """Say on which line which key is wrong, and why."""
        where = f"[{_as_written(self.section)}] {_as_written(self.key)}".rstrip()
        number = lines.get((self.section, self.key)) or lines.get((self.section, ""), 1)
        return f"line {number}: {where} {self.what}"


def _faults(tables: Mapping[str, object]) -> Iterator[_Fault]:
    """Yield all that is wrong with a config: msgspec itself would stop at the first fault."""
    for section, table in tables.items():
        kind = SECTIONS.get(section)
        if kind is None:
            what = "section" if isinstance(table, dict) else "key"
            remedy = _nearest(section, SECTIONS)
            yield _Fault(section, "", f"is not a {what} of this program; {remedy}")
        elif not isinstance(table, dict):
            expected = "expected a section with keys of its own"
            yield _Fault(section, "", f"is {toml_value(table)}: {expected}")
        elif wrong := list(_wrong_keys(section, kind, table)):
            yield from wrong
        else:
            try:
                msgspec.convert(table, kind)
            except msgspec.ValidationError as error:  # from its __post_init__
                yield _Fault(section, "", str(error))


def _same_branch(tables: Mapping[str, object]) -> Iterator[_Fault]:
    ours = {name: tables.get(name, {}) for name in ("refresh", "pull_request")}
    try:
        config = msgspec.convert(ours, Config)
    except msgspec.ValidationError:  # the fault of a key was named before
        return
    if config.refresh.branch == config.pull_request.branch:
        named = [name for name, table in ours.items() if isinstance(table, dict) and table]
        what = f"is {toml_value(config.refresh.branch)} for both pull requests; each needs its own"
        yield _Fault(named[0], "branch", what)


def _wrong_keys(section: str, kind: type[Section], table: Mapping[str, object]) -> Iterator[_Fault]:
    known = {field.name: field.type for field in fields(kind)}
    for key, found in table.items():
        if key not in known:
            what = f"is not a key of this program; {_nearest(key, known)}"
            yield _Fault(section, key, what)
        elif reason := _reason(found, known[key]):
            shown = "not shown" if (section, key) in _SECRET else _shortened(toml_value(found))
            yield _Fault(section, key, f"is {shown}: {reason}")


def _reason(found: object, kind: Any) -> str:
    """Say why a key cannot have the value that was found; nothing if it can."""
    try:
        value = msgspec.convert(found, kind)
    except msgspec.ValidationError:
        return f"expected {_expected(type_info(kind))}"
    try:
        for check in filter(callable, kind.__metadata__):
            check(value)
    except ValueError as error:
        return str(error)
    return ""


def _expected(kind: Type) -> str:
    """Say what may stand in a config where msgspec names a type and a range."""
    match kind:
        case BoolType():
            return "true or false"
        case IntType(ge=least, le=most):
            return f"a whole number from {least} to {most}"
        case FloatType(gt=None, ge=least, le=most):
            return f"a number from {least} to {most}"
        case FloatType(gt=limit, le=most):
            return f"a number above {limit}, and {most} at most"
        case LiteralType(values=values):
            return f"one of {', '.join(toml_value(value) for value in values)}"
        case VarTupleType():
            return 'a list in brackets, like ["…"]'
        case DictType(value_type=values):
            return f"names in braces, each with {_expected(values)}"
        case _:
            return "text in quotation marks"


def _nearest(wrong: str, known: Iterable[str]) -> str:
    """Say which known name is closest to an unknown one."""
    # Only a wrong config needs it, and every command reads a config.
    import difflib

    if close := difflib.get_close_matches(wrong, known, n=1, cutoff=0.6):
        return f"did you mean {close[0]!r}?"
    for section, kind in SECTIONS.items():
        if wrong in kind.__struct_fields__:
            return f"it belongs under [{section}]"
    return f"known are {', '.join(known)}"


def _as_written(name: str) -> str:
    """Return the name of a key as TOML writes it: outside text cannot begin a line of the log."""
    return _shortened(name if re.fullmatch(r"[\w-]*", name) else toml_value(name))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
