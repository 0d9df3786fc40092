"""Scorecards (评价表) as data: who is scored by which figures, each computed, with its points and how to rise."""
