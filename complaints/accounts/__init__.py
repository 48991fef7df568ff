"""Accounts: signing in, sessions, links to set a password, and the operator's pages."""
