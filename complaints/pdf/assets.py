"""The closed list of files that a document may name: our print stylesheet and our fonts, by `asset:` names.

Apart from the fetcher, so that who only asks which signs a font has does not load WeasyPrint.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

HERE: Final = Path(__file__).resolve().parent

ASSETS: Final = MappingProxyType(
    {
        "asset:documents/petition.css": ("documents/petition.css", "text/css"),
        "asset:fonts/NotoSerif-Regular.ttf": ("fonts/NotoSerif-Regular.ttf", "font/ttf"),
        "asset:fonts/NotoSerif-Bold.ttf": ("fonts/NotoSerif-Bold.ttf", "font/ttf"),
        "asset:fonts/NotoSerif-Italic.ttf": ("fonts/NotoSerif-Italic.ttf", "font/ttf"),
    }
)
