"""Texts that mean harm, and checks that no one of them passes."""

import json
from collections.abc import Callable
from pathlib import Path

HOSTILE: list[str] = json.loads(
    (Path(__file__).parent / "hostile_strings.json").read_text(encoding="utf-8")
)


def of_every_hostile_string(check: Callable[[str], None]) -> Callable[[], None]:
    """Return a test that makes the check of one string after the other."""

    def test() -> None:
        for text in HOSTILE:
            try:
                check(text)
            except AssertionError as error:
                error.add_note(f"of {text!r}")
                raise

    return test
