"""A draft becomes a version that never changes, and a version becomes files."""
