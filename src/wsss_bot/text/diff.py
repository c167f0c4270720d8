"""What changed in a file, or in several that are one list."""

import difflib

from wsss_bot.text.files_as_one import parts_of


def unified_diff(before: str, after: str, *, path: str) -> str:
    """Return the unified diff of a file, empty when nothing changed.

    Of several files that are one text it is that of each file that changed.
    """
    old = parts_of(before, path)
    diffs = (_diff(old.get(name, ""), new, name) for name, new in parts_of(after, path).items())
    return "\n".join(filter(None, diffs))


def _diff(before: str, after: str, path: str) -> str:
    lines = difflib.unified_diff(
        before.split("\n"), after.split("\n"), f"a/{path}", f"b/{path}", lineterm=""
    )
    return "\n".join(lines)
