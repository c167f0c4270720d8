"""Many lists, one installation: who they are, one poll for all, and each at its own time."""
