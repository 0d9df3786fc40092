"""The public's pages: the plan, entitlements, open data."""
