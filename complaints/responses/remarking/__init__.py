"""Remarks of the group and of the authority on a demand and what became of it; both are shown to everybody."""
