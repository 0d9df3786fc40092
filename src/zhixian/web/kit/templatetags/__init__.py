"""Words and signs that templates use everywhere."""
