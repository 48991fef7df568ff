"""A group changes facts and timeline of a round: each change is public history, and of two editors none loses words."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.datastructures import MultiDict

from complaints.database import reads_only
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.errors import StaleVersion
from complaints.domain.rounds import RoundState
from complaints.models import Account, Change, Group, GroupRound, Round, RoundEvent, new_id
from complaints.rounds.editing import actions, queries
from tests.rounds.typing_facts import EDIT, EVENT, EVENTS, HISTORY, NEW, SLUG, TYPED
from tests.support import filings
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send, filled_in
from tests.support.groups import make_group

SignIn = Callable[..., CheckedClient]


@pytest.fixture
def other(sign_in: SignIn, session: Session, owner: CheckedClient, clock: Clock) -> CheckedClient:
    """Of another group that is attached to the same round."""
    providers = make_group(session, "providers", "Өнім берушілер", clock)
    session.add(GroupRound(group_id=providers.id, round_id=the_round(session).id))
    session.commit()
    return sign_in(AccountRole.ORGANISER, group_slug="providers")


def the_round(session: Session) -> Round:
    session.expire_all()
    return session.scalars(select(Round).where(Round.slug == SLUG)).one()


def opened(client: CheckedClient, path: str = EDIT) -> MultiDict[str, str]:
    return filled_in(client.get(path).text, path)


def changes(session: Session) -> list[Change]:
    session.expire_all()
    return list(session.scalars(select(Change).order_by(Change.at, Change.id)))


def test_a_changed_fact_stands_in_the_public_history_with_before_and_after(
    session: Session, owner: CheckedClient, client: CheckedClient, clock: Clock
) -> None:
    clock.advance(hours=1)
    typed = {"places_announced": "3600", "state": "annulled", "opened_at_how": "unknown", "opened_at_first": ""}
    assert fill_and_send(owner, EDIT, typed).status_code == 303
    assert the_round(session).state is RoundState.ANNULLED
    change = changes(session)[-1]
    assert change.before == {"places_announced": 3500, "state": "closed", "opened_at": ["2026-10-28T05:07+00:00"] * 2}
    assert change.after == {"places_announced": 3600, "state": "annulled", "opened_at": None}
    page = client.get(HISTORY).text
    for words in ("The group Ақтау ата-аналары", "3,500", "3,600", "Annulled", "28 October 2026, 10:07", "Round added"):
        assert words in page
    assert "@example.com" not in page.partition("<footer")[0]
    assert HISTORY in client.get(f"/en/rounds/{SLUG}/").text


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_history_is_there_in_each_language(owner: CheckedClient, client: CheckedClient, lang: str) -> None:
    page = client.get(HISTORY.replace("/en/", f"/{lang}/"))
    assert page.status_code == 200
    assert "Ақтау ата-аналары" in page.text


def test_a_save_sent_twice_is_saved_once(session: Session, owner: CheckedClient) -> None:
    fields = opened(owner)
    fields["places_announced"] = "10"
    assert [owner.post(EDIT, data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(changes(session)) == 2


def test_the_second_of_two_editors_sees_what_the_other_saved_and_keeps_what_was_typed(
    session: Session, owner: CheckedClient, other: CheckedClient
) -> None:
    their_page = EDIT.replace("parents", "providers")
    mine, theirs = opened(owner), opened(other, their_page)
    theirs["places_announced"], theirs["platform"] = "3000", "egov"
    assert other.post(their_page, data=theirs).status_code == 303
    mine["places_announced"], mine["summary_kk"], mine["summary_ru"] = "4000", "Орын жоқ", "Мест нет"
    answer = owner.post(EDIT, data=mine)
    assert answer.status_code == 409
    assert "The group Өнім берушілер changed this while you were typing." in answer.text
    table = answer.text.partition("Saved meanwhile")[2].partition("</table>")[0]
    assert "4,000" in table
    assert "3,000" in table
    assert "egov" in table
    assert "Орын жоқ" not in table
    again = filled_in(answer.text, EDIT)
    assert (again["places_announced"], again["summary_kk"], again["platform"]) == ("4000", "Орын жоқ", "egov")
    assert owner.post(EDIT, data=again).status_code == 303
    round_ = the_round(session)
    assert (round_.places_announced, round_.platform, round_.summary_ru) == (4000, "egov", "Мест нет")


def test_a_new_event_is_no_conflict_for_who_changes_facts(session: Session, owner: CheckedClient) -> None:
    fields = opened(owner)
    fill_and_send(owner, f"{EVENTS}new", EVENT)
    fields["places_announced"] = "10"
    assert owner.post(EDIT, data=fields).status_code == 303
    assert the_round(session).places_announced == 10


@pytest.mark.parametrize("base", ["", "x", "[]", "[" * 9000, '{"state": 5}'])
def test_a_form_that_hides_what_it_was_opened_on_conflicts_when_it_is_stale(
    session: Session, owner: CheckedClient, base: str
) -> None:
    fields = opened(owner)
    fill_and_send(owner, EDIT, {"places_announced": "10"})
    fields["places_announced"], fields["base"] = "20", base
    assert owner.post(EDIT, data=fields).status_code == 409


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 5000, "²"])
def test_an_edit_without_a_good_number_conflicts(session: Session, owner: CheckedClient, number: str) -> None:
    fields = opened(owner)
    fields["places_announced"], fields["edit_number"], fields["base"] = "20", number, "{}"
    assert owner.post(EDIT, data=fields).status_code == 409


def test_a_round_never_repeats_itself_nor_in_a_circle(session: Session, owner: CheckedClient) -> None:
    assert "cannot repeat itself" in fill_and_send(owner, EDIT, {"repeats": SLUG}).text
    fill_and_send(owner, NEW, {**TYPED, "repeats": SLUG})
    circle = fill_and_send(owner, EDIT, {"repeats": f"{SLUG}-2"})
    assert circle.status_code == 422
    assert "in a circle" in circle.text


def test_both_dossiers_say_which_repeats_which(owner: CheckedClient, client: CheckedClient) -> None:
    fill_and_send(owner, NEW, {**TYPED, "repeats": SLUG})
    first, second = client.get(f"/en/rounds/{SLUG}/").text, client.get(f"/en/rounds/{SLUG}-2/").text
    assert "This round was repeated:" in first
    assert f"/en/rounds/{SLUG}-2/" in first
    assert "repeats this round" in first
    assert "This round repeats:" in second
    assert "repeated by this round" in second


def test_programme_and_region_stay_once_somebody_complained(
    client: CheckedClient, sign_in: SignIn, group: Group
) -> None:
    assert filings.send(client, filings.FORMAL).status_code == 303
    owner = sign_in(AccountRole.ORGANISER, group_slug=group.slug)
    path = "/en/groups/parents/rounds/damu-bala-mangystau-2025-03/edit"
    answer = fill_and_send(owner, path, {"region": "KZ-61", "authority": ""})
    assert answer.status_code == 422
    assert "can no longer change" in answer.text


def test_events_are_added_changed_and_taken_away_by_hand_and_kept_in_the_history(
    session: Session, owner: CheckedClient, client: CheckedClient, clock: Clock
) -> None:
    clock.advance(hours=1)
    assert fill_and_send(owner, f"{EVENTS}new", EVENT).status_code == 303
    [event] = the_round(session).events
    assert f"{event.at:%H:%M}" == "05:07"
    assert event.day_earliest == event.day_latest == date(2026, 10, 28)
    dossier = client.get(f"/ru/rounds/{SLUG}/").text
    assert "Регистрация открылась." in dossier
    assert 'href="https://lada.kz/news/1" rel="noreferrer"' in dossier
    page = f"{EVENTS}{event.id}/edit"
    clock.advance(hours=1)
    changed = {"days_how": "between", "days_first": "27.10.2026", "days_last": "28.10.2026", "text_ru": "Открылась."}
    assert fill_and_send(owner, page, changed).status_code == 303
    [event] = the_round(session).events
    assert (event.at, event.day_earliest, event.text_ru) == (None, date(2026, 10, 27), "Открылась.")
    clock.advance(hours=1)
    away = f"{EVENTS}{event.id}/take-away"
    assert owner.post(away, data=filled_in(owner.get(page).text, away)).status_code == 303
    assert the_round(session).events == []
    history = client.get(HISTORY).text
    assert history.index("Event taken away") < history.index("Event changed") < history.index("Event added")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"source": ""}, "Say where this is known from"),
        ({"text_kk": ""}, "Write in Kazakh what happened."),
        ({"text_ru": ""}, "Write in Russian what happened."),
        ({"source_url": "javascript:alert(1)"}, "Enter a link that begins with https://"),
        ({"source_url": "ftp://lada.kz/1"}, "Enter a link that begins with https://"),
        ({"source_url": "https://lada.kz/a b"}, "Enter a link that begins with https://"),
        ({"kind": "miracle"}, "Choose what kind of event it was."),
        ({"said_by": ""}, "Choose who says so."),
        ({"days_first": "28.10.2026 25:00"}, "Enter the day like this"),
        ({"days_how": "between", "days_first": "28.10.2026", "days_last": "27.10.2026"}, "comes after the second"),
        ({"days_how": "unknown"}, "Something is typed here"),
    ],
)
def test_an_event_that_cannot_be_so_is_refused_with_everything_typed_kept(
    session: Session, owner: CheckedClient, typed: dict[str, str], said: str
) -> None:
    answer = fill_and_send(owner, f"{EVENTS}new", {**EVENT, **typed})
    assert answer.status_code == 422
    assert said in answer.text
    kept = filled_in(answer.text, f"{EVENTS}new")
    assert all(kept[name] == value for name, value in {**EVENT, **typed}.items() if name not in ("kind", "said_by"))
    assert the_round(session).events == []


def test_an_event_sent_twice_is_added_once(session: Session, owner: CheckedClient) -> None:
    fields = opened(owner, f"{EVENTS}new")
    for name, value in EVENT.items():
        fields[name] = value
    assert [owner.post(f"{EVENTS}new", data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(the_round(session).events) == 1


def test_the_second_editor_of_an_event_sees_the_first_ones_words(session: Session, owner: CheckedClient) -> None:
    fill_and_send(owner, f"{EVENTS}new", EVENT)
    page = f"{EVENTS}{the_round(session).events[0].id}/edit"
    mine = opened(owner, page)
    fill_and_send(owner, page, {"text_ru": "Иначе."})
    mine["text_ru"] = "По-моему."
    answer = owner.post(page, data=mine)
    assert answer.status_code == 409
    assert "Иначе." in answer.text
    again = filled_in(answer.text, page)
    assert again["text_ru"] == "По-моему."
    assert owner.post(page, data=again).status_code == 303
    assert the_round(session).events[0].text_ru == "По-моему."


def test_an_event_that_changed_meanwhile_is_not_taken_away_unseen(session: Session, owner: CheckedClient) -> None:
    fill_and_send(owner, f"{EVENTS}new", EVENT)
    event_id = the_round(session).events[0].id
    page, away = f"{EVENTS}{event_id}/edit", f"{EVENTS}{event_id}/take-away"
    seen = filled_in(owner.get(page).text, away)
    fill_and_send(owner, page, {"text_ru": "Иначе."})
    assert owner.post(away, data=seen).status_code == 409
    assert len(the_round(session).events) == 1


def test_the_timeline_goes_by_time_then_by_position(
    session: Session, owner: CheckedClient, client: CheckedClient
) -> None:
    for at, words in (
        ("28.10.2026 11:00", "третье"), ("28.10.2026 09:30", "второе"), ("29.10.2026", "четвёртое"),
        ("27.10.2026", "первое"),
    ):  # fmt: skip
        fill_and_send(owner, f"{EVENTS}new", {**EVENT, "days_first": at, "text_ru": words})
    fill_and_send(owner, f"{EVENTS}new", {**EVENT, "days_how": "unknown", "days_first": "", "text_ru": "пятое"})
    shown = re.findall("первое|второе|третье|четвёртое|пятое", client.get(f"/ru/rounds/{SLUG}/").text)
    assert shown == ["первое", "пятое", "второе", "третье", "четвёртое"]


def test_only_members_of_an_attached_group_edit(
    session: Session, owner: CheckedClient, sign_in: SignIn, clock: Clock
) -> None:
    make_group(session, "strangers", "Бөгде", clock)
    stranger = sign_in(AccountRole.ORGANISER, group_slug="strangers")
    assert stranger.get(EDIT).status_code == 404
    assert stranger.get(EDIT.replace("parents", "strangers")).status_code == 404
    assert stranger.get(f"{EVENTS.replace('parents', 'strangers')}new").status_code == 404
    assert owner.get(f"{EVENTS}{new_id()}/edit").status_code == 404


def test_of_two_saves_at_once_one_is_kept_and_the_other_told(
    session: Session, sessions: sessionmaker[Session], owner: CheckedClient, group: Group, clock: Clock
) -> None:
    account_id = session.scalars(select(Account.id).where(Account.role == AccountRole.ORGANISER)).one()
    viewer = Viewer(account_id, AccountRole.ORGANISER, groups={group.id: GroupRole.OWNER})
    round_id, number, group_id = the_round(session).id, the_round(session).edit_number, group.id
    session.commit()
    start, ends = threading.Barrier(3), []

    def work(places: int) -> None:
        reads_only(False)
        start.wait()
        with sessions() as own:
            round_ = own.get_one(Round, round_id)
            facts = queries.facts_of(own, round_)
            changed = type(facts)(**{**vars(facts), "places_announced": places})
            try:
                actions.edit_round(
                    own, viewer=viewer, group=own.get_one(Group, group_id), round_=round_, facts=changed,
                    edit_number=number, now=clock.now + timedelta(hours=1),
                )  # fmt: skip
                own.commit()
                ends.append("saved")
            except StaleVersion:
                ends.append("told")

    threads = [threading.Thread(target=work, args=(places,)) for places in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(ends) == ["saved", "told", "told"]
    assert len(changes(session)) == 2


def test_two_rounds_that_would_repeat_each_other_at_once_never_do(
    session: Session, sessions: sessionmaker[Session], owner: CheckedClient, group: Group, clock: Clock
) -> None:
    fill_and_send(owner, NEW, TYPED)
    account_id = session.scalars(select(Account.id).where(Account.role == AccountRole.ORGANISER)).one()
    viewer = Viewer(account_id, AccountRole.ORGANISER, groups={group.id: GroupRole.OWNER})
    group_id = group.id
    session.commit()
    start, ends = threading.Barrier(2), []

    def work(slug: str, repeats: str) -> None:
        reads_only(False)
        start.wait()
        with sessions() as own:
            round_ = own.scalars(select(Round).where(Round.slug == slug)).one()
            facts = queries.facts_of(own, round_)
            changed = type(facts)(**{**vars(facts), "repeats": repeats})
            try:
                actions.edit_round(
                    own, viewer=viewer, group=own.get_one(Group, group_id), round_=round_, facts=changed,
                    edit_number=round_.edit_number, now=clock.now,
                )  # fmt: skip
                own.commit()
                ends.append("saved")
            except actions.Refused:
                ends.append("refused")

    pairs = [(SLUG, f"{SLUG}-2"), (f"{SLUG}-2", SLUG)]
    threads = [threading.Thread(target=work, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(ends) == ["refused", "saved"]


def test_the_same_new_round_sent_twice_at_once_is_made_once(
    session: Session, sessions: sessionmaker[Session], owner: CheckedClient, group: Group, clock: Clock
) -> None:
    account_id = session.scalars(select(Account.id).where(Account.role == AccountRole.ORGANISER)).one()
    viewer = Viewer(account_id, AccountRole.ORGANISER, groups={group.id: GroupRole.OWNER})
    facts, group_id, round_id = queries.facts_of(session, the_round(session)), group.id, new_id()
    session.commit()
    start, made = threading.Barrier(3), []

    def work() -> None:
        reads_only(False)
        start.wait()
        with sessions() as own:
            round_ = actions.create_round(
                own, viewer=viewer, group=own.get_one(Group, group_id), facts=facts, round_id=round_id, now=clock.now
            )
            own.commit()
            made.append(round_.slug)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert made == [f"{SLUG}-2"] * 3
    assert len(changes(session)) == 2
    assert session.scalars(select(RoundEvent).where(RoundEvent.round_id == round_id)).all() == []
