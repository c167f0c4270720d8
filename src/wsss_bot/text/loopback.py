"""Is this address on this machine? Nobody else is there who would be owed a pause."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Whether `url` leads to this machine: to 'localhost', or to an address of RFC 1122 or 4291."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
