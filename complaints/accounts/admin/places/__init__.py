"""Regions, cities and districts, programmes."""
