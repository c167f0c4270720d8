"""The frame of the doctor: no check hides another, and what time and tokens mean."""

import threading

import pytest

from wsss_bot.app import App
from wsss_bot.commands import doctor
from wsss_bot.commands.doctor import REMEDY, look
from wsss_bot.errors import ConfigError
from wsss_bot.github import kind_of


def test_a_check_that_hangs_is_given_up() -> None:
    never = threading.Event()

    def hang() -> str:
        never.wait(5)
        return "late"

    check = look("slow", hang, limit_seconds=0.05)
    never.set()

    assert (check.ok, check.message) == (
        False,
        f"no answer in 0.05 s; {REMEDY}",
    )


def test_a_check_that_fails_says_why() -> None:
    def refuse() -> str:
        raise ConfigError("the list is gone")

    assert look("list", refuse).message == "the list is gone"


def test_a_bug_in_a_check_is_said_and_nothing_of_what_it_holds() -> None:
    def broken() -> str:
        raise ValueError("a-secret")

    check = look("broken", broken)

    assert not check.ok
    assert check.message == "this is a bug in wsss-bot (ValueError); please report it"


def test_each_kind_of_token_is_known_by_how_it_begins() -> None:
    kinds = [kind_of(token) for token in ("github_pat_11A", "ghp_a", "ghs_a", "0123abc")]

    assert kinds == [
        "a fine-grained token",
        "a classic token",
        "the token of a GitHub App, as in a workflow",
        "a token",
    ]


def test_two_checks_that_hang_are_two_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()

    def hang(_: App) -> str:
        never.wait(5)
        return "late"

    monkeypatch.setattr(doctor, "CHECKS", {"one": hang, "other": hang})
    checks = list(doctor.examine(None, limit_seconds=0.05))
    never.set()

    assert [check.message for check in checks[1:3]] == [f"no answer in 0.05 s; {REMEDY}"] * 2
