"""Coming in: the password, then the one-time code where the account has it."""
