"""Texts on their way to the public, and complaints that look like one another."""
