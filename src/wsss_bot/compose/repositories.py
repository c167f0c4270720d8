"""What a repository holds: whether a link to it helps a reader, and what its code is written in."""

import re

from wsss_bot.domain import Repository

_FRAMEWORKS = {
    "pytorch": r"\b(?:py)?torch(?:vision|audio)?\b|\b(?:pytorch-)?lightning\b|\bmmcv\b|\bmmseg\w*"
    r"|\bdetectron2\b",
    "tensorflow": r"\btensorflow(?:-gpu|-cpu)?\b|\bkeras\b|\btf-nightly\b",
    "jax": r"\bjax(?:lib)?\b|\bflax\b",
    "paddle": r"\bpaddle(?:paddle)?(?:-gpu)?\b",
    "mindspore": r"\bmindspore\b",
    "mxnet": r"\bmxnet\b",
    "caffe": r"\bcaffe\b",
    "matlab": r"\bmatconvnet\b",
}
_OWN_FRAMEWORK = {"MATLAB": "matlab"}


def is_usable(repository: Repository) -> bool:
    """Whether a link to `repository` leads a reader to code: it exists and holds something."""
    return repository.exists and not repository.empty


def code_label(repository: Repository) -> str | None:
    """Return what the code in `repository` is written in ('pytorch'), or None if that is unclear.

    The requirements say it first, then the README, where the framework named most often wins, then
    the language if it stands for a framework of its own.
    """
    for text in (repository.requirements, repository.readme):
        named = {
            label: len(re.findall(pattern, text, re.IGNORECASE))
            for label, pattern in _FRAMEWORKS.items()
        }
        most = max(named, key=named.__getitem__)
        if named[most]:
            return most
    return _OWN_FRAMEWORK.get(repository.languages[0]) if repository.languages else None
