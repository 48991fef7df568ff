"""Correcting one's own complaint: the same form, a new version, the earlier one kept."""
