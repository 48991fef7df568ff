"""Paper: HTML and CSS of our own become PDF/A-3a and PDF/UA-1 files. The only package that imports WeasyPrint.

What lives here: the engine, the fetcher that serves our fonts and styles and nothing else, the fonts, the print
stylesheet, and the filling of document templates. What must not: anything that knows petitions, rows of the database,
or Flask.
"""

from complaints.pdf.engine import Sheets, lay_out, render, write
from complaints.pdf.templates import fill

__all__ = ["Sheets", "fill", "lay_out", "render", "write"]
