"""Template words of published figures."""
