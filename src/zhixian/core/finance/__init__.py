"""Sums of intellectual-property finance that no plan sets: what R&D costs deduct, and what a right may be worth."""
