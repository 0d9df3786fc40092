"""Registers (台账) as data: what units, banks and companies keep on a clause, outside of dossiers."""
