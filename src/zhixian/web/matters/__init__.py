"""Dossiers (办件): one applicant's run of one matter."""
