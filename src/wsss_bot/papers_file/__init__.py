"""Files of papers of any length, read once."""
