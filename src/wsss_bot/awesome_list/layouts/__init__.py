"""Each way to lay out papers in a file: where the rows are, and how one is written or filled."""
