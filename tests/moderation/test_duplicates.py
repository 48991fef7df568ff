"""Complaints that may be one are marked by a job; a moderator joins them or says that they are different people."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from complaints import departures
from complaints.cli import make_worker
from complaints.confirming import confirm
from complaints.domain.access import AccountRole
from complaints.domain.complaint import ConfirmedBy, Departure, Mode
from complaints.domain.moderation import LikenessKind, LikenessState
from complaints.extensions import db
from complaints.jobs import enqueue
from complaints.models import Account, Complaint, Job, Likeness, Tally, TextBand
from complaints.moderation.duplicates import actions
from complaints.web import context
from tests.filing.test_lost_code import counted_statements
from tests.moderation.conftest import FileText, complaint_of, press
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.recount import assert_true_counters

TEXT = "Хабарландыру тіркеуден бір жарым сағат бұрын ғана шықты, біз үлгермедік, орын қалмады."
RETYPED = "хабарландыру тиркеуден бир жарым сагат бурын гана шыкты биз улгермедик орын калмады!!!"
ELSE = "Очередь показывала номер 512, через минуту 3841, потом вообще выкинуло на главную страницу."
IIN = "910630201017"
Work = Callable[[], int]
SAME_TEXT, SAME_PERSON = LikenessKind.SAME_TEXT, LikenessKind.SAME_PERSON


def marks(session: Session) -> list[tuple[UUID, UUID, LikenessKind, LikenessState]]:
    """Later, earlier, why, and how it stands."""
    session.expire_all()
    rows = session.scalars(select(Likeness).join(Likeness.complaint).order_by(Complaint.filed_at, Likeness.kind))
    return [(row.complaint_id, row.earlier_id, row.kind, row.state) for row in rows]


def texts(session: Session) -> list[tuple[UUID, UUID]]:
    return [(later, earlier) for later, earlier, kind, _state in marks(session) if kind is SAME_TEXT]


def count_all(session: Session) -> int:
    session.expire_all()
    return session.scalar(select(Tally.complaints).where(Tally.dimension == "all")) or 0


def page_of(session: Session, earlier: UUID, kind: LikenessKind = SAME_TEXT, lang: str = "en") -> str:
    return f"/{lang}/moderation/duplicates/{kind.value}/{complaint_of(session, earlier).number}"


def decide(client: CheckedClient, session: Session, decision: str, later: UUID, kind: LikenessKind = SAME_TEXT) -> str:
    """Press a button beside a pair; the page that follows."""
    session.expire_all()
    mark = session.scalars(select(Likeness).where(Likeness.complaint_id == later, Likeness.kind == kind)).one()
    answer = press(client, f"/en/moderation/duplicates/{mark.id}", decision=decision)
    assert answer.status_code == 303, answer.text
    return client.get(answer.location).text


def leave(session: Session, complaint_id: UUID, how: Departure, clock: Clock) -> None:
    departures.leave(session, complaint_of(session, complaint_id), how, now=clock())
    session.commit()


# What the job marks


def test_the_same_words_typed_otherwise_are_marked_and_other_words_are_not(
    session: Session, file_text: FileText, work: Work
) -> None:
    first, other, copied = file_text(TEXT), file_text(ELSE), file_text(RETYPED)
    work()
    assert marks(session) == [(copied, first, SAME_TEXT, LikenessState.OPEN)]
    assert session.scalars(select(Likeness.percent)).all() == [100]
    assert other not in {one for pair in texts(session) for one in pair}


def test_only_the_first_of_equal_texts_is_compared_with_later_ones(
    session: Session, file_text: FileText, work: Work
) -> None:
    ids = [file_text(TEXT) for _ in range(5)]
    work()
    assert texts(session) == [(later, ids[0]) for later in ids[1:]]
    assert set(session.scalars(select(TextBand.complaint_id))) == {ids[0]}


def test_nothing_of_the_words_stands_in_the_table_of_bands(session: Session, file_text: FileText, work: Work) -> None:
    file_text(TEXT)
    work()
    assert all(len(value) == 32 and value.isascii() for value in session.scalars(select(TextBand.value)))


def test_the_same_iin_is_marked_whatever_is_written(session: Session, file_text: FileText, work: Work) -> None:
    first, second, third = file_text(TEXT, iin=IIN), file_text(ELSE, iin=IIN), file_text("", iin=IIN)
    work()
    assert [(later, earlier) for later, earlier, kind, _s in marks(session) if kind is SAME_PERSON] == [
        (second, first),
        (third, first),
    ]


def test_a_short_text_says_nothing(session: Session, file_text: FileText, work: Work) -> None:
    file_text("Орын қалмады!")
    file_text("Орын қалмады!")
    work()
    assert marks(session) == []


def test_the_job_done_again_changes_nothing(
    app: Flask, session: Session, clock: Clock, file_text: FileText, work: Work
) -> None:
    ids = [file_text(TEXT, iin=IIN) for _ in range(3)]
    work()
    before = marks(session)
    for complaint_id in [ids[2], ids[0], ids[1], ids[0]]:
        enqueue(session, "moderation.compare", {"complaint_id": str(complaint_id)}, now=clock())
        session.commit()
        work()
    assert marks(session) == before
    assert len(before) == 4


def test_a_complaint_compared_late_still_becomes_the_first(
    session: Session, clock: Clock, file_text: FileText, work: Work
) -> None:
    first, second, third = (file_text(TEXT) for _ in range(3))
    waiting = session.scalars(select(Job).where(Job.name == "moderation.compare")).all()
    [of_first] = [job for job in waiting if job.payload == {"complaint_id": str(first)}]
    of_first.run_at = clock().replace(year=2027)
    session.commit()
    work()
    assert texts(session) == [(third, second)]
    of_first.run_at = clock()
    session.commit()
    work()
    assert sorted(texts(session)) == sorted([(second, first), (third, first)])


def test_a_corrected_text_is_marked_no_more_and_its_copies_find_another_first(
    app: Flask, session: Session, clock: Clock, file_text: FileText, work: Work
) -> None:
    first, second, third = (file_text(TEXT) for _ in range(3))
    work()
    complaint = complaint_of(session, first)
    with app.app_context():
        complaint.narrative_enc = context.cipher().encrypt("complaints", "narrative", first, ELSE)
    complaint.version = 2
    enqueue(session, "moderation.compare", {"complaint_id": str(first)}, now=clock())
    session.commit()
    work()
    assert texts(session) == [(third, second)]


def test_a_corrected_iin_is_the_same_person_no_more(
    session: Session, clock: Clock, file_text: FileText, work: Work
) -> None:
    first, second, third = file_text(TEXT, iin=IIN), file_text(ELSE, iin=IIN), file_text("", iin=IIN)
    work()
    complaint = complaint_of(session, first)
    complaint.iin_index, complaint.version = "0" * 64, 2
    enqueue(session, "moderation.compare", {"complaint_id": str(first)}, now=clock())
    session.commit()
    work()
    assert marks(session) == [(third, second, SAME_PERSON, LikenessState.OPEN)]


@pytest.mark.parametrize("how", [Departure.WITHDRAWN, Departure.ERASED])
def test_when_the_first_is_withdrawn_the_next_takes_its_place(
    session: Session, clock: Clock, file_text: FileText, work: Work, how: Departure
) -> None:
    first, second, third = (file_text(TEXT, iin=IIN) for _ in range(3))
    work()
    leave(session, first, how, clock)
    work()
    assert marks(session) == [
        (third, second, kind, LikenessState.OPEN) for kind in sorted(LikenessKind, key=lambda kind: kind.value)
    ]


def test_many_copies_make_no_quadratic_work(
    app: Flask, session: Session, clock: Clock, file_text: FileText, work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *_copies = (file_text(TEXT) for _ in range(61))
    clock.advance(hours=3)
    statements = [0]
    with app.app_context():
        engine = db.engine

    def count_statement(*_args: object) -> None:
        statements[0] += 1

    event.listen(engine, "before_cursor_execute", count_statement)
    began = perf_counter()
    assert work() >= 61
    took = perf_counter() - began
    event.remove(engine, "before_cursor_execute", count_statement)
    with capsys.disabled():
        print(f"\n61 copies compared in {took:.1f} s, {statements[0] / 61:.0f} statements each")
    assert session.scalar(select(func.count()).select_from(Likeness)) == 60
    assert set(session.scalars(select(Likeness.earlier_id))) == {first}
    assert statements[0] / 61 < 60


def test_two_workers_at_once_make_one_cluster(app: Flask, session: Session, clock: Clock, file_text: FileText) -> None:
    """Each would miss the text that the other has not written down yet."""
    first, *_copies = (file_text(TEXT) for _ in range(24))
    clock.advance(hours=1)
    session.commit()

    def work_through() -> int:
        with app.app_context():
            return make_worker().run_due()

    with ThreadPoolExecutor(3) as pool:
        done = [pool.submit(work_through) for _ in range(3)]
    assert sum(future.result() for future in done) >= 24
    assert len(texts(session)) == 23
    assert {earlier for _later, earlier in texts(session)} == {first}
    assert set(session.scalars(select(TextBand.complaint_id))) == {first}


# What the moderator sees and decides


def test_the_list_groups_copies_of_one_text(
    session: Session, moderator: CheckedClient, file_text: FileText, work: Work
) -> None:
    first = file_text(TEXT)
    file_text(RETYPED)
    file_text(TEXT)
    work()
    page = moderator.get("/en/moderation/duplicates").text
    assert "The same text × 3" in page
    assert complaint_of(session, first).number in page
    assert moderator.get("/kk/moderation/duplicates").status_code == 200
    assert moderator.get(page_of(session, first, lang="ru")).status_code == 200


def test_both_texts_stand_side_by_side_only_where_the_writers_agreed(
    session: Session, moderator: CheckedClient, file_text: FileText, work: Work
) -> None:
    first, second = file_text(TEXT), file_text(RETYPED, consent_publish=False)
    work()
    page = moderator.get(page_of(session, first)).text
    assert TEXT in page
    assert "улгермедик" not in page
    assert "The writer did not agree to publish the text, so moderators do not read it." in page
    assert "100 % alike" in page
    assert complaint_of(session, second).number in page
    assert "Өтегенова" not in page
    assert "7470000001" not in page


def test_one_person_is_counted_once(
    session: Session, moderator: CheckedClient, file_text: FileText, work: Work
) -> None:
    first, second = file_text(TEXT), file_text(TEXT)
    work()
    assert count_all(session) == 2
    assert "Joined: the person is counted once." in decide(moderator, session, "join", second)
    assert count_all(session) == 1
    assert complaint_of(session, second).joined_to_id == first
    assert_true_counters(session, complaint_of(session, first).round_id)


def test_a_join_taken_back_counts_both_again(
    session: Session, moderator: CheckedClient, file_text: FileText, work: Work
) -> None:
    first, second = file_text(TEXT, iin=IIN), file_text(TEXT, iin=IIN)
    work()
    decide(moderator, session, "join", second)
    assert {state for *_pair, state in marks(session)} == {LikenessState.JOINED}
    assert "Taken back: decide anew." in decide(moderator, session, "undo", second, SAME_PERSON)
    assert count_all(session) == 2
    assert complaint_of(session, second).joined_to_id is None
    assert {state for *_pair, state in marks(session)} == {LikenessState.OPEN}
    assert_true_counters(session, complaint_of(session, first).round_id)


def test_different_people_stay_counted(
    session: Session, moderator: CheckedClient, file_text: FileText, work: Work
) -> None:
    file_text(TEXT)
    second = file_text(TEXT)
    work()
    assert "Different people: both are counted." in decide(moderator, session, "dismiss", second)
    assert count_all(session) == 2
    assert "No complaint waits here" in moderator.get("/en/moderation/duplicates").text
    assert "The same text × 2" in moderator.get("/en/moderation/duplicates?state=decided").text


def test_the_second_of_two_moderators_is_told_that_it_was_decided(
    session: Session, moderator: CheckedClient, other_moderator: CheckedClient, file_text: FileText, work: Work
) -> None:
    file_text(TEXT)
    second = file_text(TEXT)
    work()
    decide(moderator, session, "dismiss", second)
    page = decide(other_moderator, session, "join", second)
    assert "Not recorded: this was decided or withdrawn meanwhile." in page
    assert count_all(session) == 2


def test_a_withdrawn_complaint_is_joined_with_nothing(
    session: Session, moderator: CheckedClient, clock: Clock, file_text: FileText, work: Work
) -> None:
    first, second = file_text(TEXT), file_text(TEXT)
    work()
    leave(session, first, Departure.WITHDRAWN, clock)
    assert "Not recorded" in decide(moderator, session, "join", second)
    assert count_all(session) == 1
    assert_true_counters(session, complaint_of(session, first).round_id)


def test_all_copies_of_a_cluster_are_called_different_people_at_once(
    session: Session, moderator: CheckedClient, file_text: FileText, work: Work
) -> None:
    first, *_copies = (file_text(TEXT) for _ in range(4))
    work()
    press(moderator, f"{page_of(session, first)}/dismiss")
    assert {state for *_pair, state in marks(session)} == {LikenessState.DISMISSED}
    assert count_all(session) == 4


def test_the_confirmed_one_of_two_is_the_one_that_counts(
    session: Session, moderator: CheckedClient, clock: Clock, file_text: FileText, work: Work
) -> None:
    """Otherwise the person would lose the place in the collective complaint."""
    first, second = file_text(TEXT, mode=Mode.EVIDENCE), file_text(TEXT)
    confirm(session, complaint_of(session, second), by=ConfirmedBy.MAIL_LINK, now=clock())
    session.commit()
    work()
    decide(moderator, session, "join", second)
    assert complaint_of(session, first).joined_to_id == second
    assert complaint_of(session, second).joined_to_id is None
    assert_true_counters(session, complaint_of(session, first).round_id)


def test_of_three_joined_one_counts_and_the_middle_may_be_parted_again(
    session: Session, moderator: CheckedClient, file_text: FileText, work: Work
) -> None:
    first, second, third = (file_text(TEXT) for _ in range(3))
    work()
    decide(moderator, session, "join", second)
    decide(moderator, session, "join", third)
    assert count_all(session) == 1
    decide(moderator, session, "undo", second)
    assert [complaint_of(session, one).joined_to_id for one in (first, second, third)] == [None, None, first]
    assert count_all(session) == 2
    assert_true_counters(session, complaint_of(session, first).round_id)


def test_when_the_counted_one_is_withdrawn_the_joined_one_counts(
    session: Session, moderator: CheckedClient, clock: Clock, file_text: FileText, work: Work
) -> None:
    first, second = file_text(TEXT), file_text(TEXT)
    work()
    decide(moderator, session, "join", second)
    leave(session, first, Departure.WITHDRAWN, clock)
    assert count_all(session) == 0
    work()
    assert count_all(session) == 1
    assert complaint_of(session, second).joined_to_id is None
    assert_true_counters(session, complaint_of(session, first).round_id)


def test_a_page_of_pairs_asks_as_often_as_one_of_two(
    app: Flask, session: Session, moderator: CheckedClient, file_text: FileText, work: Work
) -> None:
    first, *_others = (file_text(TEXT) for _ in range(3))
    work()
    asked = []
    for _ in range(2):
        with counted_statements(app) as statements:
            moderator.get(page_of(session, first))
        asked.append(len(statements))
        for _ in range(5):
            file_text(TEXT)
        work()
    assert asked[0] == asked[1]


@pytest.mark.usefixtures("moderator")
def test_one_withdrawn_while_the_join_waited_for_it_is_not_the_one_that_counts(
    session: Session, clock: Clock, file_text: FileText, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = file_text(TEXT), file_text(TEXT)
    work()
    hold = departures.hold

    def withdrawn_before_it_is_held(own: Session, complaint: Complaint) -> None:
        monkeypatch.setattr(departures, "hold", hold)
        departures.leave(own, complaint, Departure.WITHDRAWN, now=clock())
        hold(own, complaint)

    monkeypatch.setattr(departures, "hold", withdrawn_before_it_is_held)
    mark_id, moderator_id = session.scalars(select(Likeness.id)).one(), session.scalars(select(Account.id)).one()
    actions.join(session, mark_id, by=moderator_id, now=clock())
    session.commit()
    assert complaint_of(session, second).joined_to_id is None
    assert count_all(session) == 1
    assert_true_counters(session, complaint_of(session, first).round_id)


def test_nobody_but_a_moderator_sees_likely_duplicates(
    client: CheckedClient, sign_in: Callable[..., CheckedClient]
) -> None:
    assert client.get("/en/moderation/duplicates").status_code == 303
    for role in (AccountRole.ORGANISER, AccountRole.OFFICIAL, AccountRole.OPERATOR):
        assert sign_in(role).get("/en/moderation/duplicates").status_code == 403


def test_a_cluster_or_a_mark_that_is_not_there_is_not_found(moderator: CheckedClient) -> None:
    assert moderator.get("/en/moderation/duplicates/same_text/AAAA-AAAA").status_code == 404
    nothing = "00000000-0000-0000-0000-000000000000"
    assert press(moderator, f"/en/moderation/duplicates/{nothing}", decision="join").status_code == 404
    assert press(moderator, f"/en/moderation/duplicates/{nothing}", decision="burn").status_code == 400
