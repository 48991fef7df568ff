"""Groups as the operator keeps them: their rounds and members."""
