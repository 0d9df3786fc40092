"""Warnings (预警): what the rules find every night, who hears it, its silence, the mail and the calendar of deadlines."""
