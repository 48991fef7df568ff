"""What comes in from outside: requests for groups; and who is invited by the operator."""
