"""Taking out of a text what looks like a secret, and what is known to be one."""

import re
from collections.abc import Iterable

REDACTED = "[secret]"

_SECRET = re.compile(
    r"gh[a-z]_[A-Za-z0-9_]{20,}"  # https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/
    r"|github_pat_\w{20,}"
    r"|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"  # a JSON Web Token, as apps sign in with
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|(?<=[Bb]earer )[\w.~+/-]{8,}=*",
    re.DOTALL,
)
"""What looks like a secret, whoever's it is."""

_LEAST_SECRET = 8
"""A shorter text may stand anywhere by chance."""


def pieces_of(secrets: Iterable[str]) -> list[str]:
    """Return what must not be seen of `secrets`: each of them, and each of their lines."""
    pieces = {piece.strip() for secret in secrets for piece in (secret, *secret.splitlines())}
    return sorted((piece for piece in pieces if len(piece) >= _LEAST_SECRET), key=len, reverse=True)


def without_secrets(text: str, pieces: Iterable[str] = ()) -> str:
    """Return what anybody may read of `text`; `pieces` are secrets that are known."""
    for piece in pieces:
        text = text.replace(piece, REDACTED)
    return _SECRET.sub(REDACTED, text)
