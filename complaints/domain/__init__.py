"""The rules: pure functions and values on the standard library alone.

No clock, no input or output, no translated text. The day and the calendar are arguments, the words are made at the
edge.
"""
