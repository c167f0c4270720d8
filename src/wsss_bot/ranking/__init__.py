"""Which papers fit the list best: what to learn from, the classifier, its threshold."""
