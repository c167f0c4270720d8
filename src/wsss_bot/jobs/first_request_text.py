"""What the very first pull request says: what was decided, and what would have been proposed."""

from collections.abc import Iterator

from wsss_bot.jobs.introduction import Introduction
from wsss_bot.pull_request.draft import Draft
from wsss_bot.pull_request.paper_text import paper_text
from wsss_bot.pull_request.phrases import counted
from wsss_bot.text import escape

TITLE = "Let wsss-bot look for papers that belong on this list"
INTRODUCTION = (
    "Merge this, and once a week a pull request offers the new papers on arXiv that belong here, "
    "each as a row like yours. You decide every row. Close it, and nothing is said again."
)
FOUND = "### In the last three months it would have offered {papers}"
WAITING = "{count} more reached the threshold, too."
NOTHING = (
    "### In the last three months nothing would have been offered\n\n"
    "No paper scored high enough to be sure of it.{best}"
)
BEST = " The best was *{title}*, at {score:.2f} of the {threshold:.2f} that it takes."
DECIDED = (
    "### What it decided, in `{path}`\n\n"
    "[Every key](https://github.com/wsss-bot/wsss-bot/blob/v1/docs/configuration.md) has a "
    "default; change what you like, here or later."
)
READ = (
    "<sub>Read {papers} papers of {categories}{missing}. No language model has a part in it: a "
    "classifier learnt from the papers that the list has. Facts come from arXiv, each with its "
    "source, or the cell stays blank.</sub>"
)
_TICKED = "- [x] "


def title_of(drafted: Draft) -> str:
    """Return the title."""
    papers = len(drafted.proposal.candidates)
    found = f": {counted(papers, 'paper', 'papers')} of the last three months" if papers else ""
    return f"{TITLE}{found}"


def body_of(found: Introduction, drafted: Draft, config_path: str) -> str:
    """Return the Markdown of the body."""
    parts = [INTRODUCTION, *_offered(drafted), DECIDED.format(path=config_path)]
    parts.append("\n".join(f"- {line}" for line in _decided(found)))
    polled = drafted.polled
    missing = "" if polled.complete else f", **not all of them: {_plain(polled.missing)}**"
    categories = " and ".join(polled.categories)
    parts.append(
        READ.format(papers=f"{polled.papers:,}", categories=_plain(categories), missing=missing)
    )
    return "\n\n".join(parts) + "\n"


def _offered(drafted: Draft) -> Iterator[str]:
    candidates = drafted.proposal.candidates
    if not candidates:
        best = ""
        for miss in drafted.near_misses[:1]:
            best = BEST.format(
                title=_plain(miss.paper.title),
                score=miss.score.value,
                threshold=drafted.ranking.point.threshold,
            )
        yield NOTHING.format(best=best)
        return
    yield FOUND.format(papers=counted(len(candidates), "paper", "papers"))
    # There is nothing to tick yet: these are looked at, and come again once this is merged.
    yield "\n".join("- " + paper_text(one).removeprefix(_TICKED) for one in candidates)
    if drafted.waiting:
        yield WAITING.format(count=drafted.waiting)


def _decided(found: Introduction) -> Iterator[str]:
    if found.categories:
        yield f"it reads {' and '.join(f'`{name}`' for name in found.categories)} on arXiv"
    if found.columns:
        columns = [f"{_plain(header)} = {role}" for header, role in found.columns.items()]
        yield f"columns: {', '.join(columns)}"
    yield f"order of the rows: {found.order}"
    yield f"the threshold: {found.threshold}"
    for sentence in found.not_understood:
        yield f"not understood: {_plain(sentence)}"


def _plain(text: str) -> str:
    return escape.in_conversation(text)
