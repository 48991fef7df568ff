"""Following one's own complaint: see, correct, withdraw, step out, download, erase."""
