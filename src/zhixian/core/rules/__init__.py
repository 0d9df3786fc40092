"""One incentive definition, its conditions and amounts, evaluated exactly for one application."""
