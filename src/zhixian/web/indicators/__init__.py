"""Published figures: targets and indicators as computed from a snapshot."""
