"""A file that travels inside a PDF."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Attached:
    name: str
    description: str
    media_type: str
    data: bytes
