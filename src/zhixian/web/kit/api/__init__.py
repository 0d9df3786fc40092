"""What every part of the API stands on: problems, pages of lists, and the assembly that the site publishes."""
