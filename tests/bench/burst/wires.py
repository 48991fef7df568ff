"""Clients that cost little, because they share the cores with the server they ask: one process, raw sockets that stay
open, requests made beforehand, and of an answer nothing read but its status, its length and where it leads.

`drive_closed` keeps every client busy and says what a server can do; `drive_open` sends at set times whether or not the
server keeps up, and counts what is late from the moment it was due.
"""

from __future__ import annotations

import select
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

CHUNK: Final = 1 << 18
BREAK_SECONDS: Final = 30
"""A request without an answer for so long counts as broken."""
BROKEN: Final = 0


class Answer(NamedTuple):
    """`status` BROKEN: none came. `seconds` from when it was due; times as `time.perf_counter` has them."""

    kind: str
    status: int
    seconds: float
    came_at: float
    location: bytes


class Due(NamedTuple):
    """A request that is sent at a set time, in seconds from the start."""

    at: float
    kind: str
    request: bytes


@dataclass(frozen=True)
class Reply:
    """A whole answer, for looking at it."""

    status: int
    head: bytes
    body: bytes


class Wire:
    """One connection that stays open. It is opened when it is needed, and again when the server has closed it."""

    def __init__(self, port: int, kind: str) -> None:
        self.kind = kind
        self.due = self.sent_at = 0.0
        self._port = port
        self._socket: socket.socket | None = None
        self._request = b""
        self._got = bytearray()
        self._length = -1
        self._is_reused = False
        self.is_unwatched = False

    def fileno(self) -> int:
        assert self._socket is not None
        return self._socket.fileno()

    def send(self, request: bytes, *, due: float) -> None:
        """Raises OSError when the server takes no connection."""
        self._request, self.due, self.sent_at = request, due, time.perf_counter()
        self._got.clear()
        self._length = -1
        self._is_reused = self._socket is not None
        if self._socket is None:
            self._open()
        try:
            self._send()
        except OSError:
            self._again()

    def read(self) -> Answer | None:
        """What has come, when it is whole. An idle connection that the server closed is opened once more."""
        try:
            got = self._socket.recv(CHUNK) if self._socket else b""
        except BlockingIOError:
            return None
        except OSError:
            got = b""
        if not got:
            return self._broken_off()
        self._got += got
        if self._length < 0 and not self._read_head():
            return None
        return self._answer() if len(self._got) >= self._length else None

    def give_up(self) -> Answer:
        self.close()
        now = time.perf_counter()
        return Answer(self.kind, BROKEN, now - self.due, now, b"")

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def reply(self) -> Reply:
        head, _, body = bytes(self._got).partition(b"\r\n\r\n")
        return Reply(int(head[9:12]), head, body)

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=BREAK_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)
        self.is_unwatched = True

    def _send(self) -> None:
        """Requests are some kilobytes: they fit into the buffer of a connection on which nothing is under way."""
        assert self._socket is not None
        if self._socket.send(self._request) != len(self._request):
            raise OSError("the request did not fit")

    def _again(self) -> None:
        self.close()
        self._is_reused = False
        self._open()
        self._send()

    def _broken_off(self) -> Answer | None:
        if self._is_reused and not self._got:
            try:
                self._again()
            except OSError:
                return self.give_up()
            return None
        return self.give_up()

    def _read_head(self) -> bool:
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return False
        length = header(self._got[: end + 2], b"content-length")
        if not length:
            raise ValueError("an answer without a length: " + self._got[:end].decode("latin-1"))
        self._length = end + 4 + int(length)
        return True

    def _answer(self) -> Answer:
        now = time.perf_counter()
        status = int(self._got[9:12])
        location = header(self._got[: self._got.find(b"\r\n\r\n") + 2], b"location") if 300 <= status < 400 else b""
        return Answer(self.kind, status, now - self.due, now, location)


def header(head: bytes | bytearray, name: bytes) -> bytes:
    """The value of a header, or nothing. The web server writes every name in small letters."""
    start = head.find(b"\r\n" + name + b":")
    if start < 0:
        return b""
    start += len(name) + 3
    return bytes(head[start : head.find(b"\r\n", start)]).strip()


