"""wsss-bot keeps a list of papers alive: poll, score, compose, propose, learn, refresh."""

__version__ = "0.1.0"
