"""From rows to what the annexes list: evidence, timeline, places, other rounds, and who signed on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from complaints.cipher import Cipher
from complaints.domain.complaint import LetterLanguage
from complaints.domain.evidence import EvidenceKind
from complaints.domain.moderation import TextState
from complaints.domain.rounds import DurationFact, Span, notice_period, sell_out_time
from complaints.models.complaints import Complaint, EvidenceFile
from complaints.models.moderation import PublicText
from complaints.models.petitions import Petition
from complaints.models.rounds import Round, RoundEvent
from complaints.paper import list_signed, open_text
from complaints.petitions.annexes import Annexes, Bar, Compared, EvidenceRow, PaperRow, TimelineRow
from complaints.petitions.annexing import WORDS
from complaints.petitions.document import Person
from complaints.petitions.standing import is_chosen

MOST_COMPARED: Final = 6
"""Rounds beside this one: as many as a picture across a page can show. Our choice."""
KINDS: Final[Mapping[EvidenceKind, str]] = {kind: kind.value.upper() for kind in EvidenceKind}
DAY: Final = "%d.%m.%Y"
MOMENT: Final = "%d.%m.%Y %H:%M"


def gather(
    session: Session, petition: Petition, complaints: Sequence[Complaint], language: LetterLanguage, *, site: str
) -> Annexes:
    """`complaints` are those of the register, in its order; `site` is the address that readers know the site by."""
    zone = ZoneInfo(petition.round.region.time_zone)
    return Annexes(
        evidence=_evidence(session, petition, complaints, language, zone),
        timeline=tuple(_line(event, language, zone) for event in petition.round.events),
        localities=_localities(complaints, language),
        compared=_compared(session, petition.round, language),
        paper=_paper(session, petition),
        page=f"{site}/{language}/petitions/{petition.id}/",
    )


def released_texts(session: Session, petition: Petition) -> Mapping[UUID, str]:
    """What a moderator released of the narratives of those chosen, by complaint."""
    released = (
        select(PublicText.complaint_id, PublicText.released)
        .join(Complaint, Complaint.id == PublicText.complaint_id)
        .where(PublicText.state == TextState.RELEASED, PublicText.released.is_not(None), is_chosen(petition))
    )
    return {complaint_id: text or "" for complaint_id, text in session.execute(released)}


def _evidence(
    session: Session, petition: Petition, complaints: Sequence[Complaint], language: LetterLanguage, zone: ZoneInfo
) -> tuple[EvidenceRow, ...]:
    """In the order of the register, then of arrival."""
    words, places = WORDS[language], {complaint.id: place for place, complaint in enumerate(complaints)}
    found = (
        select(EvidenceFile, Complaint)
        .join(Complaint, Complaint.id == EvidenceFile.complaint_id)
        .where(is_chosen(petition))
        .order_by(EvidenceFile.added_at, EvidenceFile.id)
    )
    files = [(file, complaint) for file, complaint in session.execute(found) if complaint.id in places]
    files.sort(key=lambda pair: places[pair[1].id])
    return tuple(
        EvidenceRow(
            number=complaint.number,
            kind=KINDS[file.kind],
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            captured=file.added_at.astimezone(zone).strftime(MOMENT),
            by=words.ROLES[complaint.role],
        )
        for file, complaint in files
    )


def _line(event: RoundEvent, language: LetterLanguage, zone: ZoneInfo) -> TimelineRow:
    words = WORDS[language]
    return TimelineRow(
        when=_moment(event, zone) or words.UNKNOWN,
        what=event.text_kk if language is LetterLanguage.KK else event.text_ru,
        said_by=words.SAID_BY[event.said_by],
        source=event.source,
    )


def _moment(event: RoundEvent, zone: ZoneInfo) -> str:
    """In figures, which need no case: «29.03.2025 10:07», «28.03.2025 – 29.03.2025»."""
    if event.at is not None:
        moment: datetime = event.at.astimezone(zone)
        return moment.strftime(MOMENT)
    days = dict.fromkeys(day.strftime(DAY) for day in (event.day_earliest, event.day_latest) if day)
    return " – ".join(days)


def _localities(complaints: Sequence[Complaint], language: LetterLanguage) -> tuple[Bar, ...]:
    """Most complaints first; places that their authors typed stand together, because they may lead to a person."""
    other = WORDS[language].OTHER_LOCALITY
    counts = Counter(_place(complaint, language) or other for complaint in complaints)
    return tuple(Bar(label, count) for label, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _place(complaint: Complaint, language: LetterLanguage) -> str | None:
    if complaint.locality is None:
        return None
    return complaint.locality.name_kk if language is LetterLanguage.KK else complaint.locality.name_ru


def _compared(session: Session, own: Round, language: LetterLanguage) -> tuple[Compared, ...]:
    """This round, then the latest others of which notice or sell-out is known."""
    others = session.scalars(
        select(Round)
        .where(Round.is_listed, Round.id != own.id)
        .options(joinedload(Round.region))
        .order_by(Round.held_on_latest.desc(), Round.id)
    )
    beside = [line for other in others if (line := _measured(other, language, is_this=False))]
    this = _measured(own, language, is_this=True)
    return (this, *beside[:MOST_COMPARED]) if this and beside else ()


def _measured(round_: Round, language: LetterLanguage, *, is_this: bool) -> Compared | None:
    opened = Span(round_.opened_at_earliest, round_.opened_at_latest)
    notice = notice_period(
        Span(round_.announced_at_earliest, round_.announced_at_latest),
        opened,
        Span(round_.notice_minutes_earliest, round_.notice_minutes_latest),
    )
    sold_out = sell_out_time(
        opened,
        Span(round_.sold_out_at_earliest, round_.sold_out_at_latest),
        Span(round_.sell_out_minutes_earliest, round_.sell_out_minutes_latest),
    )
    if notice is None and sold_out is None:
        return None
    words = WORDS[language]
    return Compared(
        name=round_.name_kk if language is LetterLanguage.KK else round_.name_ru,
        notice=words.lasting(notice),
        notice_minutes=_least(notice),
        sold_out=words.lasting(sold_out),
        sold_out_minutes=_least(sold_out),
        is_this=is_this,
    )


def _least(fact: DurationFact | None) -> int | None:
    """The smallest that is known: a bar must not show more than that."""
    if fact is None:
        return None
    return fact.low_minutes if fact.low_minutes is not None else fact.high_minutes


def _paper(session: Session, petition: Petition) -> tuple[PaperRow, ...]:
    return tuple(
        PaperRow(version, row.sheet or 0, row.place or 0, row.signed_on)
        for version, row in list_signed(session, petition.id)
    )


def signers_of(session: Session, petition_id: int, cipher: Cipher) -> dict[str, Person]:
    """Who signed on paper, by version, sheet and row; decrypted, for the official cut only."""
    return {
        PaperRow(version, row.sheet or 0, row.place or 0, None).place: Person(
            full_name=open_text(row, "full_name", cipher),
            organisation="",
            iin="",
            bin="",
            postal_address=open_text(row, "postal_address", cipher),
            locality_typed="",
        )
        for version, row in list_signed(session, petition_id)
    }
