"""`demo`: the whole job on embedded real papers, without a network and without a token."""

import sys
from importlib import resources

from wsss_bot.app import App
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.preview import preview
from wsss_bot.config import Config, ScoreSection, SourcesSection
from wsss_bot.show.lines import print_text

DEMO_CONFIG = Config(
    # Titles alone say less than abstracts do; a stricter threshold makes up for it.
    score=ScoreSection(noise_per_week=0.5),
    # What a bot of this folder has read of proceedings is no part of it.
    sources=SourcesSection(proceedings=False),
)

BEFORE = "Reading a list of 86 papers and what arXiv had for it in three months; a few seconds…"
NEXT = (
    "\nThis was a list of 2022 and the arXiv of summer 2025. Now yours, which changes nothing:\n"
    "  wsss-bot init owner/name     writes a config.toml for your list, a file or one on GitHub\n"
    "  wsss-bot preview             shows what the bot would propose today"
)


def demo(*, as_json: bool) -> None:
    """Print the pull request for the embedded list, stream and background."""
    folder = resources.files("wsss_bot.demo")
    if sys.stderr.isatty():
        print_text(BEFORE, err=True)
    with (
        resources.as_file(folder / "list.md") as list_path,
        resources.as_file(folder / "papers.jsonl.gz") as papers,
        resources.as_file(folder / "background.jsonl.gz") as corpus,
    ):
        inputs = Inputs(list_path=str(list_path), papers=str(papers), corpus=str(corpus))
        preview(App.here(DEMO_CONFIG), inputs, as_json=as_json)
    print_text(NEXT, err=True)
