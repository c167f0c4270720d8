"""The words of papers: ids, titles, LaTeX, what is safe to show."""
