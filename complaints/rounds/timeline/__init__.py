"""The events of a round's timeline: a group adds, changes and takes them away."""
