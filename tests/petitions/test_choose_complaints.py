"""Whose complaints stand in the register: counted, filtered, put in and taken out as sets, quick with thousands."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from complaints.departures import leave
from complaints.domain.complaint import Departure, Mode, Role
from complaints.domain.evidence import EvidenceKind, EvidenceState
from complaints.domain.petition import Standing
from complaints.models import (
    Complaint,
    ComplaintDemand,
    ComplaintGround,
    ComplaintGroup,
    Confirmation,
    EvidenceFile,
    Group,
    GroupRound,
    Petition,
    PetitionComplaint,
    PetitionLeaver,
    Round,
    new_id,
)
from complaints.petitions.choosing import actions, queries
from complaints.petitions.choosing.queries import Wanted
from complaints.petitions.freezing.actions import start_petition
from complaints.petitions.standing import count_standings
from tests.filing.test_lost_code import counted_statements
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import editor_of
from tests.support.forms import filled_in
from tests.support.planted import GROUP, PEOPLE

DRAFT = f"/en/groups/{GROUP}/petitions/1/"
CHOOSE = f"{DRAFT}complaints"
KEEP = f"{CHOOSE}/keep"
FILED = datetime(2025, 4, 1, 5, tzinfo=UTC)
FileFor = Callable[..., Complaint]
MANY = 3500


@pytest.fixture
def draft(session: Session, group: Group, round_: Round, filed: list[Complaint], clock: Clock) -> Petition:
    """A draft with four people in it."""
    made = start_petition(session, viewer=editor_of(group), group=group, round_=round_, now=clock())
    session.commit()
    assert len(made.chosen) == len(filed)
    return made


def press(client: CheckedClient, path: str, do: str, **typed: list[str]) -> None:
    """Open the page at `path` and press a button of the register's form, after changing some of its fields."""
    sent = filled_in(client.get(path).get_data(as_text=True), KEEP)
    for name, values in typed.items():
        sent.setlist(name, values)
    _, _, asked = path.partition("?")
    assert client.post(f"{KEEP}?{asked}", data={**sent.to_dict(flat=False), "do": do}).status_code == 303


def chosen(session: Session) -> set[str]:
    session.expire_all()
    wanted = select(Complaint.number).join(PetitionComplaint, PetitionComplaint.complaint_id == Complaint.id)
    return set(session.scalars(wanted))


# --- why a complaint can or cannot stand there ---


def expected_standing(session: Session, complaint: Complaint, petition: Petition) -> Standing:
    """The first reason that holds, asked of one complaint at a time, without the product's query."""
    named = {row.group_id for row in complaint.named_groups}
    stepped_out = session.get(PetitionLeaver, (petition.id, complaint.id)) is not None
    has_name = complaint.full_name_enc is not None or complaint.organisation_enc is not None
    reasons = {
        Standing.LEFT: complaint.withdrawn_at is not None or complaint.erased_at is not None,
        Standing.JOINED: complaint.joined_to_id is not None,
        Standing.NOT_FORMAL: complaint.mode is not Mode.FORMAL,
        Standing.NO_CONSENT: not complaint.consent_petition,
        Standing.OTHER_GROUP: bool(named) and petition.group_id not in named,
        Standing.STEPPED_OUT: stepped_out,
        Standing.NOT_CONFIRMED: complaint.confirmation is None,
        Standing.NO_ADDRESS: complaint.postal_address_enc is None or not has_name,
    }
    held = [reason for reason, holds in reasons.items() if holds]
    return held[0] if held else Standing.ELIGIBLE_LATE if complaint.is_late else Standing.ELIGIBLE


def spoil(session: Session, complaint: Complaint, petition: Petition, other: Group, fault: int) -> None:
    """Take one of the things away that a collective complaint needs."""
    session.refresh(complaint)
    if fault == 0:
        leave(session, complaint, Departure.WITHDRAWN, now=FILED)
    elif fault == 1:
        leave(session, complaint, Departure.ERASED, now=FILED)
    elif fault == 2:
        complaint.joined_to_id = new_id()
    elif fault == 3:
        complaint.mode = Mode.EVIDENCE
    elif fault == 4:
        complaint.consent_petition = False
    elif fault == 5:
        session.execute(delete(ComplaintGroup).where(ComplaintGroup.complaint_id == complaint.id))
        session.add(ComplaintGroup(complaint_id=complaint.id, group_id=other.id))
    elif fault == 6:
        session.add(PetitionLeaver(petition_id=petition.id, complaint_id=complaint.id, left_at=FILED))
    elif fault == 7:
        session.execute(delete(Confirmation).where(Confirmation.complaint_id == complaint.id))
    elif fault == 8:
        complaint.postal_address_enc = None
    elif fault == 9:
        complaint.full_name_enc = complaint.organisation_enc = None
    elif fault == 10:
        complaint.is_late = True
    session.flush()
    session.expire_all()


