"""Recording an answer and putting one right, by the official and by the group."""
