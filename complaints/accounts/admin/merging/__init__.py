"""Two rounds that are one: the operator merges them."""
