"""The text of a group's letter, part by part and language by language: the proposed one, or the group's own."""
