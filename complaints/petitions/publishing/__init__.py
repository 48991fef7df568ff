"""A frozen version on a public page: published, replaced by a later one, taken off with a reason."""
