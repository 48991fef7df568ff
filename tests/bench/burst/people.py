"""What filers send: the real form with every answer of a parent's formal complaint, each by another person from another
network.

A token is signed here as the app signs it, so that a measured second holds filings and nothing else. `as_shown` opens
the form as a browser does and checks that nothing it asks is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from complaints import tokens
from complaints.cipher import Cipher
from complaints.domain.identifiers import check_digit
from complaints.settings import Settings
from tests.bench.burst.wires import ask
from tests.support.filings import AKTAU, FORMAL, ROUND, form_path
from tests.support.forms import filled_in

Answers = dict[str, str | list[str]]
LANGUAGES: Final = ("kk", "ru")
GROUNDS: Final = (["SHORT_NOTICE", "SOLD_OUT_FAST"], ["SOLD_OUT_FAST"], ["SHORT_NOTICE"])
BROWSER: Final = (
    "User-Agent: Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile\r\n"
    "Accept: text/html,application/xhtml+xml\r\nAccept-Language: kk,ru;q=0.8\r\nAccept-Encoding: gzip, deflate, br\r\n"
)


class Filers:
    """Bodies one after another, no two alike. `port` is where they are sent to."""

    def __init__(self, settings: Settings, port: int) -> None:
        self._cipher = Cipher(settings.encryption_keys, settings.secret_key)
        self._port = port
        self._hidden = {lang: as_shown(page, lang) for lang, page in _forms(port).items()}
        self._count = 0

    def request(self) -> bytes:
        """The next filing, ready to be sent."""
        self._count += 1
        lang = LANGUAGES[self._count % len(LANGUAGES)]
        token = tokens.sign_token(self._cipher, ROUND, tokens.new_token(), now=datetime.now(UTC))
        body = urlencode({**self._hidden[lang], **answers_of(self._count), "token": token}, doseq=True).encode()
        return post(form_path(lang), self._port, body, network=self._count)

    def requests(self, count: int) -> Iterator[bytes]:
        """So many, made at once."""
        return iter([self.request() for _ in range(count)])


def answers_of(number: int) -> Answers:
    """What the person with this number types. Every second one agrees to the text being published."""
    tried = datetime.now(UTC) - timedelta(days=1, minutes=number % 600)
    answers: Answers = {
        **FORMAL,
        "locality": AKTAU,
        "grounds": list(GROUNDS[number % len(GROUNDS)]),
        "learned_at": f"{tried:%d.%m.%Y %H:%M}",
        "attempted_at": f"{tried:%Y-%m-%dT%H:%M}",
        "narrative": f"Таңғы {number % 12} сағатта кірдім, {number} рет байқап көрдім, орын қалмаған еді.",
        "full_name": f"Әбдіғалиева Гүлнұр {_letters(number)}қызы",
        "iin": iin_of(number),
        "postal_address": f"Ақтау қаласы, Мысал көшесі, {number}-үй",
        "phone": f"8 701 {number // 10_000 % 1000:03} {number // 100 % 100:02} {number % 100:02}",
        "email": f"filer{number}@example.com",
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


def as_shown(page: str, lang: str) -> dict[str, list[str]]:
    """What a browser sends of this form before anything is typed. Fails when it asks what our filers do not answer."""
    fields = filled_in(page, form_path(lang)).to_dict(flat=False)
    missing = set(answers_of(1)) - set(fields) - _unchecked(page)
    assert not missing, f"the form does not ask {sorted(missing)}"
    return fields


def get(path: str, port: int) -> bytes:
    """A page as an anonymous browser asks for it."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{BROWSER}\r\n".encode()


def post(path: str, port: int, body: bytes, *, network: int, cookie: str = "") -> bytes:
    """A form, by a person of the network with this number, as a proxy passes it on."""
    origin = f"127.0.0.1:{port}"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {origin}\r\n{BROWSER}Origin: http://{origin}\r\nReferer: http://{origin}{path}\r\n"
        f"Sec-Fetch-Site: same-origin\r\nX-Forwarded-For: 10.{network >> 8 & 255}.{network & 255}.9\r\n{cookie}"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _forms(port: int) -> dict[str, str]:
    asked = {lang: get(form_path(lang), port).replace(b"gzip, deflate, br", b"identity") for lang in LANGUAGES}
    return {lang: ask(port, request).body.decode() for lang, request in asked.items()}


def _unchecked(page: str) -> set[str]:
    """Fields of choices none of which is chosen yet: a browser sends nothing of them."""
    return {name for name in answers_of(1) if f'name="{name}"' in page}


def _letters(number: int) -> str:
    """A patronymic of its own."""
    letters = "абдеиклмнорст"
    return "С" + "".join(letters[number // len(letters) ** place % len(letters)] for place in range(4))
