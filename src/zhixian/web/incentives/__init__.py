"""The money as a ledger: budgets, commitments, payments."""
