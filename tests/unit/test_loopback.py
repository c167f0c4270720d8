import pytest

from wsss_bot.text.loopback import is_loopback


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "http://LOCALHOST:8080/api/query",
        "http://127.0.0.1:8080",
        "http://127.9.8.7/rss",
        "https://[::1]:8080/api",
    ],
)
def test_addresses_on_this_machine_are_told(url: str) -> None:
    assert is_loopback(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://export.arxiv.org/api/query",
        "http://localhost.example.com/",
        "http://localhost@example.com/",
        "http://127.0.0.1:80@example.com/",
        "http://127.0.0.1.example.com/",
        "http://10.0.0.1/",
        "http://[::1",
        "localhost",
        "",
    ],
)
def test_every_other_address_is_somebody_elses(url: str) -> None:
    assert not is_loopback(url)
