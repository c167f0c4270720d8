"""Outside text as a line of a terminal, which it cannot steer."""


def printable(text: str) -> str:
    """Return `text` with line ends, and whatever else steers a terminal, written as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
