"""New rows and filled cells, written as the list writes them, and where they go."""
