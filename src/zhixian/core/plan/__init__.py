"""The plan as data: read from an official text, loaded, and cross-checked against its words."""
