"""Files are kept the same way in a folder and in an object store that is asked over HTTP."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from complaints.storage import Storage, StorageAway
from tests.support.object_store import ObjectStore, running
from tests.support.site import free_port


@pytest.fixture(scope="module")
def s3() -> Iterator[ObjectStore]:
    with running() as store:
        yield store


@pytest.fixture(params=["file", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path, s3: ObjectStore) -> str:
    if request.param == "file":
        return f"file://{tmp_path / 'a folder'}".replace(" ", "%20")
    return s3.url(f"{tmp_path.name}/in")


def test_what_was_kept_is_found_by_everyone_with_the_same_address(url: str) -> None:
    Storage(url).add("evidence/1", b"\x00bytes")
    assert Storage(url).get("evidence/1") == b"\x00bytes"


def test_a_new_key_is_never_written_over(url: str) -> None:
    storage = Storage(url)
    storage.add("evidence/1", b"first")
    with pytest.raises(FileExistsError):
        storage.add("evidence/1", b"second")
    assert storage.get("evidence/1") == b"first"


def test_putting_a_key_again_replaces_it(url: str) -> None:
    storage = Storage(url)
    storage.put("exports/1", b"first")
    storage.put("exports/1", b"second")
    assert storage.get("exports/1") == b"second"


def test_ten_megabytes_come_back_as_they_were(url: str) -> None:
    large = bytes(range(256)) * 4 * 10 * 1024 + b"end"
    storage = Storage(url)
    storage.add("evidence/large", large)
    storage.put("evidence/large-clean", large)
    assert storage.get("evidence/large") == large
    assert storage.get("evidence/large-clean") == large


def test_what_is_deleted_is_gone_and_may_be_deleted_again(url: str) -> None:
    storage = Storage(url)
    storage.add("evidence/1", b"bytes")
    storage.delete("evidence/1")
    storage.delete("evidence/1")
    with pytest.raises(FileNotFoundError):
        storage.get("evidence/1")


def test_a_store_that_is_away_is_said_to_be_away_within_seconds() -> None:
    storage = Storage(f"s3://id:secret@files/in?endpoint=http://127.0.0.1:{free_port()}")
    began = time.monotonic()
    for deed in (lambda: storage.add("1", b"x"), lambda: storage.get("1"), lambda: storage.delete("1")):
        with pytest.raises(StorageAway):
            deed()
    assert time.monotonic() - began < 30


def test_a_bucket_that_is_not_there_is_an_outage_and_not_a_missing_file(s3: ObjectStore) -> None:
    with pytest.raises((StorageAway, FileNotFoundError)):
        Storage(f"s3://id:secret@nowhere/in?endpoint={s3.address}").add("1", b"x")


def test_a_folder_that_cannot_be_written_is_said_to_be_away(tmp_path: Path) -> None:
    storage = Storage(f"file://{tmp_path / 'files'}")
    (tmp_path / "files" / "evidence").write_bytes(b"a file where a folder should be")
    with pytest.raises(StorageAway):
        storage.add("evidence/1", b"x")


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    Storage(f"file://{tmp_path / 'files'}")
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "url", ["ftp://host/files", "files", "s3:///no-bucket", "s3://bucket/in?endpiont=http://x", "file://host/files"]
)
def test_an_address_that_cannot_be_right_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="STORAGE_URL"):
        Storage(url)
