"""Why a server gave no answer, in words."""

from urllib.parse import urlsplit

import requests
import urllib3


def in_words(error: Exception, url: str) -> str:
    """Return what happened to a request to `url` that ended with `error`."""
    host = urlsplit(url).netloc
    match error:
        case requests.ConnectTimeout():
            return f"{host} could not be reached in time"
        case requests.Timeout() | urllib3.exceptions.TimeoutError():
            return f"{host} stopped answering"
        case requests.ConnectionError():
            return f"{host} could not be reached"
        case urllib3.exceptions.HTTPError():
            return f"{host} broke off in the middle of an answer"
        case _:
            return f"{host} could not be asked: {type(error).__name__}"
