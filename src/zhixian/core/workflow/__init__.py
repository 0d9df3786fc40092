"""Matters (事项) and the flows they run through, as data: who does what, by when, and what may happen next."""
