"""Template words of supervision."""
