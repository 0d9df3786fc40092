"""Registers (台账) that units, banks and companies keep: rows as their definitions put them, checked, watched, found."""
