"""`rounds import`: the same checks as the form, every error with its line, all of the file or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.domain.rounds import RoundState
from complaints.models import Change, Round
from tests.support import filings
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send

TOP = Path(__file__).resolve().parents[2]
GUIDE = TOP / "docs" / "rounds-import.md"
REFERENCE = TOP / "complaints" / "data" / "rounds.yaml"
SLUG = "damu-bala-mangystau-2026-10"
Run = Callable[..., Result]
GOOD = """\
- slug: damu-bala-mangystau-2026-10
  programme: damu-bala
  region_code: KZ-47
  authority: mangystau-culture
  state: closed
  takes_complaints: true
  held_on: 2026-10-28
  places_announced: 3500
  announced_at: ["2026-10-28 08:30", "2026-10-28 09:00"]
  opened_at: 2026-10-28T10:07+05:00
  sell_out_minutes: [5, 7]
  name:
    kk: "Бірінші"
    ru: "Первый"
  source: "lada.kz, 29.10.2026"
  events:
  - kind: opened
    said_by: press
    at: 28.10.2026 10:07
    kk: "Ашылды."
    ru: "Открылась."
    source: "lada.kz"
    source_url: "https://lada.kz/1"
- slug: damu-bala-mangystau-2026-11
  programme: damu-bala
  region_code: KZ-47
  state: open
  repeats: damu-bala-mangystau-2026-10
  name: {kk: "Екінші", ru: "Второй", en: "Second"}
  source: "lada.kz, 20.11.2026"
