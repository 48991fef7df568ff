"""What somebody typed while the session ended, kept until the same person is back."""
