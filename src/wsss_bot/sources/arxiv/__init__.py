"""arXiv: its query API and RSS at one polite pace, polled without a gap."""
