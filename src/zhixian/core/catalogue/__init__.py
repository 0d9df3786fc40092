"""One folder per matter, in the plan's order."""
