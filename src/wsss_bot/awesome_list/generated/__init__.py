"""Lists that a program makes from data: how that shows, and which file people edit instead."""
