"""The official's list: what was handed in to the own authority, by its last day."""
