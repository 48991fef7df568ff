"""Rounds out of a file, by a command of the operator: all of it or nothing."""
