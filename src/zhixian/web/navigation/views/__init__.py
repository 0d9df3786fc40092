"""Pages of topics, their records and their landscapes."""
