"""Who is in a group: inviting, roles, leaving, handing over."""
