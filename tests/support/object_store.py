"""An S3 server that really listens, with one empty bucket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import boto3
from moto.server import ThreadedMotoServer

from tests.support.site import free_port

BUCKET: Final = "files"
SECRET: Final = "p/l+a nted"


@dataclass(frozen=True)
class ObjectStore:
    address: str

    def url(self, prefix: str) -> str:
        """A STORAGE_URL for files under the prefix."""
        return f"s3://id:{quote(SECRET, safe='')}@{BUCKET}/{prefix}?endpoint={self.address}&region=us-east-1"

    def keys(self, prefix: str) -> list[str]:
        """What lies under the prefix, asked by another library than the product's."""
        found = self._client().list_objects_v2(Bucket=BUCKET, Prefix=prefix)
        return sorted(entry["Key"].removeprefix(f"{prefix}/") for entry in found.get("Contents", ()))

    def read(self, key: str) -> bytes:
        body: bytes = self._client().get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return body

    def make_bucket(self) -> None:
        self._client().create_bucket(Bucket=BUCKET)

    def _client(self):  # type: ignore[no-untyped-def]
        keys = {"aws_access_key_id": "id", "aws_secret_access_key": SECRET, "region_name": "us-east-1"}
        return boto3.client("s3", endpoint_url=self.address, **keys)


@contextmanager
def running() -> Iterator[ObjectStore]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port())
    server.start()
    host, port = server.get_host_and_port()
    store = ObjectStore(f"http://{host}:{port}")
    store.make_bucket()
    yield store
    server.stop()
