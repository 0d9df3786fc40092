"""Forms of reports and penalties."""
