"""Pages of risk pools."""
