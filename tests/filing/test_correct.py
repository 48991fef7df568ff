"""Correcting one's own complaint: a new version, the earlier one kept, everything that follows from it put right."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.moderation import TextState
from complaints.domain.petition import Cut
from complaints.models import (
    Complaint,
    ComplaintVersion,
    ContactLink,
    Export,
    Group,
    PublicText,
    VersionComplaint,
)
from complaints.petitions.freezing import actions as petitions
from complaints.web import context
from complaints.wordings import read_version
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import attach_group, confirm_all, freeze, hand_in
from tests.support.filings import AKTAU, EVIDENCE, FORMAL, Receipt, error_of, open_receipt, send
from tests.support.forms import fill_and_send, filled_in
from tests.support.recount import all_kept

WITH_TEXT = {**FORMAL, "consent_publish": "y"}


@pytest.fixture
def group(session: Session, clock: Clock) -> Group:
    return attach_group(session, now=clock.now)


@pytest.fixture
def receipt(group: Group, client: CheckedClient) -> Receipt:
    return open_receipt(client, send(client, WITH_TEXT))


@pytest.fixture
def complaint(receipt: Receipt, session: Session) -> Complaint:
    return session.scalars(select(Complaint)).one()


def path(number: str, lang: str = "en") -> str:
    return f"/{lang}/complaints/{number}/correct"


def correct(client: CheckedClient, number: str, **typed: str | list[str]) -> str:
    """Send the form with these changes; the page of the complaint after it."""
    answer = fill_and_send(client, path(number), typed)
    assert answer.status_code == 303, answer.text
    return client.get(answer.location).text


def figures(session: Session) -> dict[tuple[str, str], int]:
    session.expire_all()
    return {key: count for key, count in all_kept(session).items() if count}


@pytest.mark.parametrize("typed", [WITH_TEXT, EVIDENCE, {**FORMAL, "locality": "other", "locality_other": "Шетпе"}])
def test_the_form_comes_back_as_it_was_filed_and_saving_it_changes_nothing(
    client: CheckedClient, session: Session, typed: dict[str, str | list[str]]
) -> None:
    number = open_receipt(client, send(client, typed)).number
    sent = filled_in(client.get(path(number)).text, path(number))
    for name in ("role", "mode", "locality", "narrative", "learned_at", "children_count", "learned_from"):
        assert sent[name] == typed[name]
    assert sent.getlist("grounds") == typed["grounds"]
    assert sent["attempted_at"] == "20.11.2026 11:35"
    before = figures(session)
    assert "Nothing was changed" in correct(client, number)
    assert session.scalars(select(ComplaintVersion)).all() == []
    assert figures(session) == before


def test_a_correction_makes_a_new_version_and_keeps_the_earlier_one_encrypted(
    client: CheckedClient, app: Flask, session: Session, clock: Clock, complaint: Complaint
) -> None:
    clock.advance(minutes=30)
    page = correct(client, complaint.number, full_name="Сейтқали Дана", grounds=["LEAK"])
    assert "Your correction is saved: version 2." in page
    assert "Сейтқали Дана" in page
    assert "Version 1, until 23 November 2026, 10:30" in page
    assert str(FORMAL["full_name"]) in page
    session.expire_all()
    assert (complaint.version, complaint.corrected_at) == (2, clock.now)
    (earlier,) = complaint.earlier
    assert str(FORMAL["full_name"]).encode() not in earlier.content_enc
    with app.app_context():
        said = read_version(earlier, context.cipher())
    assert said["full_name"] == FORMAL["full_name"]
    assert said["grounds"] == FORMAL["grounds"]
    assert json.dumps(said)


def test_the_figures_move_by_the_difference(client: CheckedClient, session: Session, complaint: Complaint) -> None:
    before = figures(session)
    correct(client, complaint.number, grounds=["LEAK"], demands=["REPEAT_ROUND", "EXTRA_PLACES"])
    after = figures(session)
    changed = {key: after.get(key, 0) - before.get(key, 0) for key in {*before, *after}}
    assert {key: by for key, by in changed.items() if by} == {
        ("ground", "SHORT_NOTICE"): -1,
        ("ground", "SOLD_OUT_FAST"): -1,
        ("ground", "LEAK"): 1,
        ("ground_role", "SHORT_NOTICE|parent"): -1,
        ("ground_role", "SOLD_OUT_FAST|parent"): -1,
        ("ground_role", "LEAK|parent"): 1,
        ("ground_locality", f"SHORT_NOTICE|{AKTAU}"): -1,
        ("ground_locality", f"SOLD_OUT_FAST|{AKTAU}"): -1,
        ("ground_locality", f"LEAK|{AKTAU}"): 1,
        ("demand", "EXTRA_PLACES"): 1,
    }


@pytest.mark.parametrize(
    ("changes", "stays"),
    [
        ({"narrative": "Басқаша айтайын."}, True),
        ({"email": "other@example.com"}, False),
        ({"phone": "8 747 000 00 01"}, False),
        ({"email": ""}, False),
        ({"full_name": "Ибраева Ләззат Қуатқызы"}, False),
        ({"iin": ""}, False),
    ],
)
def test_another_name_or_other_contacts_end_the_confirmation(
    client: CheckedClient, session: Session, clock: Clock, complaint: Complaint, changes: dict[str, str], stays: bool
) -> None:
    confirm_all(session, now=clock.now)
    assert figures(session)["confirmed", "formal"] == 1
    page = correct(client, complaint.number, **changes)
    session.expire_all()
    assert (complaint.confirmation is not None) is stays
    assert ("confirmed", "formal") in figures(session) or not stays
    assert ("the earlier confirmation has ended" in page) is not stays


def test_a_new_address_gets_a_link_of_its_own_and_the_old_one_none(
    client: CheckedClient,
    session: Session,
    clock: Clock,
    complaint: Complaint,
    mails: Callable[[], list[object]],
    work: Callable[[], int],
) -> None:
    work()
    correct(client, complaint.number, email="other@example.com")
    work()
    assert [mail["To"] for mail in mails()] == [FORMAL["email"], "other@example.com"]  # type: ignore[index]
    indexes = {link.address_index for link in session.scalars(select(ContactLink))}
    session.expire_all()
    assert complaint.email_index in indexes


def test_other_words_wait_for_a_moderator_again_and_other_answers_do_not(
    client: CheckedClient, session: Session, clock: Clock, complaint: Complaint
) -> None:
    text = session.get_one(PublicText, complaint.id)
    text.state, text.released = TextState.RELEASED, "Орын қалмаған еді."
    session.commit()
    correct(client, complaint.number, children_count="3")
    session.expire_all()
    assert text.state is TextState.RELEASED
    page = correct(client, complaint.number, narrative="Бір минутта бітті.")
    session.expire_all()
    assert (text.state, text.released) == (TextState.WAITING, None)
    assert "text waits for a moderator" in page
    correct(client, complaint.number, consent_publish=[])
    assert session.scalars(select(PublicText)).all() == []


def test_a_formal_complaint_becomes_evidence_and_back(
    client: CheckedClient, app: Flask, session: Session, clock: Clock, group: Group, complaint: Complaint
) -> None:
    confirm_all(session, now=clock.now)
    version = freeze(app, session, group, now=clock.now)
    correct(client, complaint.number, mode="evidence")
    session.expire_all()
    assert (complaint.full_name_enc, complaint.iin_index, complaint.postal_address_enc) == (None, None, None)
    assert not complaint.consent_petition
    assert complaint.confirmation is None
    assert session.get_one(VersionComplaint, (version.id, complaint.id)).left_at == clock.now
    assert version.petition.chosen == []
    assert figures(session)["mode", "evidence"] == 1
    typed = {name: FORMAL[name] for name in ("mode", "full_name", "iin", "postal_address", "consent_petition")}
    page = correct(client, complaint.number, **typed)
    session.expire_all()
    assert complaint.full_name_enc is not None
    assert [row.group_id for row in complaint.named_groups] == [group.id]
    assert "not confirmed yet" in page
    assert figures(session)["mode", "formal"] == 1


def test_whether_it_is_late_follows_from_the_day_of_filing(
    client: CheckedClient, session: Session, clock: Clock, complaint: Complaint, receipt: Receipt
) -> None:
    clock.advance(days=120)
    client.post("/en/track", data={"number": receipt.number, "code": receipt.code})
    correct(client, complaint.number, learned_at="25.08.2026 10:00")
    session.expire_all()
    assert not complaint.is_late
    page = correct(client, complaint.number, learned_at="20.08.2026 10:00")
    session.expire_all()
    assert complaint.is_late
    assert "filed late" in page


def test_the_role_can_be_corrected_with_reasons_that_fit_it(
    client: CheckedClient, session: Session, complaint: Complaint
) -> None:
    changes = {"role": "provider", "grounds": ["SHORT_NOTICE", "PLACES_UNEVEN"]}
    refused = fill_and_send(client, path(complaint.number), {**changes, "grounds": ["SOLD_OUT_FAST", "LEAK"]})
    assert refused.status_code == 422
    assert error_of(refused.text, "grounds")
    correct(client, complaint.number, **changes)
    assert figures(session)["role", "provider"] == 1


def test_what_must_be_put_right_is_said_beside_the_field_and_kept(
    client: CheckedClient, session: Session, complaint: Complaint
) -> None:
    answer = fill_and_send(client, path(complaint.number), {"iin": "123", "narrative": "Жаңа мәтін"})
    assert answer.status_code == 422
    assert error_of(answer.text, "iin")
    assert "Жаңа мәтін" in answer.text
    session.expire_all()
    assert complaint.version == 1


def test_of_two_windows_the_later_is_told_what_the_other_changed_and_loses_nothing(
    client: CheckedClient, session: Session, complaint: Complaint
) -> None:
    first = filled_in(client.get(path(complaint.number)).text, path(complaint.number))
    correct(client, complaint.number, full_name="Сейтқали Дана")
    first["narrative"] = "Екінші терезеде жазылды."
    answer = client.post(path(complaint.number), data=first)
    assert answer.status_code == 409
    assert "It changed: Full name." in answer.text
    assert "Екінші терезеде жазылды." in answer.text
    session.expire_all()
    assert complaint.version == 2
    again = filled_in(answer.text, path(complaint.number))
    assert client.post(path(complaint.number), data=again).status_code == 303
    session.expire_all()
    assert complaint.version == 3


def test_a_correction_sent_twice_is_one(client: CheckedClient, session: Session, complaint: Complaint) -> None:
    sent = filled_in(client.get(path(complaint.number)).text, path(complaint.number))
    sent["narrative"] = "Бір рет."
    assert [client.post(path(complaint.number), data=sent).status_code for _ in range(2)] == [303, 303]
    session.expire_all()
    assert complaint.version == 2


def test_a_frozen_version_prints_the_wording_that_was_frozen(
    client: CheckedClient, app: Flask, session: Session, clock: Clock, group: Group, complaint: Complaint
) -> None:
    confirm_all(session, now=clock.now)
    version = freeze(app, session, group, now=clock.now)
    correct(client, complaint.number, full_name="Сейтқали Дана", postal_address="Жаңаөзен, 7-үй")
    session.expire_all()
    with app.app_context():
        sheaf = petitions.prepare(session, version, "kk", Cut.OFFICIAL, cipher=context.cipher())  # type: ignore[arg-type]
    assert sheaf.people is not None
    assert sheaf.people[complaint.number].full_name == FORMAL["full_name"]
    assert sheaf.people[complaint.number].postal_address == FORMAL["postal_address"]
    hand_in(session, version, group, now=clock.now)
    assert session.scalars(select(Export)).all()


def test_only_this_browser_s_visit_opens_the_form(app: Flask, client: CheckedClient, complaint: Complaint) -> None:
    stranger = app.test_client()
    for answer in (stranger.get(path(complaint.number)), stranger.post(path(complaint.number), data={})):
        assert answer.location == f"/en/track?number={complaint.number}"


def test_a_withdrawn_complaint_is_not_corrected(
    client: CheckedClient, session: Session, clock: Clock, complaint: Complaint
) -> None:
    sent = filled_in(client.get(path(complaint.number)).text, path(complaint.number))
    client.post(f"/en/complaints/{complaint.number}/withdraw")
    sent["narrative"] = "Кеш."
    assert client.post(path(complaint.number), data=sent).status_code == 303
    session.expire_all()
    assert complaint.version == 1


def test_what_was_typed_for_longer_than_the_visit_is_saved_all_the_same(
    client: CheckedClient, session: Session, clock: Clock, complaint: Complaint
) -> None:
    slow = filled_in(client.get(path(complaint.number)).text, path(complaint.number))
    slow["narrative"] = "Ұзақ жаздым."
    clock.advance(hours=3)
    mistaken = client.post(path(complaint.number), data={**slow.to_dict(flat=False), "iin": "1"})
    assert mistaken.status_code == 422
    assert "Ұзақ жаздым." in mistaken.text
    answer = client.post(path(complaint.number), data=slow)
    assert answer.status_code == 303
    assert client.get(answer.location).location == f"/en/track?number={complaint.number}"
    session.expire_all()
    assert complaint.version == 2
    slow["narrative"] = "Тым кеш."
    clock.advance(hours=22)
    assert client.post(path(complaint.number), data=slow).location == f"/en/track?number={complaint.number}"
    session.expire_all()
    assert complaint.version == 2


def test_a_pass_for_one_complaint_is_none_for_another(
    client: CheckedClient, app: Flask, session: Session, complaint: Complaint
) -> None:
    other = open_receipt(client, send(client, {**FORMAL, "iin": ""})).number
    sent = filled_in(client.get(path(other)).text, path(other))
    stranger = app.test_client()
    answer = stranger.post(path(complaint.number), data=sent)
    assert answer.location == f"/en/track?number={complaint.number}"


def test_a_pass_ends_with_its_code_and_makes_no_longer_one(
    client: CheckedClient, app: Flask, session: Session, clock: Clock, complaint: Complaint
) -> None:
    """Otherwise a page left open would open the complaint for ever: with another address the code could be replaced."""
    here, number = path(complaint.number), complaint.number
    sent = filled_in(client.get(here).text, here)
    stranger, track = app.test_client(), f"/en/track?number={number}"
    clock.advance(hours=20)
    renewed = stranger.post(here, data={**sent.to_dict(flat=False), "iin": "1"})
    assert renewed.status_code == 422
    again = filled_in(renewed.text, here)
    assert again["pass"] == sent["pass"]
    clock.advance(hours=5)
    assert stranger.post(here, data=again).location == track
    clock.advance(hours=-24)
    session.expire_all()
    complaint.code_hash = "0" * 64
    session.commit()
    assert stranger.post(here, data=sent).location == track
