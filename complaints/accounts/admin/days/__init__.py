"""Days off and working weekends: the reference data, and what the operator put right."""
