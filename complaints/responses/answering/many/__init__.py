"""One answer to many submissions: what is common is given once, the number for each."""
