"""A stand-in of CVF open access, ECVA, virtual sites, Crossref and Semantic Scholar in one."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

Answer = tuple[int, dict[str, str], bytes]
BOT_CHECK = b"<!doctype html><html><title>Making sure you're not a bot!</title></html>"


class SourcesStandin:
    """Gives the answer that is set for a path, else 404; remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.url = ""
        self.fault: Answer | None = None
        """What every question gets, whatever it is."""

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        self.asked.append((path, dict(headers), body))
        return self.fault or self.answers.get(path, (404, {}, b"Resource not found."))

    def lists(self, conference: str, year: int, *papers: tuple[str, str, str]) -> None:
        """Let open access list papers: title, authors with commas between them, arXiv id or ''."""
        self.answers[f"/{conference}{year}?day=all"] = (
            200,
            {},
            open_access_page(conference, year, *papers),
        )

    def tells(self, conference: str, year: int, number: int, abstract: str) -> None:
        """Let the page of a paper of that listing have an abstract."""
        page = f"<html><div id='abstract'> “{abstract}” </div></html>"
        self.answers[f"/content/{conference}{year}/html/P{number}.html"] = 200, {}, page.encode()

    @contextmanager
    def serving(self) -> Iterator["SourcesStandin"]:
        standin = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, content = standin.answer(self.path, dict(self.headers), body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = answer  # noqa: N815  # the names that http.server asks for

            def log_message(self, *_: Any) -> None: ...

        http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        self.url = f"http://127.0.0.1:{http.server_port}"
        try:
            yield self
        finally:
            http.shutdown()
            http.server_close()
            thread.join()

    def stands_in(self, monkeypatch: pytest.MonkeyPatch, *, at: str = "") -> None:
        """Let the bot take this server for all sources; for open access it is at the address `at`.

        Without an address, links lead to the address of the server.
        """
        if at:
            monkeypatch.setattr(requests.Session, "request", self._redirected(at))
        self._stands_in_at(monkeypatch, at or self.url)

    def _redirected(self, at: str) -> Callable[..., requests.Response]:
        send, here = requests.Session.request, self.url

        def request(session: requests.Session, method: str, url: str, **rest: Any) -> Any:
            return send(session, method, url.replace(at, here), **rest)

        return request

    def _stands_in_at(self, monkeypatch: pytest.MonkeyPatch, cvf: str) -> None:
        at = "wsss_bot.sources"
        monkeypatch.setattr(f"{at}.proceedings.places.CVF", cvf)
        monkeypatch.setattr(f"{at}.proceedings.places.ECVA", f"{self.url}/papers.php")
        monkeypatch.setattr(f"{at}.proceedings.places._SITES", {})
        monkeypatch.setattr(f"{at}.crossref.WORKS", f"{self.url}/works/")
        monkeypatch.setattr(f"{at}.semantic_scholar.BATCH", f"{self.url}/batch")


def open_access_page(conference: str, year: int, *papers: tuple[str, str, str]) -> bytes:
    """Return a listing as open access has it."""
    entries = []
    for number, (title, authors, arxiv_id) in enumerate(papers):
        forms = "".join(
            f'<form><input type="hidden" name="query_author" value="{name.strip()}"></form>'
            for name in authors.split(",")
        )
        link = f'[<a href="http://arxiv.org/abs/{arxiv_id}">arXiv</a>]' if arxiv_id else ""
        entries.append(
            f'<dt class="ptitle"><a href="/content/{conference}{year}/html/P{number}.html">'
            f"{title}</a></dt><dd>{forms}</dd><dd>{link}</dd>"
        )
    return f"<!DOCTYPE html><html><dl>{''.join(entries)}</dl></html>".encode()


def work(doi: str, title: str, container: str, year: int) -> Answer:
    """Return Crossref's answer for an article of a journal."""
    message = {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "container-title": [container],
        "published-print": {"date-parts": [[year]]},
    }
    return 200, {}, json.dumps({"message": message}).encode()
