"""Signatures on paper: blank sheets to carry round, and the people on them, typed off and counted."""
