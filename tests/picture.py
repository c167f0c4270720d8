"""The picture in the readme: the pull request of `wsss-bot demo`, as a phone shows it.

`python -m tests.picture --write` takes it anew; it needs Chromium.
"""

import html
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from markdown_it import MarkdownIt

from tests.browser import browser
from wsss_bot.cli import run

PICTURE = Path(__file__).parents[1] / "docs" / "pull-request.png"
WIDE, HIGH, SHARP = 430, 1010, 1.35
STYLE = """
html { overflow: hidden; }
body { font: 13.5px/1.4 system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; color: #1f2328;
       margin: 0; padding: 14px; }
h1 { font-size: 20px; font-weight: 500; line-height: 1.25; margin: 0 0 6px; }
.open { display: inline-block; background: #1a7f37; color: #fff; border-radius: 2em;
        padding: 3px 12px; font-size: 13px; }
.base { color: #59636e; font-size: 13px; margin: 8px 0 12px; }
.body { border: 1px solid #d1d9e0; border-radius: 6px; padding: 2px 14px; }
ul { list-style: none; padding-left: 20px; } li { margin: 8px 0; text-indent: -20px; }
li > * { text-indent: 0; } a { color: #0969da; text-decoration: none; }
code { background: #eff1f3; border-radius: 5px; padding: 1px 4px; font-size: 12.5px;
       overflow-wrap: anywhere; }
details { font-size: 13px; color: #59636e; }
"""


def page() -> str:
    """Return the pull request as a page."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        run(["demo", "--json"])
    shown = json.loads(said.getvalue())
    body = shown["body"].replace("- [x] ", "- ☑ ").replace("- [ ] ", "- ☐ ")
    text = MarkdownIt("gfm-like", {"breaks": True, "html": True, "linkify": False}).render(body)
    return (
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>"
        f"<h1>{html.escape(shown['title'])}</h1><span class=open>Open</span>"
        "<div class=base>the bot wants to merge 1 commit into <code>main</code></div>"
        f"<div class=body>{text}</div>"
    )


def main() -> None:
    """Take the picture."""
    if sys.argv[1:] != ["--write"]:
        sys.exit("to take the picture of the readme anew: python -m tests.picture --write")
    with TemporaryDirectory() as folder, browser(Path(folder) / "profile") as opened:
        path = Path(folder) / "page.html"
        path.write_text(page(), encoding="utf-8")
        PICTURE.write_bytes(opened.picture_of(path, width=WIDE, height=HIGH, scale=SHARP))


if __name__ == "__main__":
    main()
