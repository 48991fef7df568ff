"""Two rounds that are one: everything moves, nothing is lost, also when somebody files at the same moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from complaints import merging
from complaints.departures import leave
from complaints.domain.access import AccountRole, Viewer
from complaints.domain.changes import Subject
from complaints.domain.complaint import Departure
from complaints.domain.errors import RoundMerged, Unsuitable
from complaints.domain.moderation import LikenessState
from complaints.domain.rounds import EventKind, RoundState, SaidBy
from complaints.filing.actions import file_complaint
from complaints.models import (
    Change,
    Complaint,
    ComplaintGroup,
    Group,
    GroupRound,
    Likeness,
    Petition,
    PublicText,
    Round,
    RoundEvent,
    Tally,
    new_id,
)
from complaints.petitions.actions import start_petition
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import attach_group, confirm_all, editor_of, freeze, hand_in
from tests.support.filings import EVIDENCE, FORMAL, form_path, open_receipt, send
from tests.support.forms import fill_and_send, filled_in
from tests.support.recount import assert_true_counters, kept
from tests.support.released import Filers

Sessions = sessionmaker[Session]
Deed = Callable[[Session], object]
OPERATOR = Viewer(None, AccountRole.OPERATOR)
TWIN = "damu-bala-aktau-2025-03"


@pytest.fixture
def filers(app: Flask, session: Session, clock: Clock) -> Filers:
    return Filers(app, session, clock)


@pytest.fixture
def goes(filers: Filers) -> Round:
    """The round that people filed about."""
    return filers.round


@pytest.fixture
def stays(session: Session, goes: Round) -> Round:
    return make_round(session, goes, TWIN)


def make_round(session: Session, like: Round, slug: str) -> Round:
    made = Round(
        id=new_id(),
        slug=slug,
        programme_slug=like.programme_slug,
        region_code=like.region_code,
        authority_id=like.authority_id,
        name_kk="Даму Бала, Ақтау",
        name_ru="Даму Бала, Актау",
        name_en="Damu Bala, Aktau",
        platform="Даму Бала",
        state=RoundState.CLOSED,
        takes_complaints=True,
    )
    session.add(made)
    session.commit()
    return made


def merged(session: Session, goes: Round, stays: Round, clock: Clock) -> merging.Effect:
    effect = merging.merge(session, goes, stays, viewer=OPERATOR, now=clock())
    session.commit()
    return effect


def test_everything_moves_and_the_counters_equal_a_recount(
    session: Session, filers: Filers, goes: Round, stays: Round, clock: Clock
) -> None:
    filers.release("Орын бірден бітіп қалды, ешкім үлгермеді.")
    filers.file(consent_publish=True, narrative="Хабарландыру кеш шықты.")
    gone = filers.file()
    leave(session, gone, Departure.WITHDRAWN, now=clock())
    session.commit()
    filers.round = stays
    filers.file()
    before = kept(session, goes.id)[("all", "all")] + kept(session, stays.id)[("all", "all")]
    looked = merging.look(session, goes, stays)
    effect = merged(session, goes, stays, clock)
    assert effect == looked
    assert (effect.complaints, effect.texts) == (3, 2)
    for round_id in (goes.id, stays.id):
        assert_true_counters(session, round_id)
    assert kept(session, stays.id)[("all", "all")] == before == 3
    assert kept(session, goes.id) == {}
    assert set(session.scalars(select(Complaint.round_id))) == {stays.id}
    assert set(session.scalars(select(PublicText.round_id))) == {stays.id}


def test_what_moderators_decided_stays_in_the_figures(
    session: Session, filers: Filers, goes: Round, stays: Round, clock: Clock
) -> None:
    session.add(Tally(round_id=goes.id, dimension="released", key="all", complaints=2))
    session.add(Tally(round_id=stays.id, dimension="released", key="all", complaints=3))
    merged(session, goes, stays, clock)
    assert session.get_one(Tally, (stays.id, "released", "all")).complaints == 5


def test_groups_petitions_and_consents_come_along_and_frozen_versions_stay(
    app: Flask, session: Session, client: CheckedClient, goes: Round, stays: Round, clock: Clock
) -> None:
    group = attach_group(session, now=clock())
    open_receipt(client, send(client, FORMAL))
    confirm_all(session, now=clock())
    version = freeze(app, session, group, now=clock())
    submission = hand_in(session, version, group, now=clock())
    content, registered = dict(version.content), submission.registered_on
    named = session.execute(select(ComplaintGroup.complaint_id, ComplaintGroup.group_id)).all()
    assert named
    effect = merged(session, goes, stays, clock)
    assert (effect.petitions, effect.groups) == (1, 1)
    assert session.execute(select(ComplaintGroup.complaint_id, ComplaintGroup.group_id)).all() == named
    assert session.execute(select(GroupRound.round_id)).all() == [(stays.id,)]
    session.refresh(version)
    session.refresh(submission)
    assert (version.content, submission.registered_on) == (content, registered)
    assert session.scalars(select(Petition)).one().round_id == stays.id


def test_a_group_of_both_rounds_is_attached_once(session: Session, goes: Round, stays: Round, clock: Clock) -> None:
    group = attach_group(session, now=clock())
    session.add(GroupRound(group_id=group.id, round_id=stays.id))
    effect = merged(session, goes, stays, clock)
    assert effect.groups == 0
    assert session.execute(select(GroupRound.group_id, GroupRound.round_id)).all() == [(group.id, stays.id)]


def add_event(session: Session, round_: Round, position: int, day: date | None, text: str, source: str = "") -> None:
    session.add(
        RoundEvent(
            id=new_id(),
            round_id=round_.id,
            position=position,
            kind=EventKind.OTHER,
            said_by=SaidBy.PRESS,
            day_earliest=day,
            day_latest=day,
            text_kk=text,
            text_ru=text,
            text_en=text,
            source=source,
        )
    )


def test_events_are_taken_over_by_day_with_their_sources_and_doubles_are_dropped(
    session: Session, filers: Filers, stays: Round, clock: Clock
) -> None:
    goes = make_round(session, stays, "third")
    first, second, third = (date(2025, 3, day) for day in (28, 29, 31))
    add_event(session, stays, 1, first, "announced")
    add_event(session, stays, 2, third, "answered")
    add_event(session, goes, 1, first, "announced ", source="tumba.kz")
    add_event(session, goes, 2, second, "sold out", source="lada.kz")
    add_event(session, goes, 3, None, "no day known")
    effect = merged(session, goes, stays, clock)
    assert (effect.events, effect.events_dropped) == (3 - 1, 1)
    session.expire_all()
    told = [(event.position, event.text_kk, event.source) for event in stays.events]
    assert told == [
        (1, "announced", "tumba.kz"),
        (2, "sold out", "lada.kz"),
        (3, "no day known", ""),
        (4, "answered", ""),
    ]


def test_both_histories_keep_the_merger(session: Session, goes: Round, stays: Round, clock: Clock) -> None:
    merged(session, goes, stays, clock)
    kept_changes = {change.key: change for change in session.scalars(select(Change))}
    assert set(kept_changes) == {goes.slug, stays.slug}
    assert all(change.subject is Subject.ROUND for change in kept_changes.values())
    assert (kept_changes[goes.slug].after or {})["merged_into"] == stays.slug
    assert (kept_changes[stays.slug].after or {})["merged_from"] == goes.slug
    assert {change.round_id for change in kept_changes.values()} == {goes.id, stays.id}


def test_a_round_that_others_repeat_or_lead_to_passes_that_on(
    session: Session, goes: Round, stays: Round, clock: Clock
) -> None:
    again, older, before = (make_round(session, goes, slug) for slug in ("again", "older", "before"))
    again.repeats_id, goes.repeats_id = goes.id, before.id
    session.commit()
    merged(session, older, goes, clock)
    merged(session, goes, stays, clock)
    session.expire_all()
    assert again.repeats_id == stays.id
    assert stays.repeats_id == before.id
    assert older.merged_into_id == goes.merged_into_id == stays.id
    found = merging.find_standing(session, "older")
    assert found is not None
    assert found.id == stays.id


@pytest.mark.parametrize("why", ["same", "merged", "hidden", "repeats"])
def test_what_cannot_be_one_is_refused(session: Session, goes: Round, stays: Round, clock: Clock, why: str) -> None:
    target = goes if why == "same" else stays
    if why == "hidden":
        stays.hidden_at = clock()
    if why == "repeats":
        between = make_round(session, goes, "between")
        stays.repeats_id, between.repeats_id = between.id, goes.id
    if why == "merged":
        merged(session, make_round(session, goes, "third"), goes, clock)
        merged(session, goes, stays, clock)
    session.commit()
    with pytest.raises(Unsuitable) as refused:
        merging.merge(session, goes, target, viewer=OPERATOR, now=clock())
    assert refused.value.what == why


def test_two_rounds_cannot_vanish_into_each_other(session: Session, goes: Round, stays: Round, clock: Clock) -> None:
    merged(session, goes, stays, clock)
    with pytest.raises(Unsuitable):
        merging.merge(session, stays, goes, viewer=OPERATOR, now=clock())


def test_equal_texts_of_both_rounds_are_found_and_decisions_stay(
    session: Session, filers: Filers, goes: Round, stays: Round, clock: Clock, work: Callable[[], int]
) -> None:
    words = "Біз таңғы онда кірдік, бірақ бір минуттан кейін барлық орын бітіп қалды, ешкімге хабарланбады."
    filers.file(narrative=words)
    filers.file(narrative=words)
    filers.round = stays
    filers.file(narrative=words)
    work()
    mark = session.scalars(select(Likeness)).one()
    mark.state = LikenessState.DISMISSED
    session.commit()
    merged(session, goes, stays, clock)
    clock.advance(minutes=1)
    work()
    session.expire_all()
    marks = session.scalars(select(Likeness)).all()
    assert sorted(mark.state for mark in marks) == [LikenessState.DISMISSED, LikenessState.OPEN]
    assert {mark.round_id for mark in marks} == {stays.id}
    assert len({mark.earlier_id for mark in marks}) == 1


# At the same moment


def at_the_same_time(sessions: Sessions, first: Deed, second: Deed) -> list[Exception]:
    """The first deed is done and not committed when the second begins; the second has to wait. What the second
    raised.
    """
    raised: list[Exception] = []

    def follow() -> None:
        with sessions() as other:
            try:
                second(other)
                other.commit()
            except (RoundMerged, Unsuitable) as error:
                raised.append(error)

    with sessions() as one:
        first(one)
        thread = Thread(target=follow)
        thread.start()
        time.sleep(0.5)
        assert thread.is_alive(), "the second did not wait"
        one.commit()
    thread.join(timeout=10)
    assert not thread.is_alive()
    return raised


@pytest.fixture
def deeds(app: Flask, session: Session, filers: Filers, goes: Round, stays: Round, clock: Clock) -> tuple[Deed, Deed]:
    """Merge; file about the round that goes."""
    with app.app_context():
        cipher = context.cipher()
    goes_id, stays_id, draft = goes.id, stays.id, filers._draft()
    session.commit()

    def merge(own: Session) -> None:
        merging.merge(own, own.get_one(Round, goes_id), own.get_one(Round, stays_id), viewer=OPERATOR, now=clock.now)

    def file(own: Session) -> None:
        own.get_one(Round, goes_id)
        own.rollback()
        file_complaint(own, cipher=cipher, draft=replace(draft), token="at-once", now=clock.now)

    return merge, file


def test_who_files_while_rounds_are_merged_is_told_and_nothing_lands_in_the_round_that_went(
    session: Session, sessions: Sessions, deeds: tuple[Deed, Deed], goes: Round, stays: Round
) -> None:
    merge, file = deeds
    [error] = at_the_same_time(sessions, merge, file)
    assert isinstance(error, RoundMerged)
    assert error.slug == stays.slug
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_who_filed_just_before_is_moved_along(
    session: Session, sessions: Sessions, deeds: tuple[Deed, Deed], goes: Round, stays: Round
) -> None:
    merge, file = deeds
    assert at_the_same_time(sessions, file, merge) == []
    assert session.scalars(select(Complaint.round_id)).all() == [stays.id]
    for round_id in (goes.id, stays.id):
        assert_true_counters(session, round_id)


@pytest.mark.parametrize("merge_first", [True, False])
def test_who_withdraws_while_rounds_are_merged_leaves_the_right_figures(
    session: Session,
    sessions: Sessions,
    filers: Filers,
    deeds: tuple[Deed, Deed],
    goes: Round,
    stays: Round,
    clock: Clock,
    merge_first: bool,
) -> None:
    complaint_id = filers.file().id
    merge, _file = deeds
    session.commit()

    def withdraw(own: Session) -> None:
        leave(own, own.get_one(Complaint, complaint_id), Departure.WITHDRAWN, now=clock.now)

    order = (merge, withdraw) if merge_first else (withdraw, merge)
    assert at_the_same_time(sessions, *order) == []
    for round_id in (goes.id, stays.id):
        assert_true_counters(session, round_id)
    assert kept(session, stays.id) == {("left", "withdrawn"): 1}


def test_two_operators_merge_the_same_rounds_once(
    session: Session, sessions: Sessions, filers: Filers, deeds: tuple[Deed, Deed], goes: Round, stays: Round
) -> None:
    filers.file()
    merge, _file = deeds
    session.commit()
    [error] = at_the_same_time(sessions, merge, merge)
    assert isinstance(error, Unsuitable)
    assert error.what == "merged"
    assert_true_counters(session, stays.id)


@pytest.mark.parametrize("merge_first", [True, False])
def test_a_collective_complaint_begun_during_the_merger_is_about_the_round_that_stays(
    session: Session,
    sessions: Sessions,
    deeds: tuple[Deed, Deed],
    goes: Round,
    stays: Round,
    clock: Clock,
    merge_first: bool,
) -> None:
    group_id, goes_id = attach_group(session, now=clock()).id, goes.id
    merge, _file = deeds

    def start(own: Session) -> None:
        group, round_ = own.get_one(Group, group_id), own.get_one(Round, goes_id)
        start_petition(own, viewer=editor_of(group), group=group, round_=round_, now=clock.now)

    session.commit()
    assert at_the_same_time(sessions, *((merge, start) if merge_first else (start, merge))) == []
    assert session.scalars(select(Petition.round_id)).all() == [stays.id]


def test_of_many_who_file_during_the_merger_none_is_lost(
    app: Flask, session: Session, sessions: Sessions, filers: Filers, goes: Round, stays: Round, clock: Clock
) -> None:
    with app.app_context():
        cipher = context.cipher()
    draft, goes_id, stays_id = filers._draft(), goes.id, stays.id
    session.commit()

    def file(number: int) -> UUID:
        """As the form does: told that the round was merged, the person sends once more, to the round that stays."""
        to = goes_id
        while True:
            with sessions() as own:
                try:
                    filed = file_complaint(
                        own, cipher=cipher, draft=replace(draft, round_id=to), token=f"many-{number}", now=clock.now
                    )
                except RoundMerged:
                    to = stays_id
                else:
                    own.commit()
                    return filed.complaint_id

    def merge() -> None:
        time.sleep(0.05)
        with sessions() as own:
            rounds = own.get_one(Round, goes_id), own.get_one(Round, stays_id)
            merging.merge(own, *rounds, viewer=OPERATOR, now=clock.now)
            own.commit()

    with ThreadPoolExecutor(5) as pool:
        filing = [pool.submit(file, number) for number in range(24)]
        pool.submit(merge).result()
        ids = {future.result() for future in filing}
    assert set(session.scalars(select(Complaint.id))) == ids
    assert set(session.scalars(select(Complaint.round_id))) == {stays_id}
    for round_id in (goes_id, stays_id):
        assert_true_counters(session, round_id)
    assert kept(session, stays_id)[("all", "all")] == 24


# The form


def test_the_old_address_of_the_form_leads_to_the_new_one(
    session: Session, client: CheckedClient, goes: Round, stays: Round, clock: Clock
) -> None:
    merged(session, goes, stays, clock)
    answer = client.get(form_path(round_slug=goes.slug))
    assert answer.status_code == 302
    assert answer.location == form_path(round_slug=TWIN)


def test_a_form_that_was_open_during_the_merger_comes_back_whole_and_is_sent_once_more(
    session: Session, client: CheckedClient, goes: Round, stays: Round, clock: Clock
) -> None:
    old = form_path(round_slug=goes.slug)
    fields = filled_in(client.get(old).text, old)
    for name, value in {**EVIDENCE, "narrative": "Үлгермей қалдық."}.items():
        fields.setlist(name, value if isinstance(value, list) else [value])
    merged(session, goes, stays, clock)
    told = client.post(old, data=fields)
    assert told.status_code == 409
    assert "turned out to be the same" in told.text
    assert "Үлгермей қалдық." in told.text
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0
    new = form_path(round_slug=TWIN)
    again = client.post(new, data=filled_in(told.text, new))
    open_receipt(client, again)
    assert session.scalars(select(Complaint.round_id)).all() == [stays.id]
    repeated = client.post(old, data=fields)
    assert repeated.status_code == 303, "sent once more from the old page, it is the same complaint"
    assert session.scalar(select(func.count()).select_from(Complaint)) == 1


def test_a_form_begun_before_the_merger_is_found_at_the_new_address(
    session: Session, client: CheckedClient, goes: Round, stays: Round, clock: Clock
) -> None:
    old = form_path(round_slug=goes.slug)
    kept_form = fill_and_send(client, old, {"narrative": "Басталған мәтін.", "do": "save"})
    assert kept_form.status_code == 200
    merged(session, goes, stays, clock)
    page = client.get(old, follow_redirects=True)
    assert "Басталған мәтін." in page.text


def test_a_group_gets_the_round_that_stays_when_it_was_chosen_too_late(
    session: Session, goes: Round, stays: Round, clock: Clock
) -> None:
    merged(session, goes, stays, clock)
    assert merging.standing(session, goes.id) == stays.id
    with pytest.raises(RoundMerged):
        merging.require_standing(session, goes.id)
