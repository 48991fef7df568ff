"""The bytes of a kept file in plain, for the one whose file it is."""

from __future__ import annotations

from complaints.cipher import Cipher
from complaints.domain.errors import NotFound
from complaints.domain.evidence import EvidenceState
from complaints.filing.evidence.queries import TABLE
from complaints.models import EvidenceFile
from complaints.storage import Storage


def read_original(row: EvidenceFile, *, cipher: Cipher, storage: Storage) -> bytes:
    """The file as it was attached, for its filer's own download. Raises FileNotFoundError, StorageAway."""
    return cipher.decrypt_bytes(TABLE, "file", row.id, storage.get(row.storage_key))


def read_clean(row: EvidenceFile, *, cipher: Cipher, storage: Storage) -> bytes:
    """The clean copy. Raises NotFound while or because there is none, FileNotFoundError, StorageAway."""
    if row.state is not EvidenceState.READY or row.clean_key is None:
        raise NotFound("clean copy", str(row.id))
    return cipher.decrypt_bytes(TABLE, "clean", row.id, storage.get(row.clean_key))
