"""The app as the browser suite starts it, web server and worker alike: its clock is read from the file CLOCK_FILE,
and what was done a moment ago shows at once.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from complaints import create_app
from complaints.settings import Settings
from tests.support.apps import show_all_anew


def file_clock() -> datetime:
    """The moment written in the file, aware UTC."""
    return datetime.fromisoformat(Path(os.environ["CLOCK_FILE"]).read_text())


app = create_app(Settings.from_env(instance=Path(os.environ["INSTANCE"])), clock=file_clock)
show_all_anew(app)
