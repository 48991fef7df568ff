"""Who changed which public fact, and when: read by everybody, undone by moderators."""
