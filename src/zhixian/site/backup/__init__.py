"""A whole site in one file, and back into an empty one: rows, private files, registry; on either database."""
