"""Who of a group looked at personal data, for its owner."""
