"""The filer's own complaint as a letter, and the number and term of what the filer sent alone."""
