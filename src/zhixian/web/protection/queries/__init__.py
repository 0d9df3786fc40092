"""Questions about reports and penalties."""
