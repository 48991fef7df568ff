"""Requests whose files never touch the disk on their way in: what people attach is written encrypted or not at all.

The framework would put a large upload into a temporary file, in plain. Here it stays in memory, which is bounded: a
body is limited (MAX_CONTENT_LENGTH, more only where files are taken), and each process answers one request at a time.
"""

from __future__ import annotations

import io
from typing import IO

from flask import Request


class RequestInMemory(Request):
    """Flask's request with uploads in memory."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return io.BytesIO()
