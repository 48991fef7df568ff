"""An organiser prepares a collective complaint: what is proposed, saved, refused, frozen, and who may do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.domain.access import AccountRole
from complaints.domain.complaint import Mode
from complaints.models import Complaint, Group, GroupRound, Petition, PetitionVersion, new_id
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send, filled_in
from tests.support.planted import GROUP, PEOPLE, ROUND

START = f"/kk/groups/{GROUP}/petitions/new?round={ROUND}"
FILED = datetime(2025, 4, 1, 5, tzinfo=UTC)
DRAFT = f"/kk/groups/{GROUP}/petitions/1/"
FREEZE = f"{DRAFT}freeze"
CHOOSE = f"{DRAFT}complaints"
PERSON = {
    "representative_name": "Үлгі Әсел Маратқызы",
    "representative_address": "130000, Ақтау қаласы, 5-үй",
    "representative_phone": "+7 701 000 00 01",
    "representative_email": "asel@example.com",
}


def freeze(client: CheckedClient, **typed: str | list[str]) -> TestResponse:
    """Save the draft, look at the page that freezes it, press its button. The answer of the first that refuses."""
    saved = fill_and_send(client, DRAFT, {"do": "freeze", **typed})
    if saved.status_code != 303:
        return saved
    page = client.get(saved.location)
    try:
        return client.post(FREEZE, data=filled_in(page.get_data(as_text=True), FREEZE))
    except LookupError:
        return page


@pytest.fixture
def draft(owner: CheckedClient, filed: list[Complaint], session: Session) -> Petition:
    assert fill_and_send(owner, START, {}).status_code == 303
    return session.scalars(select(Petition)).one()


@pytest.mark.parametrize(("do", "place"), [("complaints", CHOOSE), ("text", f"{DRAFT}text/ru"), ("freeze", FREEZE)])
def test_nothing_typed_is_lost_on_the_way_to_another_page_of_the_draft(
    owner: CheckedClient, draft: Petition, do: str, place: str
) -> None:
    page = owner.get(DRAFT).get_data(as_text=True)
    assert f'name="do" value="{do}"' in page
    sent = fill_and_send(owner, DRAFT, {**PERSON, "do": do}, to=f"{DRAFT}?letter=ru")
    assert (sent.status_code, sent.location) == (303, place)
    assert PERSON["representative_address"] in owner.get(DRAFT).get_data(as_text=True)


def test_a_draft_starts_with_everything_proposed(draft: Petition, filed: list[Complaint]) -> None:
    assert draft.challenged_body is not None
    assert draft.challenged_body.slug == "mangystau-culture"
    assert draft.reviewing_body is not None
    assert draft.reviewing_body.slug == "mangystau-akim"
    assert {row.complaint_id for row in draft.chosen} == {complaint.id for complaint in filed}
    assert [row.code for row in draft.demands] == ["REPEAT_ROUND"]
    assert {"appk-8", "culture-8-14"} <= {row.norm_id for row in draft.norms}
    assert draft.languages == "kk,ru"


def test_only_formal_complaints_with_consent_can_be_chosen(
    owner: CheckedClient, file_for: Callable[..., Complaint], draft: Petition, session: Session
) -> None:
    refused = [file_for(PEOPLE[0], consent_petition=False), file_for(PEOPLE[0], mode=Mode.EVIDENCE)]
    page = owner.get(CHOOSE).get_data(as_text=True)
    assert not [complaint.number for complaint in refused if complaint.number in page]
    numbers = [complaint.number for complaint in refused]
    sent = filled_in(page, f"{CHOOSE}/keep")
    sent.setlist("shown", numbers)
    sent.setlist("numbers", numbers)
    assert owner.post(f"{CHOOSE}/keep", data=sent).status_code == 303
    session.expire_all()
    assert not {row.complaint_id for row in draft.chosen} & {complaint.id for complaint in refused}


def test_a_group_attached_after_the_consent_does_not_get_the_names_that_were_given_to_another(
    owner: CheckedClient, group: Group, file_for: Callable[..., Complaint], session: Session
) -> None:
    session.execute(delete(GroupRound))
    for_any = file_for(PEOPLE[0])
    round_id = for_any.round_id
    other = Group(id=new_id(), slug="other", name="Басқа топ", region_code=group.region_code, created_at=FILED)
    session.add(other)
    session.flush()
    session.add(GroupRound(group_id=other.id, round_id=round_id))
    session.flush()
    for_other = file_for(PEOPLE[1])
    session.add(GroupRound(group_id=group.id, round_id=round_id))
    session.flush()
    for_both = file_for(PEOPLE[2])
    fill_and_send(owner, START, {})
    chosen = {row.complaint_id for row in session.scalars(select(Petition)).one().chosen}
    assert chosen == {for_any.id, for_both.id}
    assert for_other.number not in owner.get(CHOOSE).get_data(as_text=True)


def test_a_second_complaint_with_the_same_iin_is_marked_and_not_proposed(
    owner: CheckedClient, filed: list[Complaint], file_for: Callable[..., Complaint], session: Session
) -> None:
    again = file_for(PEOPLE[0])
    fill_and_send(owner, START, {})
    chosen = {row.complaint_id for row in session.scalars(select(Petition)).one().chosen}
    assert chosen == {complaint.id for complaint in filed}
    assert again.number in owner.get(CHOOSE).get_data(as_text=True)


@pytest.mark.usefixtures("draft")
def test_a_group_no_longer_attached_to_the_round_takes_nobody_s_complaint(
    owner: CheckedClient, session: Session
) -> None:
    session.execute(delete(GroupRound))
    session.commit()
    assert fill_and_send(owner, DRAFT, PERSON).status_code == 403
    assert freeze(owner).status_code == 403


def test_a_choice_sent_twice_is_kept_once(owner: CheckedClient, draft: Petition, session: Session) -> None:
    twice = {"demands": ["EXTRA_PLACES", "EXTRA_PLACES"], "norms": [draft.norms[0].norm_id] * 2}
    assert fill_and_send(owner, DRAFT, twice).status_code == 303
    session.expire_all()
    assert [row.code for row in draft.demands] == ["EXTRA_PLACES"]
    assert len(draft.norms) == 1


@pytest.mark.usefixtures("draft")
def test_the_builder_shows_no_name_or_address_of_a_filer(owner: CheckedClient) -> None:
    page = owner.get(DRAFT).get_data(as_text=True)
    for person in PEOPLE:
        assert person.full_name not in page
        assert person.postal_address not in page


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(("code", "title"), [("kk", "ҰЖЫМДЫҚ ШАҒЫМ"), ("ru", "КОЛЛЕКТИВНАЯ ЖАЛОБА")])
def test_the_letter_is_shown_as_it_will_print(owner: CheckedClient, code: str, title: str) -> None:
    page = owner.get(f"{DRAFT}?letter={code}").get_data(as_text=True)
    assert title in page
    assert "3500" in page


@pytest.mark.usefixtures("draft")
def test_a_draft_without_a_representative_is_saved_and_not_frozen(owner: CheckedClient, session: Session) -> None:
    page = freeze(owner, demands=["REPEAT_ROUND", "PUBLISH_LOGS"]).get_data(as_text=True)
    assert f'href="{DRAFT}#representative_name"' in page
    session.expire_all()
    petition = session.scalars(select(Petition)).one()
    assert petition.versions == []
    assert {row.code for row in petition.demands} == {"REPEAT_ROUND", "PUBLISH_LOGS"}


@pytest.mark.usefixtures("draft")
def test_what_is_typed_about_the_representative_is_kept_encrypted(owner: CheckedClient, session: Session) -> None:
    assert fill_and_send(owner, DRAFT, PERSON).status_code == 303
    assert PERSON["representative_name"] in owner.get(DRAFT).get_data(as_text=True)
    session.expire_all()
    sealed = session.scalars(select(Petition)).one().representative_name_enc
    assert sealed is not None
    assert PERSON["representative_name"].encode() not in sealed


@pytest.mark.usefixtures("draft")
def test_too_long_a_name_is_refused_beside_its_field_and_kept(owner: CheckedClient) -> None:
    answer = fill_and_send(owner, DRAFT, {"representative_name": "Ә" * 201})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Ә" * 201 in page
    assert 'id="representative_name-error"' in page


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("typed", ["31.02.2026", "ертең", "01.01.1900"])
def test_a_date_that_cannot_be_is_refused_beside_its_field_and_kept(owner: CheckedClient, typed: str) -> None:
    answer = fill_and_send(owner, DRAFT, {"letter_dated_on": typed})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'id="letter_dated_on-error"' in page
    assert f'value="{typed}"' in page


@pytest.mark.usefixtures("draft")
def test_a_letter_without_a_date_is_saved_and_not_frozen(owner: CheckedClient, session: Session) -> None:
    page = freeze(owner, **{**PERSON, "letter_dated_on": ""}).get_data(as_text=True)
    assert f'href="{DRAFT}#letter_dated_on"' in page
    session.expire_all()
    petition = session.scalars(select(Petition)).one()
    assert petition.letter_dated_on is None
    assert petition.versions == []


@pytest.mark.usefixtures("draft")
def test_all_or_none_of_the_complaints_are_chosen_with_one_button(owner: CheckedClient, session: Session) -> None:
    for choice, expected in (("take_out_all", 0), ("put_in_all", len(PEOPLE))):
        sent = filled_in(owner.get(CHOOSE).get_data(as_text=True), f"{CHOOSE}/keep")
        assert owner.post(f"{CHOOSE}/keep", data={**sent, "do": choice}).status_code == 303
        session.expire_all()
        assert len(session.scalars(select(Petition)).one().chosen) == expected


@pytest.mark.usefixtures("draft")
def test_of_two_editors_the_later_is_told_that_the_other_saved_first(owner: CheckedClient) -> None:
    assert fill_and_send(owner, DRAFT, {"representative_name": "Бірінші"}).status_code == 303
    answer = fill_and_send(owner, DRAFT, {"representative_name": "Екінші", "edit_number": "1"})
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert 'value="Екінші"' in page
    assert "Бірінші" in page.partition('id="differences"')[2].partition("</section>")[0]
    assert "Бірінші" in owner.get(DRAFT).get_data(as_text=True)
    assert owner.post(DRAFT, data=filled_in(page, DRAFT)).status_code == 303
    assert "Екінші" in owner.get(DRAFT).get_data(as_text=True)


@pytest.mark.usefixtures("draft")
def test_a_freeze_sent_twice_makes_one_version_and_no_conflict(owner: CheckedClient, session: Session) -> None:
    fill_and_send(owner, DRAFT, PERSON)
    sent = filled_in(owner.get(FREEZE).get_data(as_text=True), FREEZE)
    answers = [owner.post(FREEZE, data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert session.scalars(select(PetitionVersion.number)).all() == [1]


@pytest.mark.usefixtures("draft")
def test_what_somebody_saved_after_the_look_is_not_frozen_unseen(owner: CheckedClient, session: Session) -> None:
    fill_and_send(owner, DRAFT, PERSON)
    seen = filled_in(owner.get(FREEZE).get_data(as_text=True), FREEZE)
    fill_and_send(owner, DRAFT, {"demands": ["ANNUL_ROUND"]})
    assert owner.post(FREEZE, data=seen).status_code == 409
    assert session.scalars(select(PetitionVersion.number)).all() == []


@pytest.mark.usefixtures("draft")
def test_a_frozen_version_stays_when_the_draft_goes_on(owner: CheckedClient, session: Session) -> None:
    assert freeze(owner, **PERSON).location.endswith("/versions/1/")
    assert freeze(owner).location.endswith("/versions/1/")
    session.expire_all()
    frozen = dict(session.scalars(select(Petition)).one().versions[0].content)
    assert freeze(owner, demands=["ANNUL_ROUND"]).location.endswith("/versions/2/")
    session.expire_all()
    versions = session.scalars(select(Petition)).one().versions
    assert versions[0].content == frozen
    assert versions[1].content != frozen


@pytest.mark.usefixtures("draft")
def test_a_reader_of_the_group_sees_the_draft_without_the_representative_and_changes_nothing(
    owner: CheckedClient, reader: CheckedClient
) -> None:
    fill_and_send(owner, DRAFT, PERSON)
    page = reader.get(DRAFT)
    assert page.status_code == 200
    assert PERSON["representative_name"] not in page.get_data(as_text=True)
    with pytest.raises(LookupError):
        fill_and_send(reader, DRAFT, {})
    assert reader.get(START).status_code == 403


@pytest.mark.usefixtures("draft")
def test_organisers_of_other_groups_officials_and_strangers_see_nothing(
    sign_in: Callable[..., CheckedClient], client: CheckedClient
) -> None:
    desk = f"/kk/groups/{GROUP}/"
    other = sign_in(AccountRole.ORGANISER)
    assert [other.get(path).status_code for path in (desk, DRAFT, START)] == [404, 404, 404]
    assert sign_in(AccountRole.OFFICIAL).get(desk).status_code == 403
    assert client.get(desk).status_code == 303
    assert "sign-in" in client.get(desk).location


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_desk_shows_rounds_and_collective_complaints_with_the_next_step(
    owner: CheckedClient, draft: Petition, lang: str
) -> None:
    page = owner.get(f"/{lang}/groups/{GROUP}/").get_data(as_text=True)
    assert f"/{lang}/rounds/{ROUND}/" in page
    assert f"/{lang}/groups/{GROUP}/petitions/{draft.id}/" in page
    assert f"/{lang}/groups/{GROUP}/petitions/new?round={ROUND}" in page
    assert GROUP in owner.get(f"/{lang}/groups/").get_data(as_text=True)
