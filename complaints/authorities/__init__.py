"""For everybody: what authorities answered and when, and what is late now, with the numbers behind each figure."""
