"""A browser without a window, spoken to over its DevTools protocol (two pipes, no network).

The protocol: https://chromedevtools.github.io/devtools-protocol/
"""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MOST_SECONDS = 60.0

MEASURE = """(() => {
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, range = document.createRange();
    if (!node.data.trim() || node.parentElement.closest('title, style')) continue;
    range.selectNodeContents(node);
    for (const r of range.getClientRects()) texts.push({node, r});
  }
  const overlaps = [];
  for (const [i, a] of texts.entries()) for (const b of texts.slice(i + 1)) {
    const wide = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
    const high = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
    if (a.node !== b.node && wide > 1 && high > 0.4 * Math.min(a.r.height, b.r.height))
      overlaps.push(a.node.data.trim() + ' / ' + b.node.data.trim());
  }
  const outside = texts.filter(({node, r}) => !node.parentElement.closest('.scroll')
    && (r.left < 0 || r.right > innerWidth)).map(({node}) => node.data.trim());
  const broken = [...document.querySelectorAll('td, th')].filter(cell => {
    const words = cell.innerText.trim().split(/\\s+/).length;
    return texts.filter(({node}) => cell.contains(node)).length > words;
  }).map(cell => cell.innerText.trim());
  return {
    width: document.scrollingElement.scrollWidth,
    height: document.documentElement.getBoundingClientRect().height,
    text: document.body.innerText,
    overlaps, outside, broken,
    smallest: Math.min(...[...document.querySelectorAll('svg text')]
      .map(text => text.getBoundingClientRect().height)),
    pictures: [...document.images].map(image => image.naturalWidth),
  };
})()"""
"""What a page looks like: its width and height, its text, texts that lie on others or leave the
window, cells of tables whose words are broken, the height of the smallest line in a drawing, and
the widths of its pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a browser saw of a page."""

    look: dict[str, Any]
    """See `MEASURE`."""
    complaints: tuple[str, ...]
    """What it wrote to its console, exceptions included."""
    requests: tuple[str, ...]
    """The addresses that it asked for, the page itself first."""


class Browser:
    """Opens one page after the other."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._number = 0
        self._buffer = b""
        self._events: list[dict[str, Any]] = []

    def look_at(self, page: Path, *, width: int) -> Seen:
        """Open a file in a window of this width, and say what was seen."""
        target, tab = self._opened(page, width=width, height=900, scale=1.0)
        look = self._ask("Runtime.evaluate", tab, expression=MEASURE, returnByValue=True)
        self._ask("Target.closeTarget", targetId=target)
        return Seen(
            look=look["result"]["value"],
            complaints=tuple(
                json.dumps(event["params"])
                for event in self._events
                if event["method"]
                in {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}
            ),
            requests=tuple(
                event["params"]["request"]["url"]
                for event in self._events
                if event["method"] == "Network.requestWillBeSent"
            ),
        )

    def picture_of(self, page: Path, *, width: int, height: int, scale: float) -> bytes:
        """Return what a window of this size shows of a file, as PNG."""
        target, tab = self._opened(page, width=width, height=height, scale=scale)
        picture = self._ask("Page.captureScreenshot", tab, format="png")["data"]
        self._ask("Target.closeTarget", targetId=target)
        return base64.b64decode(picture)

    def _opened(self, page: Path, *, width: int, height: int, scale: float) -> tuple[str, str]:
        """Open a file in a window; return its target and its session."""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        tab = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._ask(f"{domain}.enable", tab)
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            tab,
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )
        self._events = []
        self._ask("Page.navigate", tab, url=page.resolve().as_uri())
        self._until("Page.loadEventFired")
        return str(target), str(tab)

    def _ask(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self._events.append(answer)

    def _until(self, event: str) -> None:
        while not any(seen["method"] == event for seen in self._events):
            self._events.append(self._next())

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._from], [], [], MOST_SECONDS)
            piece = os.read(self._from, 1 << 16) if ready else b""
            if not piece:
                raise RuntimeError("the browser does not answer")
            self._buffer += piece
        message, _, self._buffer = self._buffer.partition(b"\0")
        decoded: dict[str, Any] = json.loads(message)
        return decoded


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start Chromium with a profile in `folder`, and end it."""
    if CHROMIUM is None:
        raise RuntimeError("there is no chromium")
    # Chromium reads its orders from descriptor 3 and answers on 4; ours stay clear of both.
    ours = [_high(end) for end in (*os.pipe(), *os.pipe())]
    its_orders, to_browser, from_browser, its_answers = ours
    process = os.posix_spawn(
        CHROMIUM,
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",  # root in a container has none
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
            f"--user-data-dir={folder}",
            "--remote-debugging-pipe",
        ],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_DUP2, its_orders, 3),
            (os.POSIX_SPAWN_DUP2, its_answers, 4),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
        setsid=True,
    )
    os.close(its_orders)
    os.close(its_answers)
    try:
        yield Browser(to_browser, from_browser)
    finally:
        os.close(to_browser)
        os.close(from_browser)
        _end(process)


def _high(descriptor: int) -> int:
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved


def _end(process: int) -> None:
    """Wait until a browser whose pipe was closed has left; end it if it does not."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if os.waitpid(process, os.WNOHANG) != (0, 0):
            return
        time.sleep(0.05)
    os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
