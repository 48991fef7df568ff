"""Files of the product (exports, evidence) behind one small API: a local folder, or an object store of the S3 kind.

Keys are made by us and never contain anything a person typed. Contents come already encrypted: see cipher.py. So the
store needs to keep bytes and nothing else: no rights per file, no public addresses, no encryption of its own.

    STORAGE_URL=file:///srv/adil-tirkeu/files
    STORAGE_URL=s3://KEY_ID:SECRET@BUCKET/PREFIX?endpoint=https://s3.example.kz&region=kz-ala-1

For S3: KEY_ID and SECRET stand percent-encoded in the URL, which is a secret setting; without them the usual AWS_*
variables or the machine's own role are used. `endpoint` is the address of a store that is not Amazon's, with the bucket
in the path; `region` is us-east-1 unless given. The bucket must exist and keep no public access.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

CONNECT_SECONDS: Final = 3
ANSWER_SECONDS: Final = 20
RETRY_SECONDS: Final = 8
"""A store that is away is given up soon: a person waits in front of the form, and jobs come back by themselves."""
S3_OPTIONS: Final = frozenset({"endpoint", "region"})


class StorageAway(Exception):
    """The store does not answer, or refuses us. Nothing is wrong with the file."""


class Storage:
    """Bytes by key. The same URL gives the same files in every process. Every method may raise StorageAway."""

    def __init__(self, url: str, waiting: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        """Raises ValueError for a URL of another kind. Does not ask the store anything. `waiting` is entered while the
        store is asked.
        """
        self._store = _open(url)
        self._waiting = waiting

    def add(self, key: str, data: bytes) -> None:
        """Keep the bytes under a new key. Raises FileExistsError, and leaves what is there, when the key is taken."""
        with self._waiting(), _answering():
            obstore.put(self._store, key, data, mode="create", use_multipart=False)

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes under the key; putting a key again replaces it, so that a retried job ends the same."""
        with self._waiting(), _answering():
            obstore.put(self._store, key, data)

    def get(self, key: str) -> bytes:
        """The bytes under the key. Raises FileNotFoundError."""
        with self._waiting(), _answering():
            return bytes(obstore.get(self._store, key).bytes())

    def delete(self, key: str) -> None:
        """Remove the key; a missing one is no error."""
        with self._waiting(), _answering():
            try:
                obstore.delete(self._store, key)
            except FileNotFoundError:
                return


@contextmanager
def _answering() -> Iterator[None]:
    """The library's errors as ours; those that are an answer of the store (there is one, there is none) pass."""
    try:
        yield
    except FileNotFoundError:
        raise
    except AlreadyExistsError as error:
        raise FileExistsError from error
    except (BaseError, OSError) as error:
        raise StorageAway(type(error).__name__) from error


def _open(url: str) -> ObjectStore:
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc:
        folder = Path(unquote(parts.path))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return LocalStore(folder)
    if parts.scheme == "s3" and parts.hostname:
        return _open_s3(parts)
    raise ValueError("STORAGE_URL must be file:///FOLDER or s3://BUCKET/PREFIX")


def _open_s3(parts: SplitResult) -> ObjectStore:
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if unknown := options.keys() - S3_OPTIONS:
        raise ValueError(f"STORAGE_URL has unknown options: {', '.join(sorted(unknown))}")
    config: dict[str, Any] = {"region": options.get("region", "us-east-1")}
    if endpoint := options.get("endpoint"):
        config |= {"endpoint": endpoint, "virtual_hosted_style_request": False}
    if parts.username and parts.password:
        config |= {"access_key_id": unquote(parts.username), "secret_access_key": unquote(parts.password)}
    return S3Store(
        parts.netloc.rpartition("@")[2],
        prefix=parts.path.strip("/") or None,
        client_options={
            "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
            "timeout": timedelta(seconds=ANSWER_SECONDS),
            "allow_http": (endpoint or "").startswith("http://"),
        },
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=RETRY_SECONDS)},
        **config,
    )
