"""How requests come in: whole, into memory, and answered one after the other.

A phone on a weak network takes its time to send a form, and more to send photographs. Every process therefore reads
many bodies side by side, and gives the app only requests that have arrived. The app answers one at a time: two would
only take turns, and each hold what the other waits for. Who waits for the storage of files steps aside.

The framework would put a large upload into a temporary file, in plain. Here it stays in memory, which is bounded: by a
limit for each body (MAX_CONTENT_LENGTH, more only where files are taken) and by one for all of them together.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import IO, TYPE_CHECKING, Final

from flask import Request

from complaints.web.files import MOST_BODY_BYTES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MEBIBYTE: Final = 1024 * 1024
ROOM: Final = 2 * MOST_BODY_BYTES
"""Bytes of bodies that one process keeps at once; a form without files takes none of it. Our choice."""
ALWAYS_ROOM: Final = MEBIBYTE // 16
WAIT_SECONDS: Final = 30
"""So long a body waits until there is room for it."""
CHUNK: Final = MEBIBYTE // 16
PLAIN: Final = [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")]
NO_ROOM: Final = (
    "Қазір тым көп файл жіберіліп жатыр. Артқа қайтып, бір минуттан кейін қайта жіберіңіз.\n"
    "Сейчас отправляют слишком много файлов. Вернитесь назад и отправьте ещё раз через минуту.\n"
)
"""In both languages: nothing of the request is read yet."""


_turn: ContextVar[threading.RLock | None] = ContextVar("turn", default=None)


@contextmanager
def stepping_aside() -> Iterator[None]:
    """Let others have their turn while this request waits for something far away, such as the storage of files. Outside
    a request nothing happens.
    """
    turn = _turn.get()
    if turn is None:
        yield
        return
    turn.release()
    try:
        yield
    finally:
        turn.acquire()


class WholeRequests:
    """WSGI middleware around the app."""

    def __init__(self, app: WSGIApplication, room: int = ROOM) -> None:
        self._app = app
        self._turn = threading.RLock()  # tests send a request from within another
        self._room = room
        self._changed = threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = _length(environ)
        if not 0 < length <= MOST_BODY_BYTES:  # nothing to read, or refused by its length
            return self._answer(environ, start_response)
        with self._room_for(length) as has_room:
            if not has_room:
                start_response("503 SERVICE UNAVAILABLE", [*PLAIN, ("Retry-After", str(WAIT_SECONDS))])
                return [NO_ROOM.encode()]
            body = _read(environ["wsgi.input"], length)
            if len(body) < length:  # whoever sent it went away: half a form is none
                start_response("400 BAD REQUEST", PLAIN)
                return [b""]
            environ["wsgi.input"] = io.BytesIO(body)
            return self._answer(environ, start_response)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The whole answer, so that a reader who takes it slowly keeps nobody waiting."""
        with self._turn:
            mark = _turn.set(self._turn)
            try:
                return [self._whole(environ, start_response)]
            finally:
                _turn.reset(mark)

    def _whole(self, environ: WSGIEnvironment, start_response: StartResponse) -> bytes:
        parts = self._app(environ, start_response)
        try:
            return b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()

    @contextmanager
    def _room_for(self, length: int) -> Iterator[bool]:
        """Whether the body may come in; its room is given back at the end."""
        taken = 0 if length <= ALWAYS_ROOM else length
        with self._changed:
            has_room = self._changed.wait_for(lambda: taken <= self._room, WAIT_SECONDS)
            self._room -= taken if has_room else 0
        try:
            yield has_room
        finally:
            with self._changed:
                self._room += taken if has_room else 0
                self._changed.notify_all()


def _length(environ: WSGIEnvironment) -> int:
    given = environ.get("CONTENT_LENGTH") or ""
    return int(given) if given.isascii() and given.isdecimal() else 0


def _read(body: IO[bytes], length: int) -> bytes:
    """As much of it as comes."""
    parts, missing = [], length
    while missing > 0 and (part := body.read(min(missing, CHUNK))):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


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
