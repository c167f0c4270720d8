"""Lists that are data: files of entries of one shape, in YAML, JSON, CSV or BibTeX."""
