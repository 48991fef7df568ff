"""A group adds rounds and puts right the public facts and the timeline of those it is attached to."""
