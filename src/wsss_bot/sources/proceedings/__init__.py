"""What conferences publish of their papers: official listings, read politely and kept."""
