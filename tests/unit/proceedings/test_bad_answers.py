"""Answers of services that are not what was asked for."""

import pytest

from wsss_bot.errors import NotPublished, SourceError
from wsss_bot.sources.bad_answers import check_answer, read_json

URL = "https://openaccess.thecvf.com/CVPR2025?day=all"
CHECK = b"<!DOCTYPE html><html><head><title>Making sure you're not a bot!</title></head></html>"


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (200, CHECK, "openaccess.thecvf.com answered with a bot check"),
        (403, b"<html><title>Just a moment...</title>", "answered with a bot check"),
        (200, b" \n", "sent an empty answer"),
        (401, b"no", "wants a key, or another one"),
        (403, b"no", "refuses to answer"),
        (429, b"{}", "asks for fewer requests"),
        (500, b"oops", "answered with HTTP 500"),
    ],
)
def test_each_kind_of_bad_answer_has_its_sentence(status: int, body: bytes, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence) as raised:
        check_answer(status, body, url=URL)

    assert raised.value.status == status


def test_what_is_not_there_may_be_published_later() -> None:
    with pytest.raises(NotPublished, match="has nothing there"):
        check_answer(404, b"Resource not found.", url=URL)


def test_a_paper_about_bot_checks_is_none() -> None:
    page = b'<!DOCTYPE html><html><dt class="ptitle">Breaking reCAPTCHA: Are You Human?</dt></html>'

    check_answer(200, page, url=URL)
    check_answer(200, b'{"name": "Breaking reCAPTCHA"}', url=URL)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<!doctype html><html>Welcome</html>", "a web page in place of JSON"),
        (b'{"count": 3, "results": [', "JSON that is broken or cut off"),
        (b"\xff\xfe", "JSON that is broken or cut off"),
        (b"[" * 100_000, "JSON that is broken or cut off"),
    ],
)
def test_what_is_no_json_is_told_in_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        read_json(body, url=URL)
