"""Submissions to authorities, the legal clock, and the official's desk."""
