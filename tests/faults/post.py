"""A mail server that can be dead, hang, put everything off, take mail, or see its client die at the worst moment."""

from __future__ import annotations

import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.site import free_port


class Post:
    """`received`: addressee and Message-ID of each mail that was taken. While nothing else is entered it is dead."""

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[tuple[str, str]] = []
        self.put_off = 0
        self.connected = 0
        self._reply: Callable[[], str] = lambda: "250 taken"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @contextmanager
    def taking(self, reply: Callable[[], str] = lambda: "250 taken") -> Iterator[None]:
        """Every mail is taken; `reply` is called before its sender is told so."""
        self._reply = reply
        with self._listening():
            yield

    @contextmanager
    def putting_off(self) -> Iterator[None]:
        def later() -> str:
            self.put_off += 1
            return "451 4.3.0 come again"

        self._reply = later
        with self._listening():
            yield

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """It lets everybody in and says nothing."""
        with socket.create_server(("127.0.0.1", self.port)) as listening:
            listening.settimeout(0.05)
            self._inside: list[socket.socket] = []
            try:
                yield self._let_in(listening)
            finally:
                for one in self._inside:
                    one.close()

    def _let_in(self, listening: socket.socket) -> Any:
        def look() -> int:
            with suppress(TimeoutError):
                self._inside.append(listening.accept()[0])
            return len(self._inside)

        return look

    @contextmanager
    def _listening(self) -> Iterator[None]:
        controller = Controller(self, hostname="127.0.0.1", port=self.port, decode_data=False)
        controller.start()
        try:
            yield
        finally:
            controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (the library's name)
        mail = email.message_from_bytes(envelope.content, policy=default)
        said = self._reply()
        if said.startswith("250"):
            self.received.append((str(mail["To"]), str(mail["Message-ID"])))
        return said
