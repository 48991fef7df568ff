"""The page behind a mailed invitation."""
