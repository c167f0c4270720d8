"""A list as files that other programs read.

listed     what the list says of each paper, as plain values
bibtex, atom, tables    these values as BibTeX, Atom, CSV and JSON
"""
