"""The pull requests that the bot keeps open: what they say, remember, and were answered."""
