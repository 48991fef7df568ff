"""Outgoing mail: by job, as files by default, to a real SMTP server by setting; a server that is down loses nothing."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult, LoginPassword
from flask import Flask
from jinja2 import Environment, meta
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import create_app, stops
from complaints.cipher import Cipher
from complaints.cli import make_worker
from complaints.extensions import db
from complaints.mail import ALWAYS_SENT, STOPPABLE, TEMPLATES, queue_mail, render
from complaints.models import Job, Mail
from complaints.settings import Settings
from tests.support.certificates import make_certificate
from tests.support.clock import Clock
from tests.support.mails import body_of
from tests.support.site import free_port

TO = "aigerim.ongarova@example.com"
NAMES = sorted({path.name.split(".")[0] for path in TEMPLATES.glob("[!_]*.txt")})
TOPICS = ("шағым", "жалоб", "шешім", "решени", "бала", "ребён", "дет")
Mails = Callable[[], list[EmailMessage]]


class Sink(Message):
    """Keeps what the SMTP server receives."""

    def __init__(self) -> None:
        super().__init__()
        self.received: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.received.append(message)


@pytest.fixture
def cipher(app: Flask, settings: Settings) -> Cipher:
    return Cipher(settings.encryption_keys, settings.secret_key)


def values_for(template: str, lang: str) -> dict[str, str | int]:
    """A value for everything that the template names."""
    source = (TEMPLATES / f"{template}.{lang}.txt").read_text()
    names = meta.find_undeclared_variables(Environment(autoescape=True).parse(source)) - {"site"}
    return dict.fromkeys(sorted(names), "7K3M-9QXA")


def queue(
    session: Session, cipher: Cipher, clock: Clock, lang: str = "kk", template: str = NAMES[0] if NAMES else ""
) -> None:
    context = values_for(template, lang)
    queue_mail(session, cipher=cipher, to=TO, template=template, lang=lang, context=context, now=clock())
    session.commit()


@pytest.mark.parametrize("lang", ["kk", "ru"])
@pytest.mark.parametrize("template", NAMES)
def test_a_mail_becomes_a_file_in_the_language_of_its_reader(
    session: Session, cipher: Cipher, clock: Clock, work: Callable[[], int], mails: Mails, lang: str, template: str
) -> None:
    queue(session, cipher, clock, lang, template)
    assert mails() == []
    assert work() == 1
    (sent,) = mails()
    assert sent["To"] == TO
    assert sent["Content-Language"] == lang
    assert sent.get_content_type() == "text/plain"
    _, body = render(template, lang, {**values_for(template, lang), "site": "http://127.0.0.1:8000"})
    assert body_of(sent).startswith(body)
    assert (body_of(sent).strip() == body.strip()) is (template in ALWAYS_SENT)


def test_every_mail_is_in_one_of_the_two_sets() -> None:
    """A new mail must be wanted by its reader just now, or carry the link that stops it."""
    assert ALWAYS_SENT.isdisjoint(STOPPABLE)
    assert set(NAMES) == ALWAYS_SENT | STOPPABLE


@pytest.mark.parametrize("lang", ["kk", "ru"])
@pytest.mark.parametrize("template", NAMES)
def test_the_subject_says_neither_whom_nor_what_about(template: str, lang: str) -> None:
    subject, _ = render(template, lang, {**values_for(template, lang), "site": "http://127.0.0.1:8000"})
    assert "7K3M-9QXA" not in subject
    assert not any(word in subject.lower() for word in TOPICS)


def test_the_row_of_a_mail_and_its_job_do_not_show_the_address(session: Session, cipher: Cipher, clock: Clock) -> None:
    queue(session, cipher, clock)
    mail, job = session.scalars(select(Mail)).one(), session.scalars(select(Job)).one()
    assert TO.encode() not in mail.to_enc
    assert cipher.decrypt("mails", "to", mail.id, mail.to_enc) == TO
    assert job.payload == {"mail_id": str(mail.id)}


@contextmanager
def serving(sink: Sink, port: int, **options: Any) -> Iterator[None]:
    """A real SMTP server on this port."""
    server = Controller(sink, hostname="127.0.0.1", port=port, **options)
    server.start()
    try:
        yield
    finally:
        server.stop()


class TestWithAServer:
    """The same by SMTP."""

    @pytest.fixture
    def port(self) -> int:
        return free_port()

    @pytest.fixture
    def settings(self, settings: Settings, port: int) -> Settings:
        return replace(settings, mail_url=f"smtp://127.0.0.1:{port}")

    def test_a_mail_reaches_the_server_whole(
        self, session: Session, cipher: Cipher, clock: Clock, work: Callable[[], int], port: int
    ) -> None:
        queue(session, cipher, clock)
        sink = Sink()
        with serving(sink, port):
            work()
        (received,) = sink.received
        assert received["To"] == TO
        body = received.get_payload(decode=True).decode()
        assert any(letter in body for letter in "әғқңөұүһі")

    def test_the_stop_link_reaches_the_server_as_one_piece(
        self, session: Session, cipher: Cipher, clock: Clock, work: Callable[[], int], port: int
    ) -> None:
        """As a mail program reads it: unfolded, not encoded."""
        queue(session, cipher, clock, "kk", "complaint_accepted")
        queue(session, cipher, clock, "kk", "confirm_complaint")
        sink = Sink()
        with serving(sink, port):
            work()
        news, asked = sink.received
        link = f"http://127.0.0.1:8000/kk/stop/{stops.token_of(cipher, TO)}"
        assert f"List-Unsubscribe: <{link}>" in str(news).splitlines()
        assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in str(news).splitlines()
        assert link in news.get_payload(decode=True).decode()
        assert not any(name.startswith("List-") for name in asked)
        assert "/stop/" not in asked.get_payload(decode=True).decode()

    def test_a_server_that_is_down_delays_a_mail_and_loses_none(
        self, session: Session, cipher: Cipher, clock: Clock, work: Callable[[], int], port: int
    ) -> None:
        queue(session, cipher, clock)
        assert work() == 1
        clock.advance(minutes=1)
        sink = Sink()
        with serving(sink, port):
            assert work() == 1
            clock.advance(hours=2)
            assert work() == 0
        assert [message["To"] for message in sink.received] == [TO]
        session.commit()
        assert session.scalars(select(Mail)).one().sent_at is not None


def test_with_a_user_the_password_goes_over_tls_only(
    settings: Settings, cipher: Cipher, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    sink, logins = Sink(), []

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        logins.append(data)
        return AuthResult(success=data == LoginPassword(b"sender", b"p@ss"))

    options = {"tls_context": tls, "require_starttls": True, "authenticator": check, "auth_required": True}
    port = free_port()
    with serving(sink, port, **options):
        send_one(replace(settings, mail_url=f"smtp://sender:p%40ss@localhost:{port}"), cipher, clock)
    assert [message["To"] for message in sink.received] == [TO]
    assert logins == [LoginPassword(b"sender", b"p@ss")]


def send_one(settings: Settings, cipher: Cipher, clock: Clock) -> None:
    """Queue and send one mail in an app of its own."""
    app = create_app(settings, clock=clock)
    with app.app_context():
        queue(db.session(), cipher, clock)
        make_worker().run_due()
        db.session.remove()
        db.engine.dispose()
