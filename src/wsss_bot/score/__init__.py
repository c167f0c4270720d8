"""Score: a TF-IDF classifier trained on what the maintainers list.

`training_set` makes examples of a list and a corpus, `train` makes a classifier of examples, and
the classifier scores papers and explains its scores. docs/evaluation.md says what was tried.
"""

from wsss_bot.score.classifier import Classifier, Floats, HeldOut
from wsss_bot.score.examples import FEWEST_ENTRIES, as_paper, digest, training_set
from wsss_bot.score.learnt import Names, names_known, names_of
from wsss_bot.score.read_words import ReadWords
from wsss_bot.score.recipe import DEFAULT, PLAIN, Recipe
from wsss_bot.score.saved import from_bytes, to_bytes
from wsss_bot.score.train import NEWEST, train

__all__ = [
    "DEFAULT",
    "FEWEST_ENTRIES",
    "NEWEST",
    "PLAIN",
    "Classifier",
    "Floats",
    "HeldOut",
    "Names",
    "ReadWords",
    "Recipe",
    "as_paper",
    "digest",
    "from_bytes",
    "names_known",
    "names_of",
    "to_bytes",
    "train",
    "training_set",
]
