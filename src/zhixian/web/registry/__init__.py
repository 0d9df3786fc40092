"""Snapshots as the site knows them: uploads, imports, corrections, and rights and parties to link to."""
