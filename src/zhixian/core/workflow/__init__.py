"""How a dossier moves: time limits, and the legal clock that runs on them."""
