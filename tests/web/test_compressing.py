"""What everybody may see travels compressed; what belongs to one person does not."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest

from complaints.domain.access import AccountRole
from tests.support.browserlike import CheckedClient

DOSSIER = "/kk/rounds/damu-bala-mangystau-2025-03/"


@pytest.mark.parametrize(("offered", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_public_page_is_compressed_as_the_browser_offers(
    client: CheckedClient, offered: str, unpack: Callable[[bytes], bytes]
) -> None:
    plain = client.get(DOSSIER)
    packed = client.get(DOSSIER, headers={"Accept-Encoding": offered})
    assert (packed.headers["Content-Encoding"], "Content-Encoding" in plain.headers) == (offered, False)
    assert unpack(packed.data) == plain.data
    assert len(packed.data) * 3 < len(plain.data)
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_styles_are_compressed_too(client: CheckedClient) -> None:
    packed = client.get("/static/app.css", headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data).startswith(b"/* One stylesheet")


def test_what_belongs_to_one_person_is_not_compressed(
    client: CheckedClient, sign_in: Callable[..., CheckedClient]
) -> None:
    packed = {"Accept-Encoding": "br, gzip"}
    signed_in = sign_in(AccountRole.MODERATOR)
    for answer in (signed_in.get("/kk/account/", headers=packed), signed_in.get(DOSSIER, headers=packed)):
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers
    assert "Content-Encoding" not in client.get("/kk/no-such-page", headers=packed).headers
