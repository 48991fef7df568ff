"""Accounts as the operator keeps them."""
