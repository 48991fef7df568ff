"""Complaints that may be one: the same person by the keyed hash, or nearly the same text. Marked, never refused."""
