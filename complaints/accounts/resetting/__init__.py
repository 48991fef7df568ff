"""A mailed link for those who forgot their password."""
