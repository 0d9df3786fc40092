"""督查: the published rule by which the light of a clause and a unit follows from evidence and clocks, and how late work escalates."""
