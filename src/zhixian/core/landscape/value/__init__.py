"""Patent value indicators by published formulas: each with its inputs and its place among its field and year, never one score."""
