"""Two deeds at the same moment, each in its own session."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

from sqlalchemy.orm import Session, sessionmaker

from complaints.domain.errors import DomainError

Deed = Callable[[Session], object]


def at_once(sessions: sessionmaker[Session], first: Deed, second: Deed) -> list[DomainError]:
    """The first deed is done and not committed when the second begins, which waits; gives what the second raised."""
    raised: list[DomainError] = []

    def follow() -> None:
        with sessions() as other:
            try:
                second(other)
                other.commit()
            except DomainError as error:
                raised.append(error)

    with sessions() as one:
        first(one)
        thread = Thread(target=follow)
        thread.start()
        time.sleep(0.5)
        assert thread.is_alive(), "the second did not wait"
        one.commit()
    thread.join(timeout=10)
    assert not thread.is_alive()
    return raised
