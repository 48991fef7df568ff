"""Calendars that a calendar program subscribes to: of a round, of an authority, of a group behind a secret link."""
