"""What all requests of this machine go through, and where a secret may go.

The environment names a bundle of certificates, and perhaps a proxy. What is wrong with it is said
before a request is made, because later it looks like a server that does not answer.
"""

import importlib.util
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from wsss_bot.errors import ConfigError
from wsss_bot.text.loopback import is_loopback

BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""Where the certificates are, if not where Python has them."""

GITHUB = "https://api.github.com"

_PLAIN = {"http", "https"}
_SOCKS = {"socks4", "socks4a", "socks5", "socks5h"}
_NO_HOST = re.compile(r"[\s<>\"'`{|}\\^]")


def check(environment: Mapping[str, str], *urls: str) -> None:
    """Raise ConfigError for an environment with which no request to `urls` can be made."""
    for name in BUNDLES:
        if path := environment.get(name, ""):
            _check_bundle(name, path)
    for url in urls:
        parts = urlsplit(url)
        name = _proxy_variable(environment, parts.scheme)
        if name and not _goes_directly(environment, url):
            _check_proxy(name, environment[name])


def check_destination(url: str, *, known: Iterable[str]) -> None:
    """Raise ConfigError for an address to send a token to that is not GitHub's nor a `known` one.

    Of addresses the host counts. This machine is no stranger.
    """
    host = urlsplit(url).hostname
    if is_loopback(url) or host in {urlsplit(address).hostname for address in (GITHUB, *known)}:
        return
    raise ConfigError(
        f"[github] api_url would send the token to {host}; if that is right, put {url} into "
        "WSSS_BOT_API_URL, or name the config with --config where no workflow runs"
    )


def _check_bundle(name: str, path: str) -> None:
    """Raise ConfigError unless there are certificates at `path`, a file or a folder."""
    # Most machines name none, and every command imports this file.
    import ssl

    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            context.load_verify_locations(cafile=path)
        except IsADirectoryError:
            context.load_verify_locations(capath=path)
    except ssl.SSLError as error:
        raise ConfigError(
            f"the certificates in {path}, which {name} names, cannot be read; "
            "expected a file in PEM format"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(
            f"{name} is {path}, and that cannot be read: {reason}; name the file of certificates "
            f"that your network needs, or unset {name}"
        ) from error


def _proxy_variable(environment: Mapping[str, str], scheme: str) -> str:
    """Return the name of the variable that names the proxy; '' for none. Lower case comes first."""
    names = (f"{scheme}_proxy", f"{scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY")
    return next((name for name in names if environment.get(name)), "")


def _goes_directly(environment: Mapping[str, str], url: str) -> bool:
    from requests.utils import should_bypass_proxies

    exempt = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    return bool(should_bypass_proxies(url, exempt))


def _check_proxy(name: str, address: str) -> None:
    """Raise ConfigError unless `address` is one; it may hold a password, so it is not shown."""
    parts = urlsplit(address if "://" in address else f"http://{address}")
    try:
        is_one = parts.port is None or parts.port > 0
    except ValueError:
        is_one = False
    host = parts.hostname or ""
    if not (is_one and host and not _NO_HOST.search(host) and parts.scheme in _PLAIN | _SOCKS):
        raise ConfigError(
            f"{name} does not hold the address of a proxy; "
            "expected something like http://proxy.example.org:3128"
        )
    if parts.scheme in _SOCKS and importlib.util.find_spec("socks") is None:
        raise ConfigError(
            f"{name} names a SOCKS proxy, for which the package PySocks is missing; install it, "
            "or name an HTTP proxy"
        )
