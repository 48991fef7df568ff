"""Lists of people who signed on paper: read, compared with those who are there, asked about, accepted, undone."""
