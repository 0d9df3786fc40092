"""Pages of warnings: the inbox, silence, settings, and the calendar that other programs fetch."""
