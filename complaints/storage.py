"""Files of the product (exports now, evidence later) behind one small API: a local folder, or an object store by its
URL.

Keys are made by us and never contain anything a person typed. Contents come already encrypted: see cipher.py.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import obstore
from obstore.store import LocalStore, ObjectStore, from_url


class Storage:
    """Bytes by key. The same URL gives the same files in every process."""

    def __init__(self, url: str) -> None:
        self._store = _open(url)

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes under the key; putting a key again replaces it, so that a retried job ends the same."""
        obstore.put(self._store, key, data)

    def get(self, key: str) -> bytes:
        """The bytes under the key. Raises FileNotFoundError."""
        return bytes(obstore.get(self._store, key).bytes())

    def delete(self, key: str) -> None:
        """Remove the key; a missing one is no error."""
        obstore.delete(self._store, key)


def _open(url: str) -> ObjectStore:
    if url.startswith("file://"):
        folder = Path(urlsplit(url).path)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return LocalStore(folder)
    return from_url(url)
