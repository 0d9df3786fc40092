"""The public's pages: home, clauses, the entitlement check, open data; owns no tables."""
