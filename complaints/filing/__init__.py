"""Filing a complaint, its receipt, and following it."""
