"""The group's list of the complaints about one of its rounds: filter, search, count, take along as a spreadsheet."""
