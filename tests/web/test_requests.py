"""Requests come in whole and side by side, and are answered one at a time."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from complaints.web import requests
from complaints.web.requests import ALWAYS_ROOM, WholeRequests, stepping_aside

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATIENCE_SECONDS = 20


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    yield environ["wsgi.input"].read()


def ask(app: WholeRequests, body: Any, length: int) -> tuple[str, bytes]:
    """Status and body of the answer to a request with this body."""
    said: list[str] = []
    environ: dict[str, Any] = {"CONTENT_LENGTH": str(length), "wsgi.input": body}
    parts = app(environ, lambda status, *_more: said.append(status))  # type: ignore[arg-type,return-value]
    return said[0], b"".join(parts)


class Slow(io.RawIOBase):
    """A body whose end comes when it is let."""

    def __init__(self, parts: list[bytes]) -> None:
        super().__init__()
        self.parts = parts
        self.asked = threading.Event()
        self.may_end = threading.Event()

    def read(self, _size: int = -1) -> bytes:
        if len(self.parts) == 1:
            self.asked.set()
            assert self.may_end.wait(PATIENCE_SECONDS)
        return self.parts.pop(0) if self.parts else b""


def test_a_body_that_comes_slowly_keeps_nobody_waiting() -> None:
    app, slow = WholeRequests(echo), Slow([b"ab", b"cd"])
    with ThreadPoolExecutor() as pool:
        first = pool.submit(ask, app, slow, 4)
        assert slow.asked.wait(PATIENCE_SECONDS)
        assert ask(app, io.BytesIO(b"quick"), 5) == ("200 OK", b"quick")
        assert not first.done()
        slow.may_end.set()
        assert first.result(PATIENCE_SECONDS) == ("200 OK", b"abcd")


def test_the_app_answers_one_at_a_time_to_the_last_byte() -> None:
    inside: list[int] = []
    most: list[int] = []

    def app(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        inside.append(1)
        for _ in range(20):
            most.append(len(inside))
            yield b"."
        inside.pop()

    whole = WholeRequests(app)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask(whole, io.BytesIO(), 0), range(40)))
    assert answers == [("200 OK", b"." * 20)] * 40
    assert set(most) == {1}


def test_who_waits_for_something_far_away_lets_others_have_their_turn() -> None:
    inside, may_go_on = threading.Event(), threading.Event()

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["CONTENT_LENGTH"] == "1":
            with stepping_aside():
                inside.set()
                assert may_go_on.wait(PATIENCE_SECONDS)
        return echo(environ, start_response)

    whole = WholeRequests(app)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(ask, whole, io.BytesIO(b"1"), 1)
        assert inside.wait(PATIENCE_SECONDS)
        assert ask(whole, io.BytesIO(b"22"), 2) == ("200 OK", b"22")
        assert not first.done()
        may_go_on.set()
        assert first.result(PATIENCE_SECONDS) == ("200 OK", b"1")
    assert ask(whole, io.BytesIO(b"22"), 2) == ("200 OK", b"22")
    with stepping_aside():
        pass


def test_what_was_cut_on_its_way_never_reaches_the_app() -> None:
    def never(_environ: WSGIEnvironment, _start: StartResponse) -> Iterable[bytes]:
        raise AssertionError("asked")

    assert ask(WholeRequests(never), io.BytesIO(b"role=par"), 80)[0].startswith("400")


def test_an_answer_is_closed_also_when_the_app_fails() -> None:
    closed: list[bool] = []

    class Failing:
        def __iter__(self) -> Any:
            raise ZeroDivisionError

        def close(self) -> None:
            closed.append(True)

    def app(_environ: WSGIEnvironment, _start: StartResponse) -> Any:
        return Failing()

    whole = WholeRequests(app)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            ask(whole, io.BytesIO(), 0)
    assert closed == [True, True]


@pytest.fixture
def large() -> bytes:
    return b"x" * (ALWAYS_ROOM + 1)


def test_large_bodies_wait_for_room_and_small_ones_do_not(large: bytes) -> None:
    app, slow = WholeRequests(echo, room=len(large)), Slow([large[:-1], b"x"])
    with ThreadPoolExecutor() as pool:
        first = pool.submit(ask, app, slow, len(large))
        assert slow.asked.wait(PATIENCE_SECONDS)
        second = pool.submit(ask, app, io.BytesIO(large), len(large))
        small = large[:ALWAYS_ROOM]
        assert ask(app, io.BytesIO(small), len(small)) == ("200 OK", small)
        assert not second.done()
        slow.may_end.set()
        assert first.result(PATIENCE_SECONDS) == second.result(PATIENCE_SECONDS) == ("200 OK", large)


def test_who_finds_no_room_is_told_so_in_both_languages_and_room_comes_back(
    large: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "WAIT_SECONDS", 0.01)
    app = WholeRequests(echo, room=len(large) - 1)
    for _ in range(2):
        status, said = ask(app, io.BytesIO(large), len(large))
        assert status.startswith("503")
        assert "Артқа қайтып" in said.decode()
        assert "Вернитесь назад" in said.decode()
    app = WholeRequests(echo, room=len(large))
    assert [ask(app, io.BytesIO(large), len(large))[0] for _ in range(3)] == ["200 OK"] * 3


def test_what_is_too_long_for_any_form_is_not_read() -> None:
    def tell(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("413 CONTENT TOO LARGE", [])
        return [str(environ["wsgi.input"] is body).encode()]

    body = io.BytesIO(b"not read")
    assert ask(WholeRequests(tell), body, requests.MOST_BODY_BYTES + 1) == ("413 CONTENT TOO LARGE", b"True")
