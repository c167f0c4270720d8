"""The happy path before a referee: an imitation of GitHub that other people wrote.

It needs Node and the npm package `emulate`, installed from tests/standins/emulate into the folder
that EMULATE names. What it cannot do (conflicts, duplicates, refusals) is left to our stand-in.
"""

import base64
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.make import a_paper
from tests.standins.github.bot import SimpleBot
from wsss_bot.domain import Outcome

NODE = shutil.which("node")
FOLDER = Path(os.environ.get("EMULATE", Path(__file__).parents[2] / ".emulate"))
START = Path(__file__).parents[1] / "standins" / "emulate" / "start.mjs"
NAME = "maintainer/a-list"
LIST = """# A list

| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2024/03 | **Old** | Old: a method | ECCV | [2403.00001](https://arxiv.org/abs/2403.00001) | - |
| 2024/02 | **Older** | Older: a method | - | [2402.00001](https://arxiv.org/abs/2402.00001) | - |
| 2024/01 | **Oldest** | Oldest: a method | - | [2401.00001](https://arxiv.org/abs/2401.00001) | - |
"""
ONE = a_paper("2405.00001", title="Alpha: one way to segment", abstract="We propose Alpha.")
TWO = a_paper("2405.00002", title="Beta: another way to segment", abstract="We propose Beta.")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="Node is not installed"),
    pytest.mark.skipif(
        not (FOLDER / "node_modules" / "emulate").is_dir(),
        reason="the npm package emulate is not installed in the folder that EMULATE names",
    ),
]


class Maintainer:
    """What a person does there, through the same API."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, verb: str, path: str, **document: Any) -> Any:
        answer = requests.request(
            verb,
            f"{self.url}/repos/{NAME}/{path}",
            json=document or None,
            headers={"Authorization": "token the-maintainers-token"},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json()

    def write(self, text: str) -> None:
        old = self.ask("GET", "contents/README.md")
        self.ask(
            "PUT",
            "contents/README.md",
            message="Write",
            content=base64.b64encode(text.encode()).decode(),
            sha=old["sha"],
        )

    def read(self) -> str:
        content = self.ask("GET", "contents/README.md")["content"]
        return base64.b64decode(content).decode()


@pytest.fixture
def maintainer() -> Iterator[Maintainer]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(  # noqa: S603
        [str(NODE), str(START), str(FOLDER), str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        person = Maintainer(process.stdout.readline().strip())
        person.ask("PUT", "collaborators/the-bot", permission="push")
        person.write(LIST)
        yield person
        process.stdin.close()


def test_a_pull_request_is_opened_merged_and_learnt_from(maintainer: Maintainer) -> None:
    bot = SimpleBot(
        api_url=maintainer.url, repository=NAME, token="the-bots-token", papers=[ONE, TWO]
    )
    bot.run()

    [pull] = maintainer.ask("GET", "pulls?state=open")
    assert pull["title"] == "2 papers for the list: Alpha, Beta"
    assert [label["name"] for label in pull["labels"]] == ["wsss-bot"]

    maintainer.ask("PUT", f"pulls/{pull['number']}/merge", merge_method="merge")
    done = bot.run()

    assert set(done.known.outcomes.values()) == {Outcome.ACCEPTED}
    assert [line for line in maintainer.read().split("\n") if line in LIST.split("\n")] == (
        LIST.split("\n")
    )
    comments = maintainer.ask("GET", f"issues/{pull['number']}/comments")
    assert [comment["body"].partition("\n")[0] for comment in comments] == [
        "Added 2 (Alpha, Beta)."
    ]


def test_a_closed_pull_request_whose_closer_is_not_told_refuses_nothing(
    maintainer: Maintainer,
) -> None:
    bot = SimpleBot(
        api_url=maintainer.url, repository=NAME, token="the-bots-token", papers=[ONE, TWO]
    )
    bot.run()
    maintainer.ask("PATCH", "pulls/1", state="closed")  # the imitation does not say by whom

    done = bot.run()

    assert set(done.known.outcomes.values()) == {Outcome.ENDED}
