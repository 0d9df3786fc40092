"""What facets narrowed a question to, written into the question, finds the same."""
