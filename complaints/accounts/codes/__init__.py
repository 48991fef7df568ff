"""One-time codes of an app on the person's device, and printed spare codes."""
