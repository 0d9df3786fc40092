"""Sums of intellectual-property finance that no plan sets: the super-deduction of R&D costs by the law of the year."""
