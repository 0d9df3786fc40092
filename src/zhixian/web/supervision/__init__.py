"""Each unit's duties: evidence, progress, reminders, inspection."""
