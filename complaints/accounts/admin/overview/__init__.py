"""What waits for the operator, and how much there is of everything."""
