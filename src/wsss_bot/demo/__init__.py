"""What `wsss-bot demo` works on: the first list, and facts about real papers (arXiv, CC0).

Of each paper: id, title, categories and day; the authors' comment where it names a venue or code,
and in the place of the abstract the address of the code that it names.
"""
