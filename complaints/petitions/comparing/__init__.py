"""What is different between two frozen versions: the text, and who stands in the register, by numbers only."""
