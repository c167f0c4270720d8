"""Hugging Face's pages of papers."""

import json

import pytest

from wsss_bot.domain import ArxivId
from wsss_bot.errors import SourceError
from wsss_bot.sources.huggingface import read_repository

ID = ArxivId("2509.04664")


@pytest.mark.parametrize(
    ("linked", "repository"),
    [
        ("https://github.com/doe/tags", "https://github.com/doe/tags"),
        ("https://github.com/doe", None),
        ("https://example.org/doe/tags", None),
        ("https://github.com/doe/tags](x", None),
        (None, None),
    ],
)
def test_only_a_repository_on_github_counts(linked: str | None, repository: str | None) -> None:
    body = json.dumps({"id": ID, "githubRepo": linked}).encode()

    assert read_repository(body, ID, url="https://huggingface.co/api/papers/x") == repository


def test_an_answer_about_another_paper_is_a_failure() -> None:
    with pytest.raises(SourceError, match=r"not about 2509\.04664"):
        read_repository(b'{"id": "2509.00001"}', ID, url="https://huggingface.co/api/papers/x")
