"""wsss-bot keeps a list of papers alive: poll, score, compose, propose, learn, refresh."""

__version__ = "1.0.0"
