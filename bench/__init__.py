"""The project's own figures: `python -m bench NAME` prints one table, `make bench` all."""
