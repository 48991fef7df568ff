"""A group adds a round: what it typed becomes public facts, checked, under a slug that stays, attached to the group."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole, GroupRole
from complaints.domain.rounds import RoundState
from complaints.models import Change, Group, GroupMember, GroupRound, Round
from tests.rounds.typing_facts import NEW, TYPED
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send, filled_in

SignIn = Callable[..., CheckedClient]


def made(session: Session) -> Round:
    session.expire_all()
    return session.scalars(select(Round).where(Round.created_by_group_id.is_not(None))).one()


def test_a_group_adds_a_round_and_is_attached_to_it(session: Session, member: CheckedClient, group: Group) -> None:
    answer = fill_and_send(member, NEW, TYPED)
    assert answer.status_code == 303, answer.text
    round_ = made(session)
    assert round_.slug == "damu-bala-mangystau-2026-10"
    assert answer.headers["Location"].startswith("/en/groups/parents/rounds/damu-bala-mangystau-2026-10/edit")
    assert (round_.state, round_.takes_complaints, round_.places_announced) == (RoundState.CLOSED, True, 3500)
    assert session.get(GroupRound, (group.id, round_.id)) is not None
    [change] = session.scalars(select(Change).where(Change.round_id == round_.id))
    assert (change.group_id, change.before, change.key) == (group.id, None, round_.slug)
    assert change.after is not None
    assert change.after["name_kk"] == TYPED["name_kk"]


def test_times_are_known_exactly_or_by_bounds_or_not_at_all_in_the_zone_of_the_region(
    session: Session, member: CheckedClient
) -> None:
    fill_and_send(member, NEW, TYPED)
    round_ = made(session)
    assert f"{round_.opened_at_earliest:%H:%M}" == f"{round_.opened_at_latest:%H:%M}" == "05:07"
    assert (str(round_.announced_at_earliest), str(round_.announced_at_latest)) == (
        "2026-10-27 19:00:00+00:00",
        "2026-10-28 18:59:00+00:00",
    )
    assert (round_.closed_at_earliest, round_.closed_at_latest) == (None, None)
    assert (round_.sell_out_minutes_earliest, round_.sell_out_minutes_latest) == (7, 7)


def test_the_dossier_and_the_form_know_the_round_at_once(client: CheckedClient, member: CheckedClient) -> None:
    fill_and_send(member, NEW, TYPED)
    page = client.get("/en/rounds/damu-bala-mangystau-2026-10/").text
    assert "This round was added by the group Ақтау ата-аналары." in page
    assert "Мангистауская область: октябрь" in page, "the English page shows the Russian name where there is no other"
    assert "28 October 2026, 10:07" in page
    assert client.get("/kk/rounds/damu-bala-mangystau-2026-10/complain").status_code == 200
    assert "damu-bala-mangystau-2026-10" in client.get("/kk/rounds/").text


def test_the_same_form_sent_twice_makes_one_round(session: Session, member: CheckedClient) -> None:
    fields = filled_in(member.get(NEW).text, NEW)
    for name, value in TYPED.items():
        fields[name] = value
    answers = [member.post(NEW, data=fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert made(session).slug == "damu-bala-mangystau-2026-10"
    assert session.scalar(select(func.count()).select_from(Change)) == 1


def test_a_second_round_of_the_month_gets_a_number_behind_its_slug(session: Session, member: CheckedClient) -> None:
    for _ in range(2):
        fill_and_send(member, NEW, TYPED)
    slugs = session.scalars(select(Round.slug).where(Round.created_by_group_id.is_not(None))).all()
    assert sorted(slugs) == ["damu-bala-mangystau-2026-10", "damu-bala-mangystau-2026-10-2"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name_kk": ""}, "Enter the name of the round in Kazakh."),
        ({"name_ru": " "}, "Enter the name of the round in Russian."),
        ({"source": ""}, "Say where this is known from"),
        ({"programme": ""}, "Choose the programme."),
        ({"region": "KZ-99"}, "Choose the region."),
        ({"authority": "nobody"}, "Choose an authority of the list"),
        ({"authority": "turkistan-culture"}, "This authority belongs to another region."),
        ({"repeats": "no-such-round"}, "Choose a round of the list"),
        ({"state": "lost"}, "Choose the state of the round."),
        ({"name_ru": "я" * 201}, "Shorten this to 200 characters."),
        ({"summary_kk": "Бір сөз"}, "Write this in Kazakh and in Russian"),
        ({"places_announced": "many"}, "Enter a whole number in digits"),
        ({"places_announced": "0"}, "Enter a whole number, at most"),
        ({"opened_at_first": "28.10.2026"}, "Enter day and time like this"),
        ({"opened_at_first": "32.10.2026 10:00"}, "Enter day and time like this"),
        ({"opened_at_first": ""}, "Enter it, or choose “Not known”."),
        ({"opened_at_last": "28.10.2026 11:00"}, "Exactly means one value"),
        ({"closed_at_first": "28.10.2026 11:00"}, "Something is typed here"),
        ({"announced_at_first": "", "announced_at_last": ""}, "Enter at least one of the two"),
        ({"announced_at_first": "29.10.2026"}, "The first value comes after the second."),
        ({"sold_out_at_how": "exactly", "sold_out_at_first": "28.10.2026 10:00"}, "Places cannot run out before"),
        ({"closed_at_how": "exactly", "closed_at_first": "28.10.2026 09:00"}, "Registration cannot close before it op"),
        ({"closed_at_how": "between", "closed_at_last": "20.10.2026"}, "Registration cannot close before it was ann"),
        ({"opened_at_first": "29.10.2026 10:00"}, "Registration opened on a day on which the round was not held."),
        ({"sold_out_at_how": "between", "sold_out_at_first": "2027-01-01"}, "This time is still to come."),
        ({"sell_out_minutes_first": "-7"}, "Enter a whole number in digits"),
        ({"notice_minutes_how": "exactly", "notice_minutes_first": "999999999"}, "Enter a whole number, at most"),
        ({"held_on_first": "28.10.1026"}, "Enter the day like this"),
    ],
)
def test_what_cannot_be_so_is_said_beside_the_field_and_nothing_typed_is_lost(
    session: Session, member: CheckedClient, typed: dict[str, str], said: str
) -> None:
    answer = fill_and_send(member, NEW, {**TYPED, **typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert TYPED["platform"] in answer.text
    assert not session.scalars(select(Change)).all()


def test_an_announcement_after_the_opening_is_taken(session: Session, member: CheckedClient) -> None:
    late = {"announced_at_how": "exactly", "announced_at_first": "28.10.2026 12:00", "announced_at_last": ""}
    assert fill_and_send(member, NEW, {**TYPED, **late}).status_code == 303


def test_a_stranger_learns_nothing_and_a_reader_may_not(
    session: Session, group: Group, sign_in: SignIn, client: CheckedClient
) -> None:
    stranger, reader = sign_in(AccountRole.ORGANISER), sign_in(AccountRole.ORGANISER, group_slug=group.slug)
    member = session.scalars(select(GroupMember).where(GroupMember.group_id == group.id)).one()
    member.role = GroupRole.READER
    session.commit()
    assert stranger.get(NEW).status_code == 404
    assert reader.get(NEW).status_code == 403
    assert client.get(NEW).status_code == 303
    assert sign_in(AccountRole.MODERATOR).get(NEW).status_code == 403


@pytest.mark.parametrize("sent", ["", "x", "00000000-0000-0000-0000-00000000000g"])
def test_a_form_without_a_good_id_is_refused(session: Session, member: CheckedClient, sent: str) -> None:
    assert fill_and_send(member, NEW, {**TYPED, "round_id": sent}).status_code == 422


def test_an_id_of_somebody_elses_round_is_refused(session: Session, member: CheckedClient) -> None:
    other = session.scalars(select(Round.id)).first()
    assert fill_and_send(member, NEW, {**TYPED, "round_id": str(other)}).status_code == 403
