"""Two ways to reach the stand-in for arXiv: a real socket, and a session of `requests`."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3

from tests.standins.arxiv import ArxivStandin


@contextmanager
def serve(standin: ArxivStandin) -> Iterator[str]:
    """Serve the stand-in on loopback; yield its address, 'http://127.0.0.1:PORT'."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            reply = standin.answer(self.path, user_agent=self.headers.get("User-Agent", ""))
            if reply.how == "hang":
                over.wait(5)
            if reply.how in {"hang", "reset"}:
                linger = struct.pack("ii", 1, 0)  # close with RST, not FIN
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            body = reply.body[: len(reply.body) // 2] if reply.how == "cut off" else reply.body
            try:
                if reply.how == "drip":
                    while not over.wait(0.02):
                        self.wfile.write(b" ")
                self.wfile.write(body)
            except OSError:  # the client has had enough
                self.close_connection = True
            if reply.how == "cut off":
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

        def date_time_string(self, timestamp: float | None = None) -> str:
            del timestamp
            return format_datetime(standin.now().astimezone(UTC), usegmt=True)

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: Any) -> None:
            """A client that goes away is no error here."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            over.set()
            server.shutdown()
            thread.join()


class StandinSession(requests.Session):
    """The stand-in as a `requests` session without a socket, fast enough for years.

    `took` is told the seconds that each request took.
    """

    def __init__(self, standin: ArxivStandin, *, took: Callable[[float], None]) -> None:
        super().__init__()
        self._standin, self._took = standin, took

    def get(self, url: str | bytes, **_: object) -> requests.Response:
        parts = urlsplit(str(url))
        agent = str(self.headers.get("User-Agent", ""))
        reply = self._standin.answer(f"{parts.path}?{parts.query}", user_agent=agent)
        self._took(60.0 if reply.how == "hang" else 0.5)
        match reply.how:
            case "reset":
                raise requests.ConnectionError("connection reset by peer")
            case "hang":
                raise requests.ReadTimeout("read timed out")
            case "cut off":
                raise urllib3.exceptions.ProtocolError("connection broken")
        answer = requests.Response()
        answer.status_code, answer.url = reply.status, str(url)
        answer.headers.update(reply.headers)
        answer.raw = urllib3.HTTPResponse(BytesIO(reply.body), preload_content=False)
        return answer
