"""Where a new row goes: what the headings of a list say, and which section a paper belongs to."""