def test_the_reasons_are_counted_as_one_complaint_after_another_would_be(
    session: Session, group: Group, round_: Round, draft: Petition, file_for: FileFor
) -> None:
    rng = random.Random(4)
    other = Group(id=new_id(), slug="other", name="Басқа топ", region_code=group.region_code, created_at=FILED)
    session.add(other)
    session.flush()
    faults = list(range(11))
    for spoilt in [[fault] for fault in faults] + [rng.sample(faults, k=rng.choice([0, 1, 2, 3])) for _ in range(13)]:
        complaint = file_for(rng.choice(PEOPLE))
        for fault in spoilt:
            spoil(session, complaint, draft, other, fault)
    session.commit()
    everybody = session.scalars(select(Complaint).where(Complaint.round_id == round_.id)).all()
    expected = Counter(expected_standing(session, complaint, draft) for complaint in everybody)
    assert count_standings(session, draft) == {standing: expected[standing] for standing in Standing}
    assert all(expected[standing] for standing in Standing), "every reason is met"
    eligible = {c.id for c in everybody if expected_standing(session, c, draft).startswith("eligible")}
    lines = queries.list_matching(session, draft, Wanted(), page=1)
    assert {line.complaint.id for line in lines} == eligible


def test_late_ones_can_stand_there_and_are_counted_apart(
    owner: CheckedClient, draft: Petition, filed: list[Complaint], session: Session
) -> None:
    filed[0].is_late = True
    session.commit()
    counted = count_standings(session, draft)
    assert (counted[Standing.ELIGIBLE], counted[Standing.ELIGIBLE_LATE]) == (3, 1)
    page = owner.get(f"{CHOOSE}?late=yes").get_data(as_text=True)
    assert [complaint.number for complaint in filed if complaint.number in page] == [filed[0].number]


# --- filters ---


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("role=provider", {3}),
        ("role=parent", {0, 1, 2}),
        ("ground=SITE_FAILURE", {1}),
        ("demand=PUBLISH_LOGS", {1}),
        ("place=other", {2}),
        ("late=yes", {0}),
        ("late=no", {1, 2, 3}),
        ("evidence=yes", {1}),
        ("evidence=no", {0, 2, 3}),
        ("day_from=2025-04-02", {3}),
        ("day_to=2025-04-01", {0, 1, 2}),
        ("day_from=2025-04-01&day_to=2025-04-02&role=parent", {0, 1, 2}),
        ("chosen=yes", {0, 1, 2, 3}),
        ("chosen=no", set()),
        ("role=nobody&ground=%27%3B--&late=perhaps&page=x", {0, 1, 2, 3}),
        ("page=999", {0, 1, 2, 3}),
    ],
)
def test_a_filter_shows_what_it_asks_for(
    owner: CheckedClient, draft: Petition, filed: list[Complaint], session: Session, asked: str, fits: set[int]
) -> None:
    assert draft.id == 1
    filed[0].is_late = True
    filed[1].grounds.append(ComplaintGround(code="SITE_FAILURE", position=9))
    filed[1].demands.append(ComplaintDemand(code="PUBLISH_LOGS", position=9))
    filed[2].locality_code = None
    filed[3].filed_at = datetime(2025, 4, 1, 19, 30, tzinfo=UTC)  # 00:30 on the next day in Aktau
    session.add(evidence_of(filed[1]))
    session.commit()
    page = owner.get(f"{CHOOSE}?{asked}").get_data(as_text=True)
    assert {index for index, complaint in enumerate(filed) if complaint.number in page} == fits


def evidence_of(complaint: Complaint) -> EvidenceFile:
    return EvidenceFile(
        id=new_id(),
        complaint_id=complaint.id,
        kind=EvidenceKind.PNG,
        state=EvidenceState.READY,
        name_enc=b"",
        size_bytes=1,
        sha256="0" * 64,
        storage_key="evidence/1",
        added_at=FILED,
    )


