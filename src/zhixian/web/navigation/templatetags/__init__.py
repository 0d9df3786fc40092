"""Template words of topics and landscapes."""
