"""Warnings (预警): rules as data, what each of them looks at, and when a warning opens, closes and comes back."""
