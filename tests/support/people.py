"""Accounts for tests, and clients signed in as them."""
