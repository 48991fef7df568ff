"""The queue: what waits, what runs, what is dead and can be tried again."""
