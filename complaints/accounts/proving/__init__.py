"""Asking again for the password, before a deed that changes how one comes in."""
