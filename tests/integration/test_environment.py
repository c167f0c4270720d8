"""What an environment with which nothing can work does to the commands: a sentence, exit code 1."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wsss_bot.app import SystemClock
from wsss_bot.cli import run

ROOT = Path(__file__).parents[2]
ON_GITHUB = '[list]\nrepository = "somebody/list"\n'
UNUSABLE = [
    ("REQUESTS_CA_BUNDLE", "/nowhere", "REQUESTS_CA_BUNDLE is /nowhere, and that cannot be read"),
    ("HTTPS_PROXY", "://", "HTTPS_PROXY does not hold the address of a proxy"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), UNUSABLE)
@pytest.mark.parametrize(
    ("command", "config"),
    [
        (["preview", "--list", "list.md"], ""),
        (["explain", "2205.00002"], ""),
        (["check"], ON_GITHUB),
    ],
)
def test_the_network_of_the_environment_is_a_sentence(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    sentence: str,
    command: list[str],
    config: str,
) -> None:
    for other in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, value)
    (folder / "config.toml").write_text(config or '[list]\npath = "list.md"\n', encoding="utf-8")

    assert run(command) == 1
    assert capsys.readouterr().err.startswith(f"wsss-bot: {sentence}")


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_output_that_lacks_a_letter_is_a_sentence(
    folder: Path, environment: dict[str, str]
) -> None:
    papers = folder / "new.jsonl"
    papers.write_text(papers.read_text("utf-8").replace("robot", "robot é"), encoding="utf-8")
    words = ("score", "--list", "list.md", "--corpus", "corpus.jsonl", "--papers", "new.jsonl")

    ended = subprocess.run(  # noqa: S603  # our own interpreter and code
        [sys.executable, "-m", "wsss_bot", *words],
        capture_output=True,
        cwd=folder,
        check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), **environment},
    )

    assert ended.returncode == 1
    assert b"the output cannot show" in ended.stderr
    assert b"set PYTHONIOENCODING=utf-8" in ended.stderr


@pytest.mark.parametrize("command", ["run", "refresh"])
def test_without_a_token_a_job_that_writes_ends_before_it_asks_anybody(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("GITHUB_TOKEN", "WSSS_BOT_APP_ID"):
        monkeypatch.delenv(name, raising=False)
    gone = "http://127.0.0.1:9"
    arxiv = f'[arxiv]\napi_url = "{gone}"\nrss_url = "{gone}"\n'
    github = f'[github]\napi_url = "{gone}"\n'
    (folder / "config.toml").write_text(ON_GITHUB + arxiv + github, encoding="utf-8")
    monkeypatch.setattr(SystemClock, "sleep", lambda *_: pytest.fail("it tried arXiv again"))

    assert run([command]) == 1

    assert "a pull request needs a token, and there is none" in capsys.readouterr().err
