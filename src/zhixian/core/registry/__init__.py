"""Sources become immutable snapshots: importers, number formats, the fold of legal events."""