def ask(port: int, request: bytes) -> Reply:
    """One request on a connection of its own."""
    wire = Wire(port, "")
    wire.send(request, due=time.perf_counter())
    while (answer := wire.read()) is None:
        select.select([wire], [], [], BREAK_SECONDS)
    assert answer.status != BROKEN, "the server broke off"
    reply = wire.reply()
    wire.close()
    return reply


class Watch:
    """The wires that wait for an answer. Each is known to the kernel once, for as long as its connection is open."""

    def __init__(self) -> None:
        self._poll = select.epoll()
        self._wires: dict[int, Wire] = {}
        self._known: dict[int, Wire] = {}
        self._looked_at = time.perf_counter()

    def __len__(self) -> int:
        return len(self._wires)

    def send(self, wire: Wire, request: bytes, *, due: float) -> Answer | None:
        """Nothing, or that it could not be sent."""
        try:
            wire.send(request, due=due)
        except OSError:
            return wire.give_up()
        self._add(wire)
        return None

    def answered(self, timeout: float) -> list[tuple[Answer, Wire]]:
        """The answers that are whole after waiting at most so long for the first one, with their wires."""
        done = []
        for number, _events in self._poll.poll(timeout):
            wire = self._wires.pop(number, None)
            if wire is None:  # the server closed a connection on which nothing was under way
                self._known[number].close()
                continue
            answer = wire.read()
            if answer is None:
                self._add(wire)
            else:
                done.append((answer, wire))
        return done + self._overdue()

    def _add(self, wire: Wire) -> None:
        if wire.is_unwatched:
            self._poll.register(wire.fileno(), select.EPOLLIN)
            self._known[wire.fileno()] = wire
            wire.is_unwatched = False
        self._wires[wire.fileno()] = wire

    def _overdue(self) -> list[tuple[Answer, Wire]]:
        """Looked for once a second."""
        now = time.perf_counter()
        if now - self._looked_at < 1:
            return []
        self._looked_at = now
        late = [(number, wire) for number, wire in self._wires.items() if now - wire.sent_at > BREAK_SECONDS]
        for number, _wire in late:
            del self._wires[number]
        return [(wire.give_up(), wire) for _number, wire in late]


def drive_closed(port: int, *, clients: int, seconds: float, next_request: Callable[[], bytes | None]) -> list[Answer]:
    """So many clients, each sending the next request as soon as the answer to its last one is there, for so long or
    until there is none left.
    """
    watch, answers = Watch(), []
    end = time.perf_counter() + seconds
    resting = [Wire(port, "request") for _ in range(clients)]
    while resting or len(watch):
        for wire in resting:
            now = time.perf_counter()
            request = next_request() if now < end else None
            if request is None:
                wire.close()
            elif (broken := watch.send(wire, request, due=now)) is not None:
                answers.append(broken)
        came = watch.answered(1.0)
        answers += [answer for answer, _wire in came]
        resting = [wire for _answer, wire in came]
    return answers


def drive_open(port: int, schedule: Sequence[Due], *, wires: dict[str, int], end: float, grace: float) -> list[Answer]:
    """Send each request when it is due, over so many connections of each kind; who finds none free waits for one, and
    this counts. What is not sent `grace` seconds after the `end` is not sent any more.
    """
    watch, answers = Watch(), []
    idle = {kind: deque(Wire(port, kind) for _ in range(count)) for kind, count in wires.items()}
    waiting: dict[str, deque[Due]] = {kind: deque() for kind in wires}
    start, place = time.perf_counter(), 0
    while place < len(schedule) or len(watch) or any(waiting.values()):
        now = time.perf_counter() - start
        while place < len(schedule) and schedule[place].at <= now:
            waiting[schedule[place].kind].append(schedule[place])
            place += 1
        if now > end + grace:
            place = len(schedule)
            waiting = {kind: deque() for kind in wires}
        for kind, queue in waiting.items():
            while queue and idle[kind]:
                due, wire = queue.popleft(), idle[kind].popleft()
                broken = watch.send(wire, due.request, due=start + due.at)
                if broken is not None:
                    answers.append(broken)
                    idle[kind].append(wire)
        pause = max(0.0, schedule[place].at - now) if place < len(schedule) else 0.5
        for answer, wire in watch.answered(min(pause, 0.5)):
            answers.append(answer)
            idle[wire.kind].append(wire)
    return answers
