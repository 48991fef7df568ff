"""What a group can do about silence or an answer that does not help; the plain guide to court."""
