"""Who joined agreed to the text of a certain version; when the public text becomes another one they are asked again."""
