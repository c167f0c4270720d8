"""`score`: the relevance score of each paper in a file, a line each, in the order of the file."""

import sys
from itertools import islice

from wsss_bot.app import App
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.learning import learn
from wsss_bot.commands.next_run import next_run
from wsss_bot.jobs.rank import with_threshold
from wsss_bot.papers_file.sift import Verdict
from wsss_bot.papers_file.verdicts import check_is_there, verdicts
from wsss_bot.show import papers

_AT_ONCE = 1_000
"""So many lines are written at a time."""


def score(app: App, inputs: Inputs, *, as_json: bool) -> None:
    """Print the score of each paper of the file, and whether it is proposed or listed.

    A paper of other categories has no score. Raises PapersError, ArxivError and TrainingError.
    """
    path, categories = inputs.papers_path, app.config.arxiv.categories
    check_is_there(path)
    with next_run(app, inputs) as coming:
        listed = coming.listed if coming else app.open_list(inputs.list_path)
        classifier = coming.ranking.classifier if coming else learn(app, listed, inputs).classifier
        known = coming.ranking if coming else None
    shown = papers.verdict_json if as_json else papers.verdict_line
    with verdicts(
        path, classifier, listed, categories=categories, keep_going=inputs.keep_going
    ) as found:
        ranking = known or with_threshold(
            app.config, classifier, papers_per_week=found.papers_per_week
        )
        threshold = ranking.point.threshold
        lines = (shown(verdict, proposed=_is_proposed(verdict, threshold)) for verdict in found)
        # Not click.echo, which flushes every line: there may be millions.
        while some := list(islice(lines, _AT_ONCE)):
            sys.stdout.write("\n".join([*some, ""]))
    sys.stdout.flush()


def _is_proposed(verdict: Verdict, threshold: float) -> bool:
    return verdict.score is not None and verdict.score >= threshold and not verdict.listed
