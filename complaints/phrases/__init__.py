"""How letters to an authority speak, in each language: phrases that depend on values, and the values behind them.

Shared by the collective complaint and the person's own letter; whole sentences are in templates/documents.
"""
