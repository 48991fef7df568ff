"""Authorities with their names in every case that a letter needs."""
