"""Complaints of invented people, filed by the form's action, and texts as a moderator released them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.complaint import LearnedFrom, LetterLanguage, Mode, Role, ScreenResult
from complaints.domain.folding import fold
from complaints.domain.moderation import TextState
from complaints.filing.actions import ComplaintDraft, file_complaint
from complaints.models import Complaint, PublicText, Round
from complaints.web import context
from tests.support.clock import Clock
from tests.support.planted import ROUND

AKTAU, ZHANAOZEN = "471000000", "471800000"


class Filers:
    """`filers.file(role=..., ...)`: a complaint just filed, one second after the one before."""

    def __init__(self, app: Flask, session: Session, clock: Clock) -> None:
        self._app, self._session = app, session
        self._first = clock() - timedelta(days=1)
        self._numbers = count(1)
        self.round = session.scalars(select(Round).where(Round.slug == ROUND)).one()

    def file(self, **changes: object) -> Complaint:
        position = next(self._numbers)
        now = self._first + timedelta(seconds=position)
        token, filed_at = f"filer-{position}", changes.pop("filed_at", now)
        assert isinstance(filed_at, datetime)
        draft = replace(self._draft(), **changes)  # type: ignore[arg-type]
        with self._app.app_context():
            cipher = context.cipher()
        filed = file_complaint(self._session, cipher=cipher, draft=draft, token=token, now=filed_at)
        self._session.commit()
        return self._session.get_one(Complaint, filed.complaint_id)

    def release(self, words: str, **changes: object) -> Complaint:
        """File a complaint, and publish these words as its text."""
        complaint = self.file(narrative=words, consent_publish=True, **changes)
        text = self._session.get_one(PublicText, complaint.id)
        text.state, text.released, text.searchable = TextState.RELEASED, words, fold(words)
        text.released_at = complaint.filed_at + timedelta(hours=1)
        self._session.commit()
        return complaint

    def _draft(self) -> ComplaintDraft:
        return ComplaintDraft(
            round_id=self.round.id,
            role=Role.PARENT,
            mode=Mode.FORMAL,
            language=LetterLanguage.KK,
            grounds=("SHORT_NOTICE",),
            demands=("REPEAT_ROUND",),
            learned_at=self._first - timedelta(days=3),
            learned_from=LearnedFrom.MESSENGER,
            attempted_at=self._first - timedelta(days=3),
            screen_result=ScreenResult.NO_PLACES,
            children_count=1,
            locality_code=AKTAU,
            locality_other=None,
            narrative=None,
            full_name="Мысалова Үлгі Мысалқызы",
            iin=None,
            bin=None,
            organisation=None,
            phone="+77010000001",
            email=None,
            postal_address="Ақтау қаласы, Мысал көшесі, 1-үй",
            consent_processing=True,
            consent_petition=True,
            consent_publish=False,
        )
