import json
import logging
import sys
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.logs import LineFormatter
from wsss_bot.text.secrets import REDACTED

TOKEN = "ghp_" + "a1B2" * 9
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\nq8s9d0f\n-----END RSA PRIVATE KEY-----"


def line(message: str, *, as_json: bool = False, secrets: tuple[str, ...] = ()) -> str:
    record = logging.LogRecord("a", logging.INFO, __file__, 1, "%s", (message,), None)
    return LineFormatter(as_json=as_json, dated=False, secrets=secrets).format(record)


def test_a_fact_is_one_line_for_people_and_one_for_programs() -> None:
    assert line("all is well") == "wsss-bot: all is well"
    assert json.loads(line("all is well", as_json=True)).items() >= {
        ("level", "info"),
        ("logger", "a"),
        ("message", "all is well"),
    }


@given(st.text(st.characters()), st.booleans())
def test_outside_text_cannot_begin_a_line_nor_steer_a_terminal(text: str, as_json: bool) -> None:
    written = line(text, as_json=as_json)

    assert len(written.splitlines()) == 1
    assert all(c.isprintable() or category(c) == "Zs" for c in written)


@pytest.mark.parametrize(
    "secret",
    [
        TOKEN,
        "github_pat_11ABCDEFG0" + "x" * 40,
        "ghs_" + "Z" * 36,
        KEY,
        KEY.removesuffix("-----END RSA PRIVATE KEY-----"),
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMjM0In0.c2lnbmF0dXJl",
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_what_looks_like_a_secret_is_hidden(secret: str, as_json: bool) -> None:
    written = line(f"refused {secret} by the server", as_json=as_json)

    assert REDACTED in written
    assert secret.splitlines()[-1] not in written


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=60))
def test_the_secrets_of_the_environment_are_hidden_whatever_they_look_like(secret: str) -> None:
    written = line(f"before {secret} after", secrets=(secret,))

    assert written == f"wsss-bot: before {REDACTED} after"


def test_every_line_of_a_key_is_hidden() -> None:
    assert "MIIEpAIBAAKCAQEA7" not in line("saw MIIEpAIBAAKCAQEA7", secrets=(KEY,))


def test_an_empty_secret_hides_nothing() -> None:
    assert line("all is well", secrets=("", "\n")) == "wsss-bot: all is well"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_is_indented_and_tells_no_secret(as_json: bool) -> None:
    try:
        raise ValueError(f"{TOKEN}\nwsss-bot: all is well")
    except ValueError:
        record = logging.LogRecord("a", logging.INFO, __file__, 1, "why", (), sys.exc_info())

    written = LineFormatter(as_json=as_json, dated=True).format(record)

    assert TOKEN not in written
    assert not any(part.startswith("wsss-bot:") for part in written.splitlines())
    assert "Traceback" in written
