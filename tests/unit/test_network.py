import ssl
from pathlib import Path

import pytest

from wsss_bot import network
from wsss_bot.errors import ConfigError

URL = "https://export.arxiv.org/api/query"


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_bundle_that_is_not_there_is_a_sentence(name: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} is /nowhere, and that cannot be read"):
        network.check({name: "/nowhere"}, URL)


def test_a_bundle_without_certificates_is_a_sentence(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("none", encoding="utf-8")

    with pytest.raises(ConfigError, match="which CURL_CA_BUNDLE names, cannot be read; expected"):
        network.check({"CURL_CA_BUNDLE": str(bundle)}, URL)


def test_a_bundle_or_a_folder_of_certificates_is_taken(tmp_path: Path) -> None:
    import certifi

    network.check({"REQUESTS_CA_BUNDLE": certifi.where(), "CURL_CA_BUNDLE": str(tmp_path)}, URL)


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
@pytest.mark.parametrize(
    "address",
    ["://", "http://", ":::", "http://proxy:port", "http://a proxy", "ftp://proxy", "//["],
)
def test_an_address_that_is_no_proxy_is_a_sentence(name: str, address: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} does not hold the address of a proxy"):
        network.check({name: address}, URL)


def test_a_password_of_a_proxy_is_not_shown() -> None:
    with pytest.raises(ConfigError) as caught:
        network.check({"HTTPS_PROXY": "http://somebody:secret@proxy:port"}, URL)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["proxy", "proxy:3128", "http://proxy.example.org:3128/", "https://u:p@[::1]:8080"]
)
def test_a_proxy_is_taken(address: str) -> None:
    network.check({"HTTPS_PROXY": address}, URL)


def test_a_socks_proxy_needs_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ConfigError, match="ALL_PROXY names a SOCKS proxy"):
        network.check({"ALL_PROXY": "socks5h://proxy:1080"}, URL)

    monkeypatch.setattr("importlib.util.find_spec", lambda _: ssl.__spec__)
    network.check({"ALL_PROXY": "socks5h://proxy:1080"}, URL)


@pytest.mark.parametrize(
    "environment",
    [
        {"HTTP_PROXY": ":::"},
        {"HTTPS_PROXY": ":::", "https_proxy": "proxy:3128"},
        {"ALL_PROXY": ":::", "HTTPS_PROXY": "proxy:3128"},
        {"HTTPS_PROXY": ":::", "NO_PROXY": "arxiv.org"},
        {"HTTPS_PROXY": "", "REQUESTS_CA_BUNDLE": ""},
    ],
)
def test_what_no_request_goes_through_is_not_looked_at(environment: dict[str, str]) -> None:
    network.check(environment, URL)
