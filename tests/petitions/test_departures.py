"""How a complaint leaves the figures, the drafts and the frozen versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import tallies
from complaints.departures import leave, leave_petitions, step_out
from complaints.domain.access import GroupRole, Viewer
from complaints.domain.complaint import Departure
from complaints.domain.errors import NotFound, SomebodyLeft, TooLate
from complaints.domain.lifecycle import Channel
from complaints.domain.petition import Cut, ExportState
from complaints.models import (
    Account,
    Complaint,
    Export,
    Group,
    Job,
    Petition,
    PetitionVersion,
    Round,
    Submission,
    VersionComplaint,
)
from complaints.petitions import queries
from complaints.petitions.freezing import actions as petitions
from complaints.petitions.standing import is_eligible
from complaints.responses import actions as responses
from complaints.responses.queries import list_filers
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.forms import filled_in
from tests.support.planted import GROUP, PEOPLE
from tests.support.recount import all_kept

pytestmark = pytest.mark.usefixtures("unprinted")

DESK = f"/en/groups/{GROUP}/"
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture
def viewer(owner: CheckedClient, group: Group, session: Session) -> Viewer:
    account = session.scalars(select(Account)).one()
    return Viewer(account.id, account.role, groups={group.id: GroupRole.OWNER})


@pytest.fixture
def version(
    app: Flask, session: Session, viewer: Viewer, group: Group, round_: Round, filed: list[Complaint]
) -> PetitionVersion:
    """Four people in a frozen version whose files are made."""
    with app.app_context():
        made = petitions.freeze_example(
            session, cipher=context.cipher(), viewer=viewer, group=group, round_=round_, now=NOW
        )
    session.commit()
    return made


@pytest.fixture
def printed(version: PetitionVersion, work: Callable[[], int], session: Session) -> PetitionVersion:
    work()
    session.expire_all()
    return version


def figures(session: Session) -> dict[tuple[str, str], int]:
    session.expire_all()
    return {key: count for key, count in all_kept(session).items() if count}


def hand_in(session: Session, viewer: Viewer, version: PetitionVersion) -> None:
    body = version.petition.challenged_body
    assert body is not None
    handed = responses.HandedIn(body.id, Channel.PAPER, date(2026, 11, 23), None, "", None)
    responses.record_submission(
        session, viewer=viewer, version=version, handed=handed, workday_ends=time(18, 30), now=NOW
    )
    session.commit()


def left_at(session: Session, version: PetitionVersion, complaint: Complaint) -> datetime | None:
    session.expire_all()
    return session.get_one(VersionComplaint, (version.id, complaint.id)).left_at


def states(session: Session) -> dict[Cut, set[ExportState]]:
    session.expire_all()
    rows = session.scalars(select(Export)).all()
    return {cut: {row.state for row in rows if row.cut is cut} for cut in Cut}


@pytest.mark.parametrize("how", Departure)
def test_who_leaves_is_in_no_figure_but_that_of_those_who_left(
    session: Session, filed: list[Complaint], how: Departure
) -> None:
    before = figures(session)
    assert before["all", "all"] == 4
    assert leave(session, filed[0], how, now=NOW)
    after = figures(session)
    assert after.pop(("left", how.value)) == 1
    assert after["all", "all"] == 3
    gone = {key: before[key] - after.get(key, 0) for key in before if before[key] != after.get(key, 0)}
    assert set(gone.values()) == {1}
    assert tallies.CONFIRMED in gone
    assert tallies.keys_of(filed[0]) == frozenset()


def test_leaving_again_changes_nothing_and_a_stronger_way_replaces_a_weaker(
    session: Session, filed: list[Complaint]
) -> None:
    for how in (Departure.JOINED, Departure.WITHDRAWN, Departure.ERASED):
        assert leave(session, filed[0], how, now=NOW)
        assert not leave(session, filed[0], how, now=NOW)
        left = {key: number for (dimension, key), number in figures(session).items() if dimension == "left"}
        assert left == {how.value: 1}
    assert not leave(session, filed[0], Departure.WITHDRAWN, now=NOW)
    assert figures(session)["all", "all"] == 3


def test_a_withdrawal_takes_the_names_out_of_a_version_that_is_not_handed_in(
    app: Flask,
    session: Session,
    viewer: Viewer,
    filed: list[Complaint],
    printed: PetitionVersion,
    work: Callable[[], int],
) -> None:
    assert states(session) == {cut: {ExportState.DONE} for cut in Cut}
    official = session.scalars(select(Export).where(Export.cut == Cut.OFFICIAL)).all()
    keys = [export.storage_key for export in official]
    leave(session, filed[1], Departure.WITHDRAWN, now=NOW)
    session.commit()
    assert left_at(session, printed, filed[1]) == NOW
    assert left_at(session, printed, filed[0]) is None
    assert states(session) == {
        Cut.OFFICIAL: {ExportState.REMOVED},
        Cut.PUBLIC: {ExportState.DONE},
        Cut.COUNTER: {ExportState.DONE},
    }
    assert all(export.sha256 and export.storage_key is None for export in official)
    assert {job.payload["key"] for job in session.scalars(select(Job).where(Job.name == "storage.delete"))} == set(keys)
    with pytest.raises(SomebodyLeft):
        hand_in(session, viewer, printed)
    with app.app_context(), pytest.raises(SomebodyLeft):
        petitions.export_petition(session, printed.petition_id, "kk", Cut.OFFICIAL, cipher=context.cipher())  # type: ignore[arg-type]
    assert filed[1].id not in {row.complaint_id for row in printed.petition.chosen}


def test_a_version_frozen_again_holds_those_who_stayed_and_can_be_handed_in(
    app: Flask, session: Session, viewer: Viewer, filed: list[Complaint], printed: PetitionVersion
) -> None:
    step_out(session, printed.petition_id, filed[0], now=NOW)
    session.commit()
    with app.app_context():
        again = petitions.freeze_petition(
            session, cipher=context.cipher(), viewer=viewer, petition=printed.petition, now=NOW + timedelta(hours=1)
        )
    assert again.number == 2
    assert [row.complaint_id for row in queries.list_included(session, again.id)] == [row.id for row in filed[1:]]
    hand_in(session, viewer, again)


def test_files_that_wait_to_be_printed_are_not_printed_for_who_has_left(
    session: Session, filed: list[Complaint], version: PetitionVersion, work: Callable[[], int]
) -> None:
    leave(session, filed[0], Departure.WITHDRAWN, now=NOW)
    session.commit()
    work()
    assert states(session) == {
        Cut.OFFICIAL: {ExportState.REMOVED},
        Cut.PUBLIC: {ExportState.DONE},
        Cut.COUNTER: {ExportState.DONE},
    }


def test_after_the_hand_over_the_files_with_names_go_and_the_rest_stays(
    session: Session, viewer: Viewer, filed: list[Complaint], printed: PetitionVersion
) -> None:
    hand_in(session, viewer, printed)
    with pytest.raises(TooLate):
        step_out(session, printed.petition_id, filed[0], now=NOW)
    leave(session, filed[0], Departure.ERASED, now=NOW)
    assert left_at(session, printed, filed[0]) == NOW
    assert states(session) == {
        Cut.OFFICIAL: {ExportState.REMOVED},
        Cut.PUBLIC: {ExportState.DONE},
        Cut.COUNTER: {ExportState.DONE},
    }
    assert queries.count_included(session, printed.id) == 4


def eligible_ids(session: Session, round_: Round, group: Group, petition_id: int | None = None) -> set[UUID]:
    return set(session.scalars(select(Complaint.id).where(is_eligible(round_.id, group.id, petition_id))))


def test_stepping_out_concerns_one_petition_only(
    app: Flask,
    session: Session,
    viewer: Viewer,
    group: Group,
    round_: Round,
    filed: list[Complaint],
    version: PetitionVersion,
) -> None:
    other = petitions.start_petition(session, viewer=viewer, group=group, round_=round_, now=NOW)
    assert step_out(session, version.petition_id, filed[0], now=NOW)
    assert not step_out(session, version.petition_id, filed[0], now=NOW)
    session.expire_all()
    assert filed[0].id in {row.complaint_id for row in other.chosen}
    eligible = {
        petition: filed[0].id in eligible_ids(session, round_, group, petition)
        for petition in (version.petition_id, other.id, None)
    }
    assert eligible == {version.petition_id: False, other.id: True, None: True}
    assert figures(session)["all", "all"] == 4


def test_nobody_steps_out_of_a_petition_that_has_not_chosen_them(session: Session, filed: list[Complaint]) -> None:
    with pytest.raises(NotFound):
        step_out(session, 7, filed[0], now=NOW)


def test_a_joined_complaint_stays_in_frozen_versions(
    session: Session, filed: list[Complaint], printed: PetitionVersion
) -> None:
    leave(session, filed[0], Departure.JOINED, now=NOW, joined_to=filed[1].id)
    assert filed[0].joined_to_id == filed[1].id
    assert left_at(session, printed, filed[0]) is None
    assert states(session) == {cut: {ExportState.DONE} for cut in Cut}
    session.expire_all()
    assert filed[0].id not in {row.complaint_id for row in printed.petition.chosen}


def test_who_no_longer_agrees_leaves_drafts_and_versions_and_stays_in_the_figures(
    session: Session, filed: list[Complaint], printed: PetitionVersion
) -> None:
    leave_petitions(session, filed[0], now=NOW)
    assert left_at(session, printed, filed[0]) == NOW
    assert figures(session)["all", "all"] == 4


def test_only_confirmed_complaints_that_still_count_can_be_chosen(
    session: Session, round_: Round, group: Group, file_for: Callable[..., Complaint]
) -> None:
    file_for(PEOPLE[0], is_confirmed=False)
    gone = [file_for(PEOPLE[1]) for _ in Departure]
    good = file_for(PEOPLE[2])
    for complaint, how in zip(gone, Departure, strict=True):
        leave(session, complaint, how, now=NOW)
    assert eligible_ids(session, round_, group) == {good.id}


def test_a_draft_forgets_its_petition_when_nobody_is_left(
    session: Session, filed: list[Complaint], version: PetitionVersion
) -> None:
    for complaint in filed:
        leave(session, complaint, Departure.WITHDRAWN, now=NOW)
    session.expire_all()
    assert session.get_one(Petition, version.petition_id).chosen == []


def test_the_desk_shows_who_left_and_leads_to_a_new_freeze(
    owner: CheckedClient, session: Session, filed: list[Complaint], printed: PetitionVersion
) -> None:
    number = filed[1].number
    leave(session, filed[1], Departure.WITHDRAWN, now=NOW)
    session.commit()
    page = owner.get(f"{DESK}petitions/1/versions/1/").text
    assert "it can no longer be handed in" in page
    assert f"{number}: left on 23 November 2026, 10:00" in page
    assert "Removed, because somebody in it left" in page
    assert "official.kk.pdf" not in page
    assert "public.kk.pdf" in page
    token = filled_in(page, "/en/account/sign-out")
    assert owner.post(f"{DESK}petitions/1/versions/1/official.kk.pdf", data=token).status_code == 404
    assert "Freeze again" in owner.get(DESK).text
    assert "To be frozen again" in owner.get(f"{DESK}petitions/1/").text


def test_the_hand_over_of_a_version_that_somebody_left_is_refused_with_what_to_do(
    owner: CheckedClient, session: Session, filed: list[Complaint], printed: PetitionVersion
) -> None:
    path = f"{DESK}petitions/1/submission"
    opened_before = filled_in(owner.get(path).text, path)
    leave(session, filed[1], Departure.WITHDRAWN, now=NOW)
    session.commit()
    page = owner.get(path).text
    assert "This version can no longer be handed in" in page
    answer = owner.post(path, data={**opened_before.to_dict(), "channel": "paper"})
    assert answer.status_code == 303
    assert session.scalars(select(Submission)).all() == []


def test_the_command_prints_no_names_of_a_version_that_somebody_left(
    app: Flask, session: Session, filed: list[Complaint], printed: PetitionVersion, tmp_path: Path
) -> None:
    leave(session, filed[1], Departure.WITHDRAWN, now=NOW)
    session.commit()
    arguments = ["petitions", "export", "1", "--lang", "kk", "--out", str(tmp_path / "out")]
    refused = app.test_cli_runner().invoke(args=arguments)
    assert refused.exit_code == 1
    assert "withdrawn or stepped out" in refused.output
    assert not (tmp_path / "out").exists()
    assert app.test_cli_runner().invoke(args=[*arguments, "--cut", "public"]).exit_code == 0


def test_an_answer_is_not_mailed_to_who_has_left(
    session: Session, app: Flask, viewer: Viewer, filed: list[Complaint], printed: PetitionVersion
) -> None:
    for complaint in filed[:2]:
        with app.app_context():
            complaint.email_enc = context.cipher().encrypt("complaints", "email", complaint.id, "a@example.com")
    hand_in(session, viewer, printed)
    leave(session, filed[0], Departure.WITHDRAWN, now=NOW)
    assert [row.id for row in list_filers(session, printed.id)] == [filed[1].id]


def test_a_file_that_a_worker_kept_and_died_is_deleted_when_somebody_left_meanwhile(
    version: PetitionVersion, app: Flask, session: Session, filed: list[Complaint], work: Callable[[], int]
) -> None:
    """Its row does not name the file, so leaving cannot ask for its deletion."""
    official = [f"exports/{export.id}" for export in version.exports if export.cut is Cut.OFFICIAL]
    with app.app_context():
        for key in official:
            context.storage().put(key, b"printed")
    leave(session, filed[0], Departure.WITHDRAWN, now=NOW)
    session.commit()
    work()
    with app.app_context():
        for key in official:
            with pytest.raises(FileNotFoundError):
                context.storage().get(key)
