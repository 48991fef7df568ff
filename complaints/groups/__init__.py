"""Groups of organisers: asking for one, who is in it, who looked at names."""
