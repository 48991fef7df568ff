"""The app as the browser suite starts it, web server and worker alike: its clock is read from the file CLOCK_FILE."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from complaints import create_app
from complaints.settings import Settings


def file_clock() -> datetime:
    """The moment written in the file, aware UTC."""
    return datetime.fromisoformat(Path(os.environ["CLOCK_FILE"]).read_text())


app = create_app(Settings.from_env(instance=Path(os.environ["INSTANCE"])), clock=file_clock)
