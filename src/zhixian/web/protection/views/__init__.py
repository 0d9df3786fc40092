"""Pages of reports and penalties."""
