"""The pull request as a phone shows it, for a browser to measure.

`python -m tests.phone` says how high it is with one and with ten of the real papers that lie beside
this checkout.
"""

import io
import json
import re
import sys
from contextlib import redirect_stdout
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from markdown_it import MarkdownIt

from tests.browser import browser
from wsss_bot.cli import run

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
WIDTH, HEIGHT = 390, 844
"""The screen of a phone in points."""

_PARSER = MarkdownIt("commonmark", {"breaks": True}).enable("table")
_BOX = re.compile(r"<li>(\s*(?:<p>)?)\[(x| )\] ")
_STYLE = """
::-webkit-scrollbar { display: none }
body { margin: 0; padding: 16px; font: 16px/1.5 -apple-system, "Segoe UI", Roboto,
  "Liberation Sans", "DejaVu Sans Condensed", Arial, sans-serif; color: #1f2328;
  overflow-wrap: break-word }
h1 { font-size: 22px; font-weight: 400; line-height: 1.25; margin: 0 0 14px }
h1 span { color: #59636e }
.open { display: inline-block; background: #1f883d; color: #fff; border-radius: 2em;
  padding: 2px 12px; font-size: 14px; margin-bottom: 16px }
hr { border: 0; border-top: 1px solid #d1d9e0; margin: 0 0 16px }
a { color: #0969da; text-decoration: none } a strong, strong a { font-weight: 600 }
ul { padding: 0; margin: 0 0 16px } li { list-style: none; padding-left: 24px }
li + li { margin-top: 6px } li input { margin: 0 6px 0 -24px; vertical-align: middle }
code { font: 85% ui-monospace, "DejaVu Sans Mono", monospace; background: #f0f1f2;
  border-radius: 6px; padding: 2px 5px; white-space: break-spaces }
blockquote { margin: 8px 0 0; padding: 0 1em; color: #59636e; border-left: 4px solid #d1d9e0 }
p { margin: 0 0 16px } sub { font-size: 75%; line-height: 1.5; vertical-align: baseline }
"""


def page_of(title: str, body: str) -> str:
    """Return a pull request as a page that looks as GitHub shows it on a phone."""
    shown = _BOX.sub(
        lambda box: f'<li>{box[1]}<input type="checkbox"{" checked" * (box[2] == "x")} disabled>',
        _PARSER.render(body),
    )
    return (
        f'<!doctype html><meta charset="utf-8"><title>A pull request</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)} <span>12</span></h1>"
        f'<div class="open">Open</div><hr>{shown}'
    )


def proposed(rows: int, folder: Path) -> tuple[str, str]:
    """Return title and body of the pull request with so many rows, of the real papers."""
    config = folder / "config.toml"
    config.write_text(f"[pull_request]\nmax_rows = {rows}\n", encoding="utf-8")
    words = ["--list", "seed-list.md", "--corpus", "corpus.jsonl.gz", "--papers"]
    given = [word if word.startswith("--") else str(DATA / word) for word in words]
    printed = io.StringIO()
    with redirect_stdout(printed):
        code = run(
            [
                "preview",
                *given,
                str(DATA / "arxiv-2025.jsonl.gz"),
                "--json",
                "--config",
                str(config),
            ]
        )
    assert code == 0
    shown = json.loads(printed.getvalue())
    return shown["title"], shown["body"]


def main() -> None:
    with TemporaryDirectory() as name, browser(Path(name) / "profile") as chromium:
        folder = Path(name)
        for rows in (1, 10):
            page = folder / f"{rows}.html"
            page.write_text(page_of(*proposed(rows, folder)), encoding="utf-8")
            height = chromium.look_at(page, width=WIDTH).look["height"]
            screens = f"{height / HEIGHT:.1f} screens of {HEIGHT}"
            sys.stdout.write(f"rows: {rows}, height: {height:.0f} points, {screens}\n")


if __name__ == "__main__":
    main()