def test_a_day_that_cannot_be_is_refused_beside_its_field_and_filters_nothing(
    owner: CheckedClient, draft: Petition, session: Session
) -> None:
    page = owner.get(f"{CHOOSE}?day_from=2025-02-30").get_data(as_text=True)
    assert 'id="day_from-error"' in page
    assert 'value="2025-02-30"' in page
    press(owner, f"{CHOOSE}?day_from=2025-02-30", "take_out_all")
    assert chosen(session) == set()
    assert draft.id == 1


# --- putting in and taking out ---


def test_ticks_of_a_page_are_kept_and_other_pages_stay(
    owner: CheckedClient, draft: Petition, file_for: FileFor, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    before = chosen(session)
    first = [line.complaint.number for line in queries.list_matching(session, draft, Wanted(), page=1)]
    press(owner, CHOOSE, "save", numbers=first[:1])
    assert chosen(session) == before - set(first[1:])
    later = file_for(PEOPLE[1]).number
    press(owner, f"{CHOOSE}?page=2", "save", numbers=[later])
    assert chosen(session) == {first[0], later}


def test_all_that_match_the_filter_go_in_or_out_and_the_others_stay(
    owner: CheckedClient, draft: Petition, filed: list[Complaint], session: Session
) -> None:
    assert draft.id == 1
    numbers = [complaint.number for complaint in filed]
    press(owner, f"{CHOOSE}?role=parent", "take_out_all")
    assert chosen(session) == {numbers[3]}
    press(owner, f"{CHOOSE}?role=parent", "put_in_all")
    press(owner, f"{CHOOSE}?role=parent", "put_in_all")
    assert chosen(session) == set(numbers)


def test_a_possible_duplicate_is_marked_and_goes_in_one_by_one_only(
    owner: CheckedClient, draft: Petition, file_for: FileFor, session: Session
) -> None:
    assert draft.id == 1
    again = file_for(PEOPLE[0]).number
    page = owner.get(CHOOSE).get_data(as_text=True)
    row = page.partition(f'id="n-{again}"')[2].partition("</tr>")[0]
    assert "possible duplicate" in row
    press(owner, CHOOSE, "put_in_all")
    assert again not in chosen(session)
    press(owner, CHOOSE, "save", numbers=[*chosen(session), again])
    assert again in chosen(session)


def test_of_two_of_one_person_the_later_counts_when_the_earlier_can_no_longer_stand_there(
    draft: Petition, filed: list[Complaint], file_for: FileFor, session: Session
) -> None:
    again = file_for(PEOPLE[0])
    assert queries.list_matching(session, draft, Wanted(), page=1)[-1].repeated
    leave(session, filed[0], Departure.WITHDRAWN, now=FILED)
    session.commit()
    lines = queries.list_matching(session, draft, Wanted(), page=1)
    assert [line.repeated for line in lines if line.complaint.id == again.id] == [False]


def test_what_is_put_in_is_asked_to_be_of_this_round(owner: CheckedClient, draft: Petition, session: Session) -> None:
    assert draft.id == 1
    before = chosen(session)
    press(owner, CHOOSE, "save", shown=["AAAA-AAAA"], numbers=["AAAA-AAAA", "' OR 1=1"])
    assert chosen(session) == before


def test_a_reader_sees_the_numbers_and_no_button(
    reader: CheckedClient, draft: Petition, filed: list[Complaint], session: Session
) -> None:
    assert draft.id == 1
    page = reader.get(CHOOSE).get_data(as_text=True)
    assert all(complaint.number in page for complaint in filed)
    assert 'name="do"' not in page
    sent = filled_in(page, KEEP).to_dict(flat=False)
    assert reader.post(KEEP, data={**sent, "do": "take_out_all"}).status_code == 403
    assert chosen(session) == {complaint.number for complaint in filed}


@pytest.mark.usefixtures("draft")
def test_the_page_never_names_a_person(owner: CheckedClient) -> None:
    page = owner.get(CHOOSE).get_data(as_text=True)
    planted = [text for person in PEOPLE for text in (person.full_name, person.postal_address, person.phone)]
    assert [text for text in planted if text in page] == []


@pytest.mark.usefixtures("draft")
def test_a_group_no_longer_attached_chooses_nobody(owner: CheckedClient, session: Session) -> None:
    sent = filled_in(owner.get(CHOOSE).get_data(as_text=True), KEEP)
    session.execute(delete(GroupRound))
    session.commit()
    assert owner.post(KEEP, data={**sent.to_dict(flat=False), "do": "take_out_all"}).status_code == 403
    assert chosen(session)


def test_two_editors_at_once_lose_nothing_of_each_other(
    sessions: sessionmaker[Session], session: Session, group: Group, draft: Petition, filed: list[Complaint]
) -> None:
    """One takes the providers out while the other takes one parent out and puts all in twice: sets do not conflict."""
    numbers, viewer, petition_id = [complaint.number for complaint in filed], editor_of(group), draft.id
    session.commit()
    start = Barrier(2)

    def do(deed: Callable[..., None], **how: Any) -> None:
        start.wait()
        with sessions() as own:
            deed(own, viewer=viewer, petition=own.get_one(Petition, petition_id), **how)
            own.commit()

    threads = [
        Thread(target=do, args=(actions.take_out_all,), kwargs={"wanted": Wanted(role=Role.PROVIDER)}),
        Thread(target=do, args=(actions.choose_of_page,), kwargs={"shown": numbers[:1], "ticked": []}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert chosen(session) == {numbers[1], numbers[2]}


def test_two_who_put_the_same_in_at_once_put_it_in_once(
    sessions: sessionmaker[Session], session: Session, group: Group, draft: Petition, filed: list[Complaint]
) -> None:
    actions.take_out_all(session, viewer=editor_of(group), petition=draft, wanted=Wanted())
    session.commit()
    viewer, petition_id, failed, start = editor_of(group), draft.id, [], Barrier(2)
    session.commit()

    def put_in() -> None:
        start.wait()
        try:
            with sessions() as own:
                actions.put_in_all(own, viewer=viewer, petition=own.get_one(Petition, petition_id), wanted=Wanted())
                own.commit()
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=put_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert failed == []
    assert chosen(session) == {complaint.number for complaint in filed}


# --- quick with thousands ---


def multiply(session: Session, like: Complaint, times: int) -> None:
    """Rows like this complaint, with what it chose, confirmed: written at once, because filing takes its time."""
    columns = {column.key: getattr(like, column.key) for column in Complaint.__table__.columns}
    ids = [new_id() for _ in range(times)]
    session.execute(
        insert(Complaint),
        [
            {
                **columns,
                "id": id_,
                "number": f"{index:04d}-TEST",
                "code_hash": f"{index:064d}",
                "token_hash": f"{index:064d}",
                "iin_index": f"{index:064d}",
                "email_index": None,
            }
            for index, id_ in enumerate(ids)
        ],
    )
    for model in (ComplaintGround, ComplaintDemand):
        rows = session.scalars(select(model).where(model.complaint_id == like.id)).all()
        session.execute(
            insert(model),
            [{"complaint_id": id_, "code": row.code, "position": row.position} for id_ in ids for row in rows],
        )
    known = session.scalars(select(Confirmation).where(Confirmation.complaint_id == like.id)).one()
    kept = {column.key: getattr(known, column.key) for column in Confirmation.__table__.columns}
    session.execute(insert(Confirmation), [{**kept, "id": new_id(), "complaint_id": id_} for id_ in ids])
    session.commit()


def asked_of(app: Flask, client: CheckedClient, path: str) -> int:
    client.get(path)
    with counted_statements(app) as statements:
        assert client.get(path).status_code == 200
    return len(statements)


@pytest.mark.usefixtures("draft")
def test_thousands_of_complaints_ask_no_more_of_the_database_than_four(
    app: Flask, owner: CheckedClient, filed: list[Complaint], session: Session
) -> None:
    pages = (DRAFT, CHOOSE, f"{DRAFT}freeze", f"/en/groups/{GROUP}/")
    few = [asked_of(app, owner, page) for page in pages]
    multiply(session, filed[0], MANY)
    press(owner, CHOOSE, "put_in_all")
    assert session.scalar(select(func.count()).select_from(PetitionComplaint)) == MANY + len(filed)
    many = [asked_of(app, owner, page) for page in pages]
    assert [after - before for before, after in zip(few, many, strict=True)] <= [0, 0, 0, 0]
    assert max(many) <= 60
    page = owner.get(CHOOSE).get_data(as_text=True)
    assert len(re.findall('name="numbers"', page)) == 50
