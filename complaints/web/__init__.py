"""Glue between HTTP and the slices: access, languages, errors, headers. It knows no slice."""
