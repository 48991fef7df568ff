"""The filer's own way to the authority: the complaint as a letter, and the number that the authority gave it."""
