"""Rounds, regions and the public pages around them."""
