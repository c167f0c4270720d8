"""What changed in a file."""

import difflib


def unified_diff(before: str, after: str, *, path: str) -> str:
    """Return the unified diff of a file, empty when nothing changed."""
    lines = difflib.unified_diff(
        before.split("\n"), after.split("\n"), f"a/{path}", f"b/{path}", lineterm=""
    )
    return "\n".join(lines)
