"""Where the tests put their files: in memory if there is room; a disk makes each commit wait."""

import os
import shutil
from collections.abc import Iterable

import pytest
from hypothesis import settings

MEMORY = "/dev/shm"  # noqa: S108  # pytest makes a folder of its own in it
ROOM = 2**30

# How long an example may take says how busy the machine is, not what the program does.
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")


def pytest_configure() -> None:
    """Name the folder in which pytest makes those of the tests."""
    try:
        room = shutil.disk_usage(MEMORY).free
        runs_programs = not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    except (OSError, AttributeError):
        return
    if room > ROOM and runs_programs and os.access(MEMORY, os.W_OK):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Count no branches where a test is long, or needs data that others do not have."""
    for item in items:
        if item.get_closest_marker("long") or "realdata" in item.path.parts:
            item.add_marker("no_cover")
