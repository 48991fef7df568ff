"""A moderator undoes one change of a public fact; undoing the entry of a round hides it; all stays in the log."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from complaints.database import reads_only
from complaints.domain.access import AccountRole, Viewer
from complaints.domain.changes import Subject
from complaints.models import Account, Change, Complaint, Round, new_id
from complaints.rounds.history import actions
from tests.rounds.typing_facts import EDIT, EVENT, EVENTS, HISTORY, SLUG
from tests.support import filings
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send, filled_in

SignIn = Callable[..., CheckedClient]
DOSSIER = f"/en/rounds/{SLUG}/"


@pytest.fixture
def moderator(sign_in: SignIn) -> CheckedClient:
    return sign_in(AccountRole.MODERATOR)


@pytest.fixture
def edit(owner: CheckedClient, clock: Clock) -> Callable[..., None]:
    """`edit(platform="egov")`: one change, a minute after the one before."""

    def change(**typed: str) -> None:
        clock.advance(minutes=1)
        assert fill_and_send(owner, EDIT, typed).status_code == 303

    return change


def the_round(session: Session) -> Round:
    session.expire_all()
    return session.scalars(select(Round).where(Round.slug == SLUG)).one()


def logged(session: Session) -> list[Change]:
    session.expire_all()
    return list(session.scalars(select(Change).order_by(Change.at, Change.id)))


def undo(client: CheckedClient, session: Session, place: int, clock: Clock) -> TestResponse:
    """Press the button beside this entry of the log; 0 is the creation."""
    address = f"{HISTORY}/{logged(session)[place].id}/undo"
    clock.advance(minutes=1)
    token = filled_in(client.get("/en/about").text, "/en/account/sign-out")
    return client.post(address, data=token)


def test_undoing_puts_back_what_stood_before_and_is_itself_in_the_history(
    session: Session, moderator: CheckedClient, client: CheckedClient, edit: Callable[..., None], clock: Clock
) -> None:
    edit(platform="egov", places_announced="9")
    assert undo(moderator, session, 1, clock).status_code == 303
    assert (the_round(session).platform, the_round(session).places_announced) == ("Даму Бала сайты", 3500)
    page = client.get(HISTORY).text
    assert "A change was undone" in page
    assert "A moderator" in page
    assert "Undone" in page
    assert "Undo this change" not in page
    assert "Undo this change" in moderator.get(HISTORY).text


def test_an_undoing_is_undone_once(
    session: Session, moderator: CheckedClient, edit: Callable[..., None], clock: Clock
) -> None:
    edit(platform="egov")
    assert undo(moderator, session, 1, clock).status_code == 303
    assert undo(moderator, session, 1, clock).status_code == 409
    assert undo(moderator, session, 2, clock).status_code == 303
    assert the_round(session).platform == "egov"
    refused = undo(moderator, session, 2, clock)
    assert refused.status_code == 409
    assert "This change was undone already." in refused.text


def test_a_change_under_a_later_one_of_the_same_fact_stays_and_the_later_one_is_named(
    session: Session, moderator: CheckedClient, edit: Callable[..., None], clock: Clock
) -> None:
    edit(platform="egov")
    edit(platform="kundelik", places_announced="9")
    refused = undo(moderator, session, 1, clock)
    assert refused.status_code == 409
    assert "The same facts were changed later: 23 November 2026, 10:02, Facts changed, The group Ақтау" in refused.text
    assert the_round(session).platform == "kundelik"
    assert undo(moderator, session, 2, clock).status_code == 303
    assert undo(moderator, session, 1, clock).status_code == 303
    assert the_round(session).platform == "Даму Бала сайты"


def test_there_and_back_by_hand_is_a_later_change_too(
    session: Session, moderator: CheckedClient, edit: Callable[..., None], clock: Clock
) -> None:
    for platform in ("egov", "kundelik", "egov"):
        edit(platform=platform)
    assert undo(moderator, session, 1, clock).status_code == 409


def test_a_later_change_of_other_facts_is_no_hindrance(
    session: Session, moderator: CheckedClient, edit: Callable[..., None], clock: Clock
) -> None:
    edit(platform="egov")
    edit(places_announced="9")
    assert undo(moderator, session, 1, clock).status_code == 303
    assert (the_round(session).platform, the_round(session).places_announced) == ("Даму Бала сайты", 9)


def test_events_come_and_go_by_undoing(
    session: Session, owner: CheckedClient, moderator: CheckedClient, clock: Clock
) -> None:
    clock.advance(minutes=1)
    fill_and_send(owner, f"{EVENTS}new", EVENT)
    [event] = the_round(session).events
    clock.advance(minutes=1)
    fill_and_send(owner, f"{EVENTS}{event.id}/edit", {"text_ru": "Иначе."})
    assert undo(moderator, session, 1, clock).status_code == 409, "it was changed later"
    assert undo(moderator, session, 2, clock).status_code == 303
    assert [one.text_ru for one in the_round(session).events] == [EVENT["text_ru"]]
    assert undo(moderator, session, 1, clock).status_code == 303
    assert the_round(session).events == []
    assert undo(moderator, session, 4, clock).status_code == 303
    [back] = the_round(session).events
    assert (back.text_ru, f"{back.at:%H:%M}", back.source_url) == (EVENT["text_ru"], "05:07", EVENT["source_url"])


def test_undoing_the_entry_of_a_round_hides_it_and_undoing_that_shows_it_again(
    session: Session, owner: CheckedClient, moderator: CheckedClient, client: CheckedClient, clock: Clock
) -> None:
    assert undo(moderator, session, 0, clock).status_code == 303
    gone = client.get(DOSSIER)
    assert gone.status_code == 410
    assert "A moderator took it back" in gone.text
    for path in ("history", "complaints"):
        assert client.get(f"{DOSSIER}{path}").status_code == 410
    assert client.get(f"{DOSSIER}complain").status_code == 404
    for page in ("/en/", "/en/rounds/", "/en/rounds/?words=октябрь", "/en/regions/mangystau/"):
        assert SLUG not in client.get(page).text
    assert SLUG not in owner.get("/en/groups/parents/").text
    assert owner.get(EDIT).status_code == 404
    assert moderator.get(HISTORY).status_code == 200
    assert "Undo this change" in moderator.get("/en/moderation/changes").text
    assert undo(moderator, session, 1, clock).status_code == 303
    assert client.get(DOSSIER).status_code == 200
    assert client.get(f"{DOSSIER}complain").status_code == 200


def test_a_round_that_people_complained_about_is_not_hidden(
    session: Session, owner: CheckedClient, moderator: CheckedClient, client: CheckedClient, clock: Clock
) -> None:
    assert fill_and_send(client, f"{DOSSIER}complain", filings.FORMAL).status_code == 303
    refused = undo(moderator, session, 0, clock)
    assert refused.status_code == 409
    assert "it cannot be hidden" in refused.text
    assert client.get(DOSSIER).status_code == 200


def test_a_form_that_was_open_when_the_round_was_hidden_is_not_taken(
    session: Session, client: CheckedClient, owner: CheckedClient, moderator: CheckedClient, clock: Clock
) -> None:
    form = filings.form_path(round_slug=SLUG)
    typed = {**filled_in(client.get(form).text, form), **filings.EVIDENCE}
    undo(moderator, session, 0, clock)
    assert client.post(form, data=typed).status_code == 404
    assert session.scalars(select(Complaint)).all() == []


def test_nobody_but_a_moderator_undoes(
    session: Session, owner: CheckedClient, client: CheckedClient, sign_in: SignIn, clock: Clock
) -> None:
    address = f"{HISTORY}/{logged(session)[0].id}/undo"
    assert client.post(address).status_code == 400
    for role in (AccountRole.ORGANISER, AccountRole.OFFICIAL, AccountRole.OPERATOR):
        other = sign_in(role)
        token = filled_in(other.get("/en/about").text, "/en/account/sign-out")
        assert other.post(address, data=token).status_code == 403
        assert other.get("/en/moderation/changes").status_code == 403
    assert the_round(session).hidden_at is None


def test_a_change_is_undone_only_under_its_own_round(
    session: Session, owner: CheckedClient, moderator: CheckedClient
) -> None:
    token = filled_in(moderator.get("/en/about").text, "/en/account/sign-out")
    other = f"/en/rounds/damu-bala-mangystau-2025-03/history/{logged(session)[0].id}/undo"
    assert moderator.post(other, data=token).status_code == 404
    assert moderator.post(f"{HISTORY}/{new_id()}/undo", data=token).status_code == 404


def test_the_list_of_changes_shows_fifty_a_page_of_all_rounds(
    session: Session, owner: CheckedClient, moderator: CheckedClient, clock: Clock
) -> None:
    round_ = the_round(session)
    for number in range(60):
        session.add(
            Change(
                id=new_id(), at=clock() + timedelta(minutes=number + 1), subject=Subject.ROUND, key=SLUG,
                round_id=round_.id, before={"platform": f"p{number}"}, after={"platform": f"p{number + 1}"},
            )
        )  # fmt: skip
    session.commit()
    first, second = (moderator.get(f"/en/moderation/changes?page={page}").text for page in (1, 2))
    assert (first.count('id="change-'), second.count('id="change-')) == (50, 11)
    assert "Site administrator" in first
    assert moderator.get(f"{HISTORY}?page=2").text.count('id="change-') == 11
    assert moderator.get(f"{HISTORY}?page=999").text.count('id="change-') == 11


def test_a_round_of_the_reference_data_says_where_it_came_from(client: CheckedClient) -> None:
    page = client.get("/en/rounds/damu-bala-mangystau-2025-03/history").text
    assert "The round came with the reference data of this site" in page


@pytest.mark.parametrize("value", [None, "", "not a date", ["x", 1, 2], {"a": 1}, 5, True, "ghost"])
@pytest.mark.parametrize(
    "fact", ["opened_at", "held_on", "state", "repeats", "unheard_of", "notice_minutes", "name_kk"]
)
def test_the_history_shows_whatever_the_log_holds(
    session: Session, owner: CheckedClient, client: CheckedClient, fact: str, value: object, clock: Clock
) -> None:
    session.add(
        Change(
            id=new_id(), at=clock(), subject=Subject.ROUND, key=SLUG, round_id=the_round(session).id,
            before={fact: value}, after={fact: "x"},
        )
    )  # fmt: skip
    session.commit()
    assert client.get(HISTORY).status_code == 200


def test_of_two_moderators_at_once_one_undoes(
    session: Session, sessions: sessionmaker[Session], sign_in: SignIn, edit: Callable[..., None], clock: Clock
) -> None:
    edit(platform="egov")
    for _ in range(2):
        sign_in(AccountRole.MODERATOR)
    people = session.scalars(select(Account.id).where(Account.role == AccountRole.MODERATOR)).all()
    change_id = logged(session)[1].id
    session.commit()
    start, ends = threading.Barrier(2), []

    def work(account_id: object) -> None:
        reads_only(False)
        start.wait()
        with sessions() as own:
            round_ = own.scalars(select(Round).where(Round.slug == SLUG)).one()
            viewer = Viewer(account_id, AccountRole.MODERATOR)  # type: ignore[arg-type]
            try:
                actions.undo_change(own, viewer=viewer, round_=round_, change_id=change_id, now=clock())
                own.commit()
                ends.append("undone")
            except actions.CannotUndo:
                ends.append("told")

    threads = [threading.Thread(target=work, args=(account_id,)) for account_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(ends) == ["told", "undone"]
    assert len(logged(session)) == 3


def test_a_merged_round_leads_to_the_one_it_became(
    session: Session, owner: CheckedClient, client: CheckedClient
) -> None:
    target = session.scalars(select(Round).where(Round.slug == filings.ROUND)).one()
    the_round(session).merged_into_id = target.id
    session.commit()
    for path in ("", "complaints"):
        answer = client.get(f"{DOSSIER}{path}")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"/en/rounds/{filings.ROUND}/{path}"
    assert SLUG not in client.get("/en/rounds/").text
    assert owner.get(EDIT).status_code == 404
