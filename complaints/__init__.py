"""Adil Tirkeu: turns hundreds of grievances about one registration round into one case that an authority must answer.

The app is put together in `application`, which is loaded when an app is asked for and not before: whoever needs one
part, such as the process that prints, does not carry the other parts in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flask import Flask

    from complaints.settings import Settings

PACKAGE: Final = Path(__file__).resolve().parent


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] | None = None) -> Flask:
    """The app for these settings (default: the environment) and this clock (default: the machine's, aware UTC).

    Raises SettingsError when the environment does not make a working installation.
    """
    from complaints import application  # noqa: PLC0415

    return application.create_app(settings, clock)
