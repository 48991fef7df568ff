"""Whom the operator invites by mail."""
