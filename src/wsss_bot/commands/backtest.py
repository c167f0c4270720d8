"""`backtest`: the list's own history replayed: what would have been proposed, at what cost."""

from wsss_bot import evaluate, progress, show
from wsss_bot.app import App
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.learning import ranked_by_texts, read_texts
from wsss_bot.commands.next_run import next_run
from wsss_bot.jobs.rank import budget_of
from wsss_bot.score import training_set
from wsss_bot.show import figures
from wsss_bot.show.console import console
from wsss_bot.show.report import backtest_page, write_page


def backtest(app: App, inputs: Inputs, *, report: str | None, as_json: bool) -> None:
    """Print the replay, and the threshold that it suggests today.

    A page with plots is written to `report`. Raises TrainingError where too little of the history
    is known.
    """
    config, listed = app.config, app.open_list(inputs.list_path)
    texts = list(read_texts(app, listed, inputs))
    with progress.working("replaying the list's history"):
        replayed = evaluate.backtest(training_set(listed.entries, texts), budget=budget_of(config))
    with next_run(app, inputs) as coming:
        today = coming.ranking if coming else ranked_by_texts(app, listed, texts, inputs)
    point = today.point
    if report is not None:
        name = inputs.shown_name(config)
        write_page(report, backtest_page(replayed, point=point, list_name=name))
    if as_json:
        show.print_json(figures.backtest_json(replayed, point))
    else:
        figures.print_backtest(replayed, point, out=console())
