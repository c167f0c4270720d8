"""Old rows: matched with their records, looked up, completed one cell at a time."""
