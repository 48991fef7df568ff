"""Somebody asks for a group, without an account."""
