"""Filling the form of e-Otinish by hand: what to enter field by field, ready to copy. Nothing is sent from here."""
