"""What the text of a list says: links, dates, venues, titles, columns, order, flaws."""
