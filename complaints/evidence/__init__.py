"""Strangers' files: what they are, whether they are whole, and a clean copy of them. The only package that imports
Pillow and pikepdf.

What lives here: `checking`, which looks at the headers inside the request, and `cleaning`, which re-encodes a file in a
child process that may do next to nothing (`child`). What must not: anything that knows complaints, the database, the
storage or Flask. The original is never changed: whoever must prove something needs the bytes as they were.
"""
