"""The Python of a runner whose arXiv is a stand-in: `python -m wsss_bot …` with no pause."""

import os
import runpy
import sys
from typing import Any

import requests

from wsss_bot.app import SystemClock

del sys.path[0]  # this folder, in which other things are called as libraries are
ARXIV = os.environ.pop("STANDIN_ARXIV")
_send = requests.Session.send


def send(
    session: requests.Session, request: requests.PreparedRequest, **how: Any
) -> requests.Response:
    """Send to the stand-in what is for arXiv."""
    for host in ("https://export.arxiv.org", "https://rss.arxiv.org"):
        request.url = (request.url or "").replace(host, ARXIV)
    return _send(session, request, **how)


requests.Session.send = send  # type: ignore[method-assign,assignment]
setattr(SystemClock, "sleep", lambda *_: None)  # noqa: B010  # else mypy would object
sys.argv = sys.argv[2:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
