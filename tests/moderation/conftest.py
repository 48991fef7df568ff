"""Texts that wait for a moderator, filed by the action of the form, and moderators to read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.domain.access import AccountRole
from complaints.domain.complaint import LearnedFrom, LetterLanguage, Mode, Role, ScreenResult
from complaints.filing.actions import ComplaintDraft, file_complaint
from complaints.models import Complaint, PublicText, Round
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import Typed, filled_in
from tests.support.planted import ROUND

QUEUE = "/en/moderation/"
NARRATIVE = "Мен Айгүл Мысалова, телефоным 8 701 000 00 01. Орын 7 минутта бітті, ал Мысалова Айгүл кезекте тұрды."
PLAIN = "Хабарландыру тым кеш шықты, орын 7 минутта бітті."
FileText = Callable[..., UUID]


def page_of(complaint_id: UUID) -> str:
    return f"{QUEUE}texts/{complaint_id}"


@pytest.fixture
def file_text(app: Flask, session: Session, clock: Clock) -> FileText:
    """`file_text("words", language=..., ...)`: the id of a complaint just filed, a minute after the one before."""
    round_ = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    numbers = count(1)

    def file(narrative: str = NARRATIVE, **changes: object) -> UUID:
        draft = ComplaintDraft(
            round_id=round_.id,
            role=Role.PARENT,
            mode=Mode.FORMAL,
            language=LetterLanguage.KK,
            grounds=("SHORT_NOTICE",),
            demands=("REPEAT_ROUND",),
            learned_at=clock() - timedelta(days=3),
            learned_from=LearnedFrom.MESSENGER,
            attempted_at=clock() - timedelta(days=3),
            screen_result=ScreenResult.NO_PLACES,
            children_count=1,
            locality_code=None,
            locality_other=None,
            narrative=narrative,
            full_name="Өтегенова Үміт Қайратқызы",
            iin=None,
            bin=None,
            organisation=None,
            phone="+77470000001",
            email="filer@example.com",
            postal_address="Ақтау қаласы, Ұлытау көшесі, 2-үй",
            consent_processing=True,
            consent_petition=False,
            consent_publish=True,
        )
        position = next(numbers)
        with app.app_context():
            filed = file_complaint(
                session,
                cipher=context.cipher(),
                draft=replace(draft, **changes),  # type: ignore[arg-type]
                token=f"token-{position}",
                now=clock() - timedelta(hours=1) + timedelta(minutes=position),
            )
        session.commit()
        return filed.complaint_id

    return file


@pytest.fixture
def moderator(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.MODERATOR)


@pytest.fixture
def other_moderator(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.MODERATOR)


def press(client: CheckedClient, address: str, **typed: str) -> TestResponse:
    """Send what a button of any page of this person would send to the address."""
    menu = filled_in(client.get("/en/about").get_data(as_text=True), "/en/account/sign-out")
    return client.post(address, data={**menu, **typed})


def take(client: CheckedClient, address: str = f"{QUEUE}take", **typed: str) -> TestResponse:
    """Take the next text, or the one of this address."""
    return press(client, address, **typed)


def open_text(client: CheckedClient, complaint_id: UUID) -> Typed:
    """Take the text; what its form would send as it stands."""
    press(client, f"{page_of(complaint_id)}/take")
    page = client.get(page_of(complaint_id)).get_data(as_text=True)
    return dict(filled_in(page, page_of(complaint_id)).lists())


def send(client: CheckedClient, complaint_id: UUID, form: Typed, do: str = "decide", **typed: object) -> TestResponse:
    """Send the form of a text with what is typed over what stood there."""
    return client.post(page_of(complaint_id), data={**form, "do": do, **typed})


def decide(client: CheckedClient, complaint_id: UUID, **typed: object) -> TestResponse:
    return send(client, complaint_id, open_text(client, complaint_id), **typed)


def text_of(session: Session, complaint_id: UUID) -> PublicText:
    session.expire_all()
    return session.get_one(PublicText, complaint_id)


def complaint_of(session: Session, complaint_id: UUID) -> Complaint:
    session.expire_all()
    return session.get_one(Complaint, complaint_id)