"""


@pytest.fixture
def run(app: Flask, session: Session, tmp_path: Path) -> Run:
    """`run(text, "--update")`: what the command said and how it ended."""

    def call(content: str | bytes | Path, *options: str) -> Result:
        session.commit()
        path = content if isinstance(content, Path) else tmp_path / "rounds.yaml"
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        result = app.test_cli_runner().invoke(args=["rounds", "import", str(path), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        session.expire_all()
        return result

    return call


def imported(session: Session, slug: str = SLUG) -> Round:
    return session.scalars(select(Round).where(Round.slug == slug)).one()


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Round)) or 0


def test_a_good_file_becomes_rounds_with_their_events_and_their_history(
    session: Session, client: CheckedClient, run: Run
) -> None:
    result = run(GOOD)
    assert result.exit_code == 0, result.output
    assert f"{SLUG}: added, events: 1" in result.output
    assert "Rounds in the file: 2. Added: 2. Changed: 0." in result.output
    first, second = imported(session), imported(session, "damu-bala-mangystau-2026-11")
    assert second.repeats_id == first.id
    assert (first.state, first.takes_complaints, first.places_announced) == (RoundState.CLOSED, True, 3500)
    assert f"{first.opened_at_earliest:%H:%M}" == f"{first.opened_at_latest:%H:%M}" == "05:07"
    assert f"{first.announced_at_earliest:%H:%M} {first.announced_at_latest:%H:%M}" == "03:30 04:00"
    assert (first.sell_out_minutes_earliest, first.sell_out_minutes_latest) == (5, 7)
    assert f"{first.events[0].at:%H:%M} {first.events[0].day_earliest}" == "05:07 2026-10-28"
    page = client.get(f"/en/rounds/{SLUG}/history").text
    assert "Round added" in page
    assert "Site administrator" in page
    assert client.get(f"/kk/rounds/{SLUG}/complain").status_code == 200


def test_a_known_round_is_left_alone_unless_updating(session: Session, run: Run) -> None:
    run(GOOD)
    changed = GOOD.replace("places_announced: 3500", "places_announced: 3600").replace("Открылась.", "Началась.")
    result = run(changed)
    assert result.exit_code == 0
    assert f"{SLUG}: is there already and was left alone (--update changes it)" in result.output
    assert imported(session).places_announced == 3500
    result = run(changed, "--update")
    assert f"{SLUG}: changed places_announced; events added: 0, changed: 1" in result.output
    assert "damu-bala-mangystau-2026-11: nothing to change" in result.output
    assert imported(session).places_announced == 3600
    assert [event.text_ru for event in imported(session).events] == ["Началась."]
    last = session.scalars(select(Change).order_by(Change.at, Change.id)).all()
    assert any(change.before == {"places_announced": 3500} for change in last)


def test_updating_takes_no_event_away(session: Session, run: Run) -> None:
    run(GOOD)
    other = GOOD.replace("kind: opened", "kind: other").replace("28.10.2026 10:07", "28.10.2026 12:00")
    assert "events added: 1, changed: 0" in run(other, "--update").output
    assert len(imported(session).events) == 2


def test_a_dry_run_says_the_same_and_does_nothing(session: Session, run: Run) -> None:
    before = count(session)
    result = run(GOOD, "--dry-run")
    assert result.exit_code == 0
    assert "Added: 2" in result.output
    assert "Tried only: nothing was changed." in result.output
    assert count(session) == before


def test_the_reference_data_is_such_a_file_too(run: Run) -> None:
    result = run(REFERENCE, "--update")
    assert result.exit_code == 0, result.output
    assert "Added: 0. Changed: 0." in result.output


def test_the_example_of_the_guide_can_be_imported(session: Session, run: Run) -> None:
    example = GUIDE.read_text().partition("```yaml\n")[2].partition("```")[0]
    result = run(example)
    assert result.exit_code == 0, result.output
    assert "Added: 2" in result.output


def test_a_hidden_round_is_left_alone(session: Session, run: Run) -> None:
    run(GOOD)
    imported(session).hidden_at = imported(session).opened_at_earliest
    result = run(GOOD.replace("repeats: damu-bala-mangystau-2026-10", "platform: egov"), "--update")
    assert "is hidden or was merged" in result.output


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("programme: damu-bala\n  region_code: KZ-47\n  auth", "programme: none\n  region_code: KZ-47\n  auth",
         f"line 2: {SLUG}: programme: there is no programme with this slug"),
        ("KZ-47\n  authority", "KZ-99\n  authority", f"line 3: {SLUG}: region_code: there is no region with this code"),
        ("mangystau-culture", "turkistan-culture", f"line 4: {SLUG}: authority: This authority belongs to another"),
        ("state: closed", "state: lost", f"line 5: {SLUG}: state: expected one of: open, closed"),
        ("state: closed", 'state: ""', f"line 5: {SLUG}: state: expected one of"),
        ("state: closed", "color: red\n  state: closed", f"line 5: {SLUG}: color: there is no such field here"),
        ("state: closed", "state: closed\n  state: open", f"line 6: {SLUG}: state: this field stands here twice"),
        ("takes_complaints: true", "takes_complaints: yes", f"line 6: {SLUG}: takes_complaints: write true or false"),
        ("held_on: 2026-10-28", "held_on: soon", f"line 7: {SLUG}: held_on: expected a day"),
        ("held_on: 2026-10-28", "held_on: [2026-10-28]", f"line 7: {SLUG}: held_on: expected one value, or a list of"),
        ("held_on: 2026-10-28", "held_on: {a: b}", f"line 7: {SLUG}: held_on: expected a day"),
        ("held_on: 2026-10-28", "held_on: 1026-10-28", f"line 7: {SLUG}: held_on: expected a day"),
        ("held_on: 2026-10-28", "held_on: [2026-10-28, 2026-10-27]", f"line 7: {SLUG}: held_on: The first value comes"),
        ("places_announced: 3500", 'places_announced: "3500"', "places_announced: expected a whole number in digits"),
        ("places_announced: 3500", "places_announced: 1:30", "line 8: "),
        ("places_announced: 3500", "places_announced: 3_500", "line 8: "),
        ("places_announced: 3500", "places_announced: 0", "places_announced: Enter a whole number, at most"),
        ('"2026-10-28 09:00"', '"2026-10-28 08:00"', f"line 9: {SLUG}: announced_at: The first value comes after"),
        ("2026-10-28T10:07+05:00", "2026-10-28", f"line 10: {SLUG}: opened_at: expected a time"),
        ("2026-10-28T10:07+05:00", "2026-10-30 10:00", f"line 10: {SLUG}: opened_at: Registration opened on a day"),
        ("[5, 7]", "[5, x]", f"line 11: {SLUG}: sell_out_minutes: expected a whole number"),
        ('ru: "Первый"', "ru: 2025-03-28", f"line 14: {SLUG}: name.ru: this is read as a date: put the text in quotes"),
        ('ru: "Первый"', "ru: 7", f"line 14: {SLUG}: name.ru: this is read as a number: put the text in quotes"),
        ('ru: "Первый"', "ru: ~", f"line 14: {SLUG}: name.ru: Enter the name of the round in Russian."),
        ('    ru: "Первый"\n', "", "name.ru: Enter the name of the round in Russian."),
        ('  source: "lada.kz, 29.10.2026"\n', "", f"line 1: {SLUG}: source: this field is missing"),
        ("kind: opened", "kind: exploded", f"line 17: {SLUG}: event 1, kind: expected one of"),
        ("at: 28.10.2026 10:07", "at: later", f"line 19: {SLUG}: event 1, at: expected one time"),
        ('ru: "Открылась."', 'ru: ""', f"line 21: {SLUG}: event 1, ru: Write in Russian what happened."),
        ("https://lada.kz/1", "javascript:x", f"line 23: {SLUG}: event 1, source_url: Enter a link"),
        ("  events:\n  - kind", "  events:\n  - 5\n  - kind", f"line 17: {SLUG}: event 1: expected the fields"),
        ("slug: damu-bala-mangystau-2026-11", f"slug: {SLUG}", "slug: the round of line 1 has the same slug"),
        ("slug: damu-bala-mangystau-2026-11", "slug: Жаңа", "line 24: Жаңа: slug: expected small letters"),
        ("repeats: damu-bala-mangystau-2026-10", "repeats: ghost", "repeats: there is no round with this slug"),
        ("repeats: damu-bala-mangystau-2026-10", "repeats: damu-bala-mangystau-2026-11", "A round cannot repeat itse"),
        ("authority: mangystau-culture", "repeats: damu-bala-mangystau-2026-11", "in a circle"),
        ("- slug: damu-bala-mangystau-2026-11", "- 5\n- slug: damu-bala-mangystau-2026-11", "line 24: round 2: expect"),
    ],
)  # fmt: skip
def test_every_error_is_named_by_line_and_field_and_nothing_is_imported(
    session: Session, run: Run, was: str, becomes: str, said: str
) -> None:
    before = count(session)
    assert was in GOOD
    result = run(GOOD.replace(was, becomes, 1))
    assert result.exit_code == 1
    assert said in result.output
    assert "Nothing was imported." in result.output
    assert count(session) == before


def test_all_errors_are_said_at_once(run: Run) -> None:
    bad = GOOD.replace("state: closed", "state: lost").replace("held_on: 2026-10-28", "held_on: soon")
    output = run(bad.replace('en: "Second"', "en: 5")).output
    assert [f"line {line}: " in output for line in (5, 7, 29)] == [True] * 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1: file: expected a list of rounds"),
        ("[]", "expected a list of rounds"),
        ("a: b", "expected a list of rounds"),
        ("text", "expected a list of rounds"),
        ("- slug: [", "line 1: file: "),
        ("- a: b\n  c: d: e\n", "line 2: file: "),
        ("- a: &x [1]\n  b: *x\n", "line 2: file: aliases (*name) are not taken: write the value out"),
        ("- &r [*r]", "aliases (*name) are not taken"),
        ("[" * 5000, "line 1: file: "),
        ("- slug: x\n--- \n- slug: y\n", "file: "),
        ("- !!python/object/apply:os.system ['true']", "round 1: expected the fields of a round"),
        ("- slug: !!binary aGk=\n", "slug: this is read as binary"),
        ("- ? [a, b]\n  : c\n", "there is no such field here"),
        ("- <<: {slug: a}\n", "<<: there is no such field here"),
        ("- slug: \x00\n", "file: this is no YAML"),
        (b"- slug: \xff\xfe\n", "line 1: file: the file is not written in UTF-8"),
        ("- slug: x\n" + "#" * 1_000_001, "the file is larger than"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_in_a_sentence(run: Run, content: str | bytes, said: str) -> None:
    result = run(content)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_region_and_programme_of_a_round_that_people_complained_about_stay(
    session: Session, client: CheckedClient, run: Run
) -> None:
    run(GOOD)
    path = f"/en/rounds/{SLUG}/complain"
    assert fill_and_send(client, path, filings.FORMAL).status_code == 303
    moved = GOOD.replace("KZ-47\n  authority: mangystau-culture", "KZ-61", 1).replace("3500", "3600")
    result = run(moved, "--update")
    assert result.exit_code == 1
    assert f"line 1: {SLUG}: region: Complaints about this round have been filed" in result.output
    assert imported(session).places_announced == 3500
