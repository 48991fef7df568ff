"""A complaint, an appeal, a request for information: what each is proposed with, needs, and keeps once it is frozen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.domain.petition import ExportState, PetitionKind
from complaints.models import Authority, Complaint, Export, Petition, PetitionVersion, Round
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send, filled_in
from tests.support.planted import GROUP, PEOPLE, ROUND

START = f"/en/groups/{GROUP}/petitions/new?round={ROUND}"
DRAFT = f"/en/groups/{GROUP}/petitions/1/"
FREEZE = f"{DRAFT}freeze"
PERSON = {"representative_name": "Үлгі Әсел Маратқызы", "representative_address": "130000, Ақтау қаласы, 5-үй"}
APPEAL, REQUEST, COMPLAINT = PetitionKind.APPEAL, PetitionKind.INFORMATION_REQUEST, PetitionKind.COMPLAINT
SUPERIOR = PetitionKind.SUPERIOR_COMPLAINT


def start(owner: CheckedClient, kind: PetitionKind) -> None:
    assert fill_and_send(owner, START, {"kind": kind.value}).status_code == 303


def the_draft(session: Session) -> Petition:
    session.expire_all()
    return session.scalars(select(Petition)).one()


def freeze(owner: CheckedClient) -> TestResponse:
    return owner.post(FREEZE, data=filled_in(owner.get(FREEZE).get_data(as_text=True), FREEZE))


def selected(owner: CheckedClient, field: str) -> str:
    return filled_in(owner.get(DRAFT).get_data(as_text=True), DRAFT).get(field, "")


@pytest.mark.usefixtures("filed")
def test_a_complaint_is_proposed_while_most_filed_in_time(owner: CheckedClient) -> None:
    page = owner.get(START).get_data(as_text=True)
    assert filled_in(page, START.partition("?")[0])["kind"] == COMPLAINT
    for term in ("20 working days", "15 working days, may be extended", "15 calendar days, extended once by 15"):
        assert term in page


def test_an_appeal_is_proposed_when_most_filed_late_and_a_complaint_may_be_chosen_all_the_same(
    owner: CheckedClient, filed: list[Complaint], session: Session
) -> None:
    for complaint in filed[:3]:
        complaint.is_late = True
    session.commit()
    page = owner.get(START).get_data(as_text=True)
    assert filled_in(page, START.partition("?")[0])["kind"] == APPEAL
    assert "were filed after the three months" in page
    start(owner, COMPLAINT)
    assert the_draft(session).kind is COMPLAINT
    assert len(the_draft(session).chosen) == len(filed)


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("kind", PetitionKind)
def test_bodies_are_proposed_by_the_kind(
    owner: CheckedClient, session: Session, round_: Round, kind: PetitionKind
) -> None:
    start(owner, kind)
    authority, petition = round_.authority, the_draft(session)
    assert authority is not None
    superior = authority.superior_id or authority.id
    expected = {
        COMPLAINT: (authority.superior_id, authority.id),
        APPEAL: (superior, None),
        REQUEST: (authority.id, None),
        SUPERIOR: (authority.superior_id, authority.id),
    }[kind]
    assert (petition.reviewing_body_id, petition.challenged_body_id) == expected


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(
    ("kind", "emptied", "lacks"),
    [
        (COMPLAINT, {}, []),
        (COMPLAINT, {"challenged_body": ""}, ["challenged_body"]),
        (COMPLAINT, {"norms": [], "demands": []}, ["demands-0", "norms-0"]),
        (APPEAL, {"norms": []}, []),
        (APPEAL, {"demands": []}, ["demands-0"]),
        (APPEAL, {"reviewing_body": ""}, ["reviewing_body"]),
        (REQUEST, {"norms": [], "demands": []}, []),
        (REQUEST, {"reviewing_body": ""}, ["reviewing_body"]),
        (SUPERIOR, {"demands": []}, ["about_submission"]),
    ],
)
def test_what_is_missing_before_the_freeze_depends_on_the_kind_and_leads_to_its_field(
    owner: CheckedClient, kind: PetitionKind, emptied: dict[str, str | list[str]], lacks: list[str]
) -> None:
    start(owner, kind)
    assert fill_and_send(owner, DRAFT, {**PERSON, **emptied}).status_code == 303
    page = owner.get(FREEZE).get_data(as_text=True)
    builder = owner.get(DRAFT).get_data(as_text=True)
    for field in lacks:
        assert f'href="{DRAFT}#{field}"' in page
        assert f'href="#{field}"' in builder
        assert f'id="{field}"' in builder
    assert page.count(f'href="{DRAFT}#') == len(lacks)
    assert ("Freeze now" in page) is not bool(lacks)


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (COMPLAINT, "Body that reviews the complaint"),
        (APPEAL, "Body it is addressed to"),
        (REQUEST, "Body that has the information"),
        (SUPERIOR, "Superior body that reviews the complaint"),
    ],
)
def test_the_body_field_is_named_by_the_kind(owner: CheckedClient, kind: PetitionKind, label: str) -> None:
    start(owner, kind)
    page = owner.get(DRAFT).get_data(as_text=True)
    assert label in page
    assert ('name="challenged_body"' in page) is (kind in (COMPLAINT, SUPERIOR))
    assert ('name="about_submission"' in page) is (kind is SUPERIOR)


@pytest.mark.usefixtures("filed")
def test_another_kind_is_chosen_while_nothing_is_frozen_and_brings_its_bodies(
    owner: CheckedClient, session: Session, round_: Round
) -> None:
    start(owner, COMPLAINT)
    assert fill_and_send(owner, DRAFT, {**PERSON, "kind": REQUEST.value}).status_code == 303
    petition = the_draft(session)
    assert petition.kind is REQUEST
    assert (petition.reviewing_body_id, petition.challenged_body_id) == (round_.authority_id, None)
    assert fill_and_send(owner, DRAFT, {"kind": COMPLAINT.value}).status_code == 303
    assert the_draft(session).challenged_body_id == round_.authority_id


@pytest.mark.usefixtures("filed")
def test_a_change_of_kind_sent_twice_is_made_once_and_is_no_conflict(owner: CheckedClient, session: Session) -> None:
    start(owner, COMPLAINT)
    sent = filled_in(owner.get(DRAFT).get_data(as_text=True), DRAFT)
    sent["kind"] = REQUEST.value
    assert [owner.post(DRAFT, data=sent).status_code for _ in range(2)] == [303, 303]
    assert the_draft(session).edit_number == 2


@pytest.mark.usefixtures("filed")
def test_a_frozen_document_keeps_its_kind_and_each_version_says_it(owner: CheckedClient, session: Session) -> None:
    start(owner, APPEAL)
    fill_and_send(owner, DRAFT, PERSON)
    assert freeze(owner).status_code == 303
    answer = fill_and_send(owner, DRAFT, {"kind": COMPLAINT.value})
    assert answer.status_code == 422
    assert the_draft(session).kind is APPEAL
    version = session.scalars(select(PetitionVersion)).one()
    assert {content["letter"]["kind"] for content in version.content.values()} == {APPEAL}


def test_a_request_for_information_needs_nobody_in_it(
    owner: CheckedClient, session: Session, work: Callable[[], int]
) -> None:
    start(owner, REQUEST)
    fill_and_send(owner, DRAFT, PERSON)
    assert freeze(owner).status_code == 303
    work()
    assert {export.state for export in session.scalars(select(Export))} == {ExportState.DONE}


@pytest.mark.usefixtures("filed")
def test_a_request_for_information_demands_nothing_and_keeps_the_choice_for_another_kind(
    owner: CheckedClient, session: Session
) -> None:
    """What is demanded is what officials answer one by one and the public reads."""
    start(owner, REQUEST)
    proposed = [row.code for row in the_draft(session).demands]
    assert proposed
    fill_and_send(owner, DRAFT, PERSON)
    assert freeze(owner).status_code == 303
    version = session.scalars(select(PetitionVersion)).one()
    assert [content["letter"]["demands"] for content in version.content.values()] == [[], []]
    assert [row.code for row in the_draft(session).demands] == proposed


# --- bodies ---


@pytest.mark.usefixtures("filed")
def test_the_superior_is_proposed_by_a_button_and_another_body_is_warned_of_not_refused(
    owner: CheckedClient, session: Session, round_: Round
) -> None:
    start(owner, COMPLAINT)
    authority = round_.authority
    assert authority is not None
    assert authority.superior is not None
    known = {authority.id, authority.superior_id}
    other = session.scalars(select(Authority).where(Authority.id.not_in(known)).limit(1)).one()
    other.region_code = None
    session.commit()
    assert fill_and_send(owner, DRAFT, {**PERSON, "reviewing_body": other.slug}).status_code == 303
    assert "You chose another one." in owner.get(DRAFT).get_data(as_text=True)
    assert "Freeze now" in owner.get(FREEZE).get_data(as_text=True)
    assert fill_and_send(owner, DRAFT, {"do": "superior"}).status_code == 303
    assert selected(owner, "reviewing_body") == authority.superior.slug
    assert "You chose another one." not in owner.get(DRAFT).get_data(as_text=True)


@pytest.mark.usefixtures("filed")
def test_a_body_whose_name_is_to_be_checked_says_so(owner: CheckedClient, session: Session, round_: Round) -> None:
    start(owner, COMPLAINT)
    assert round_.authority is not None
    round_.authority.to_be_checked = True
    session.commit()
    page = owner.get(DRAFT).get_data(as_text=True)
    assert "(name to be checked)" in page.partition('id="challenged_body"')[2].partition("</select>")[0]


# --- who speaks for all ---


@pytest.mark.usefixtures("filed")
def test_the_name_in_its_case_follows_the_name_until_it_is_typed(owner: CheckedClient) -> None:
    start(owner, COMPLAINT)
    fill_and_send(owner, DRAFT, PERSON)
    first = selected(owner, "representative_from_kk")
    assert first.endswith("Маратқызынан")
    fill_and_send(owner, DRAFT, {"representative_name": "Мысалов Ерлан Маратұлы"})
    assert selected(owner, "representative_from_kk").endswith("Маратұлынан")
    fill_and_send(owner, DRAFT, {"representative_from_kk": "Мысалов Ерланнан"})
    fill_and_send(owner, DRAFT, {"representative_name": "Мысалов Ерлан"})
    assert selected(owner, "representative_from_kk") == "Мысалов Ерланнан"
    fill_and_send(owner, DRAFT, {"representative_from_kk": ""})
    assert selected(owner, "representative_from_kk") != ""


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("iin", ["123", "910630201018", "abc"])
def test_an_iin_that_cannot_be_is_refused_beside_its_field_and_kept(owner: CheckedClient, iin: str) -> None:
    start(owner, COMPLAINT)
    answer = fill_and_send(owner, DRAFT, {"representative_iin": iin})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="representative_iin-error"' in page
    assert f'value="{iin}"' in page


@pytest.mark.usefixtures("filed")
def test_what_is_typed_of_the_person_lies_encrypted_and_comes_back(
    owner: CheckedClient, session: Session, file_for: Callable[..., Complaint]
) -> None:
    assert file_for
    start(owner, COMPLAINT)
    typed = {"representative_iin": PEOPLE[0].iin or "", "representative_actual_address": "Жаңаөзен, 7-үй"}
    assert fill_and_send(owner, DRAFT, typed).status_code == 303
    for field, text in typed.items():
        assert selected(owner, field) == text
        sealed = getattr(the_draft(session), f"{field}_enc")
        assert text.encode() not in sealed
