"""Giving out the version that was handed in to the authority it is addressed to, each look at names written down."""
