"""What `wsss-bot demo` works on: the first list, and titles of real papers (arXiv, CC0)."""
