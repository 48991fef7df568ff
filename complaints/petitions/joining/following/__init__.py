"""What who joined sees of it afterwards: how it stands, withdrawing, erasing, downloading."""
