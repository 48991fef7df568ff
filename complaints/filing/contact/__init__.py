"""Reaching the person behind a complaint: the mailed link that confirms, the one that replaces a lost code."""
