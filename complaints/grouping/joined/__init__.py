"""Members of a group confirm who joined a petition without an own complaint: by a call, or on paper."""
