"""The group's list of complaints about its rounds, and confirming by a member."""
