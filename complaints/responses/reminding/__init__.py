"""Mails before and after a last day, and mails about last days that moved."""
