"""Everything that touches the world: arXiv, GitHub, files and the state."""
