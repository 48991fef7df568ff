"""A burst of people who file: each fills in the real form with words of its own, and sends the very same form again
when no answer came, as the page asks them to.

What they keep is the truth that the database is compared with: what each one typed, and the number that each was given.
Tokens are signed here as the app signs them, so that a burst is filing and nothing else.
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from urllib.parse import urlencode

from complaints import tokens
from complaints.domain.identifiers import check_digit
from tests.faults.installation import Installation
from tests.support.filings import AKTAU, FORMAL, ROUND, form_path
from tests.support.forms import filled_in

RECEIPT: Final = re.compile(r"/complaints/([0-9A-Z]{4}-[0-9A-Z]{4})/receipt\b")
NAMES: Final = ("Гүлнұр", "Айгерім", "Әсел", "Жанар", "Ұлжан", "Қарлығаш", "Іңкәр")
GROUNDS: Final = (["SHORT_NOTICE", "SOLD_OUT_FAST"], ["SOLD_OUT_FAST"], ["SHORT_NOTICE"])
CLIENTS: Final = 8
ANSWER_SECONDS: Final = 15
BREATH_SECONDS: Final = 0.1
LAST_TRY_SECONDS: Final = 60
HAS_ADDRESS: Final = 10
"""Every tenth leaves an e-mail address and gets a mail."""
Answers = dict[str, str | list[str]]


@dataclass
class Filer:
    """One person: what was typed, what became of each sending, and the number that was given at last."""

    number: int
    token: str
    answers: Answers
    body: bytes
    answered: list[str] = field(default_factory=list)
    """A status, or the name of what broke, for each sending."""
    sent_at: list[datetime] = field(default_factory=list)
    kind: str = "application/x-www-form-urlencoded"
    receipt: str | None = None
    seconds: float = 0.0
    """From the first sending to the number."""

    @property
    def was_broken(self) -> bool:
        return len(self.answered) > 1


class Burst:
    """People who file at an installation, so many at once, until told to stop."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.filers: list[Filer] = []
        self.surprises: Counter[str] = Counter()
        self.clock_is_off = timedelta()
        """By how much the clock of the product is wrong: its pages carry tokens of its own time."""
        self._hidden = self._read_form()
        self._cipher = installation.cipher
        self._lock = threading.Lock()
        self._stop = threading.Event()

    @property
    def acknowledged(self) -> list[Filer]:
        with self._lock:
            return [filer for filer in self.filers if filer.receipt]

    @contextmanager
    def going_on(self, clients: int = CLIENTS) -> Iterator[None]:
        """While the block runs; who has sent then and got no answer sends until there is one."""
        self._stop.clear()
        threads = [threading.Thread(target=self._file_on) for _ in range(clients)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def wait_for(self, count: int, seconds: float = 120) -> None:
        """Until so many more are acknowledged."""
        wanted, until = len(self.acknowledged) + count, time.monotonic() + seconds
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < until, (len(self.acknowledged), wanted, self.surprises)
            time.sleep(0.01)

    def new_filer(self, **typed: str) -> Filer:
        with self._lock:
            number = len(self.filers) + 1
            filer = Filer(number, tokens.new_token(), {**answers_of(number), **typed}, b"")
            self.filers.append(filer)
        filer.body = urlencode(self.fields_of(filer), doseq=True).encode()
        return filer

    def fields_of(self, filer: Filer) -> dict[str, Any]:
        """All that a browser sends for this person, as it is at this moment."""
        signed = tokens.sign_token(self._cipher, ROUND, filer.token, now=datetime.now(UTC) + self.clock_is_off)
        return {**self._hidden, **filer.answers, "token": signed}

    def file_once(self, **typed: str) -> Filer:
        """One person who files and is answered at the first sending. Fails otherwise."""
        filer, begun = self.new_filer(**typed), time.monotonic()
        filer.receipt = self.send(filer)
        filer.seconds = time.monotonic() - begun
        assert filer.receipt, (filer.answered, self.surprises)
        return filer

    def send(self, filer: Filer, wire: HTTPConnection | None = None) -> str | None:
        """Send the form once. Gives the number that the receipt has, or None: no answer, or an honest refusal."""
        wire = wire or HTTPConnection("127.0.0.1", self.installation.port, timeout=ANSWER_SECONDS)
        filer.sent_at.append(datetime.now(UTC))
        try:
            wire.request("POST", form_path("kk"), filer.body, self.headers_of(filer))
            answer = wire.getresponse()
            page = answer.read().decode()
        except (OSError, HTTPException) as error:
            wire.close()
            filer.answered.append(type(error).__name__)
            return None
        filer.answered.append(str(answer.status))
        found = RECEIPT.search(answer.getheader("Location") or "")
        if answer.status == 303 and found:
            return found[1]
        if answer.status != 503:
            self.surprises[f"{answer.status} {answer.getheader('Location') or page[-300:]}"] += 1
        return None

    def _file_on(self) -> None:
        wire = HTTPConnection("127.0.0.1", self.installation.port, timeout=ANSWER_SECONDS)
        while not self._stop.is_set():
            filer, begun = self.new_filer(), time.monotonic()
            while (given := self.send(filer, wire)) is None:
                if self._stop.is_set() and time.monotonic() > begun + LAST_TRY_SECONDS:
                    break
                time.sleep(BREATH_SECONDS)
            filer.seconds = time.monotonic() - begun
            with self._lock:
                filer.receipt = given
        wire.close()

    def headers_of(self, filer: Filer) -> dict[str, str]:
        here = f"http://127.0.0.1:{self.installation.port}"
        return {
            "Content-Type": filer.kind,
            "Origin": here,
            "X-Forwarded-For": f"10.{filer.number >> 8 & 255}.{filer.number & 255}.9",
        }

    def _read_form(self) -> dict[str, Any]:
        status, page, _ = self.installation.ask(form_path("kk"))
        assert status == 200
        return filled_in(page, form_path("kk")).to_dict(flat=False)


def answers_of(number: int) -> Answers:
    """What the person with this number types; no two type the same."""
    tried = datetime.now(UTC) - timedelta(days=1, minutes=number % 600)
    answers: Answers = {
        **FORMAL,
        "locality": AKTAU,
        "grounds": list(GROUNDS[number % len(GROUNDS)]),
        "learned_at": f"{tried:%d.%m.%Y %H:%M}",
        "attempted_at": f"{tried:%Y-%m-%dT%H:%M}",
        "children_count": str(1 + number % 20),
        "narrative": f"Таңғы {number % 12} сағатта кірдім, {number} рет байқап көрдім, орын қалмаған еді.",
        "full_name": f"Әбдіғалиева {NAMES[number % len(NAMES)]} {'абдеи'[number % 5]}{number:x}",
        "iin": iin_of(number),
        "postal_address": f"Ақтау қаласы, Мысал көшесі, {number}-үй",
        "phone": f"8 701 {number // 10_000 % 1000:03} {number // 100 % 100:02} {number % 100:02}",
        "email": f"filer{number}@example.com" if number % HAS_ADDRESS == 0 else "",
    }
    answers.pop("language")  # asked on English pages only
    if number % 2:
        answers["consent_publish"] = "y"
    return answers


def iin_of(number: int) -> str:
    """A number with a right check digit and a date of the 1800s: nobody who lives has it."""
    while True:
        digits = f"{number % 90 + 10:02}{number % 12 + 1:02}{number % 28 + 1:02}1{number % 10_000:04}"
        last = check_digit(digits)
        if last is not None:
            return f"{digits}{last}"
        number += 7
