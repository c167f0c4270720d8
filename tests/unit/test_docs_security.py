"""docs/security.md promises nothing that no test holds."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(test_\w+|Test\w+)`", PAGE)))
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_the_page_names_is_there(name: str) -> None:
    assert re.search(rf"^(?:def {name}\(|{name} = )", TESTS, re.MULTILINE)


def test_each_line_about_who_may_do_what_names_its_test() -> None:
    table = PAGE.partition("| who | does |")[2].partition("\n\n")[0]
    rows = [row for row in table.splitlines()[2:] if row.startswith("|")]

    assert len(rows) > 10
    assert all(re.search(r"`(?:test_|Test)\w+`", row) for row in rows)
