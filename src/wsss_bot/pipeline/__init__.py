"""Where decisions meet the world: read, decide, write, move the state last."""
