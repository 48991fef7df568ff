"""What is kept of a browser's name."""

from __future__ import annotations

import pytest

from complaints.accounts.devices import LONGEST, device_of


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit Version/17.5 Safari/605.1", "Safari, macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 YaBrowser/24.10 Mobile Safari", "Yandex Browser, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/130 Safari/537.36", "Chrome, Linux"),
        ("curl/8.5", ""),
        ("<script>alert(1)</script> Linux", "Linux"),
        ("", ""),
        (None, ""),
    ],
)
def test_browser_and_system_are_named_and_nothing_else(said: str | None, device: str) -> None:
    assert device_of(said) == device
    assert len(device_of((said or "") * 50)) <= LONGEST
