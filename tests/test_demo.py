"""The example: what the small one promises, every state in a larger one, and figures that can be counted again."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints import demo
from complaints.demo import grammar, people, plan
from complaints.demo.plan import Example, Fate
from complaints.domain.complaint import NARRATIVE_MAX, ConfirmedBy, LetterLanguage, Mode, Role, ScreenResult
from complaints.domain.identifiers import parse_bin, parse_iin
from complaints.domain.moderation import Decision, LikenessKind, LikenessState, Reason, TextState
from complaints.models import (
    Complaint,
    Group,
    Likeness,
    Look,
    Mail,
    ModerationDecision,
    Petition,
    PublicText,
    Round,
    Tally,
)
from complaints.models.rounds import VERSION
from complaints.web import context
from tests.support.recount import assert_true_counters

ZONE = ZoneInfo("Asia/Aqtau")
NO_ROUND = UUID(int=1)
MANY = 3500
PHONES = {row["expected_e164"] for row in csv.DictReader((Path(__file__).parent / "filing/phone_samples.csv").open())}
KAZAKH_LETTERS = set("әғқңөұүһі")


@cache
def planned(count: int = MANY, others: int = 0) -> Sequence[Example]:
    return plan.plan_examples(count=count, others=others, round_id=NO_ROUND, zone=ZONE)


@cache
def narratives() -> Sequence[str]:
    return [example.draft.narrative for example in planned() if example.draft.narrative]


@pytest.fixture
def loaded(app: Flask, session: Session, request: pytest.FixtureRequest) -> Session:
    """The example with so many complaints, in a database with reference data."""
    with app.app_context():
        demo.load_example(session, cipher=context.cipher(), now=context.now(), count=request.param)
        session.commit()
    return session


def test_the_same_example_comes_out_each_time() -> None:
    again = plan.plan_examples(count=200, others=50, round_id=NO_ROUND, zone=ZONE)
    assert again == plan.plan_examples(count=200, others=50, round_id=NO_ROUND, zone=ZONE)


def test_a_larger_example_begins_with_the_smaller_one() -> None:
    small = {example.draft.email: example for example in planned(15) if example.draft.email}
    large = {example.draft.email: example for example in planned(300)}
    assert len(small) == 15
    assert all(large[email] == example for email, example in small.items())


def test_most_of_the_narratives_are_texts_of_their_own() -> None:
    assert len(narratives()) > 0.9 * MANY
    assert len(set(narratives())) > 2500
    assert max(map(len, narratives())) <= NARRATIVE_MAX


@pytest.mark.parametrize(
    ("share", "claim"),
    [
        pytest.param(0.03, lambda text: len(text) < 40, id="a few words"),
        pytest.param(0.03, lambda text: len(text) > 1000, id="a long story"),
        pytest.param(0.02, lambda text: text.isupper() or text[len(text) // 2 :].isupper(), id="capitals"),
        pytest.param(0.1, lambda text: text.islower(), id="no capitals"),
        pytest.param(0.03, lambda text: any(sign in text for sign in ("!!", "??", "((")), id="shouts"),
        pytest.param(0.4, lambda text: bool(KAZAKH_LETTERS & set(text.lower())), id="Kazakh letters"),
        pytest.param(0.03, lambda text: "сагат" in text.lower(), id="bare Kazakh"),
        pytest.param(0.2, lambda text: "регистраци" in text or "мест" in text, id="Russian"),
        pytest.param(0.02, lambda text: "example.com" in text or "000" in text, id="personal data"),
    ],
)  # fmt: skip
def test_people_write_in_many_ways(share: float, claim: Callable[[str], bool]) -> None:
    assert sum(map(claim, narratives())) > share * len(narratives())


def test_texts_go_round_with_small_changes() -> None:
    starts = Counter(text[:60] for text in narratives())
    assert sum(1 for count in starts.values() if count > 10) >= 5


def test_nobody_in_the_example_can_exist() -> None:
    for example in planned(600, 200):
        draft = example.draft
        assert draft.phone is None or draft.phone in PHONES
        assert draft.email is None or draft.email.endswith("@example.com")
        assert draft.iin is None or parse_iin(draft.iin)[6] in "12", "born in the 1800s"
        assert draft.bin is None or 40 <= int(parse_bin(draft.bin)[:2]) < 70, "registered decades from now"
        if draft.postal_address:
            assert "Мысал" in draft.postal_address or "Примерная" in draft.postal_address
        if draft.full_name:
            surnames = people.SURNAMES[draft.language]
            assert draft.full_name.startswith(surnames)


def test_answers_fit_together() -> None:
    for example in planned(600, 200):
        draft = example.draft
        assert draft.learned_at < example.filed_at
        assert draft.attempted_at is None or draft.learned_at < draft.attempted_at < example.filed_at
        assert (draft.attempted_at is None) == (draft.screen_result in {None, ScreenResult.DID_NOT_TRY})
        assert draft.locality_code or draft.locality_other
        assert (draft.children_count is None) == (draft.role is Role.PROVIDER)


def test_most_file_on_the_first_evening_and_fewer_each_day() -> None:
    days = Counter(example.filed_at.astimezone(ZONE).date() for example in planned())
    counts = [days[day] for day in sorted(days)]
    assert counts[0] > counts[1] > counts[2] > counts[6] > 0
    assert len(counts) > 12


def test_all_who_stand_in_the_text_filed_and_were_confirmed_before_it_was_frozen() -> None:
    for example in planned():
        assert example.filed_at < example.confirmed_at < demo.FROZEN
        assert example.confirmed_by is not None


@pytest.mark.parametrize("language", list(LetterLanguage))
def test_every_answer_has_words_in_both_languages(language: LetterLanguage) -> None:
    words = grammar.wording(language)
    for role in Role:
        assert words[role]["grounds"].keys() == grammar.wording(LetterLanguage.KK)[role]["grounds"].keys()
    assert set(words["held"]) == set(Reason)


@pytest.mark.parametrize("loaded", [15], indirect=True)
def test_the_small_example_is_formal_confirmed_and_frozen(loaded: Session) -> None:
    complaints = loaded.scalars(select(Complaint)).all()
    assert len(complaints) == 15
    assert all(item.mode is Mode.FORMAL and item.confirmation and item.consent_petition for item in complaints)
    assert all(item.is_example for item in complaints)
    assert loaded.scalar(select(func.count()).select_from(Group)) == 1
    petition = loaded.scalars(select(Petition)).one()
    assert petition.id == 1
    assert len(petition.versions[0].included) == 15
    states = Counter(loaded.scalars(select(PublicText.state)))
    assert set(states) == set(TextState)


def test_the_example_is_loaded_once(app: Flask) -> None:
    runner = app.test_cli_runner()
    first = runner.invoke(args=["demo", "load", "--complaints", "2"])
    assert first.output.endswith("Loaded 2 example complaints and 0 others.\n"), first.output
    again = runner.invoke(args=["demo", "load", "--complaints", "2"])
    assert again.exit_code == 1
    assert "there already" in again.output


@pytest.mark.parametrize("loaded", [120], indirect=True)
def test_a_larger_example_shows_every_state(loaded: Session) -> None:
    complaints = loaded.scalars(select(Complaint)).all()
    decisions = Counter(loaded.scalars(select(ModerationDecision.decision)))
    confirmed_by = {item.confirmation.by for item in complaints if item.confirmation}
    joined = loaded.scalars(select(Likeness).where(Likeness.kind == LikenessKind.SAME_PERSON)).all()
    shown = {
        "evidence": any(item.mode is Mode.EVIDENCE for item in complaints),
        "not confirmed": any(item.mode is Mode.FORMAL and not item.confirmation for item in complaints),
        "not for a collective complaint": any(item.confirmation and not item.consent_petition for item in complaints),
        "withdrawn": any(item.withdrawn_at for item in complaints),
        "erased": any(item.erased_at and not item.narrative_enc for item in complaints),
        "joined": any(item.joined_to_id for item in complaints),
        "joins": any(item.joins_id for item in complaints),
        "busy": any(item.from_busy_network for item in complaints),
        "late": any(item.is_late for item in complaints),
        "corrected": any(item.version > 1 for item in complaints),
        "own number": any(item.own_kind for item in complaints),
        "looked at": loaded.scalar(select(func.count()).select_from(Look)) or 0,
        "marked by a moderator": [mark for mark in joined if mark.state is LikenessState.JOINED],
        **{f"confirmed by {by}": by in confirmed_by for by in ConfirmedBy},
        **{f"moderators {decision}": decisions[decision] for decision in Decision},
    }  # fmt: skip
    assert [state for state, is_shown in shown.items() if not is_shown] == []
    assert {example.fate for example in planned(120, plan.how_many_others(120))} == set(Fate)
    assert len(loaded.scalars(select(Petition)).one().versions[0].included) == 120, "all asked for, and no others"
    assert loaded.scalar(select(func.count()).select_from(Mail)) == 0, "examples get no mail"


@pytest.mark.parametrize("loaded", [120], indirect=True)
def test_every_counter_is_what_the_rows_say(loaded: Session) -> None:
    round_id = loaded.scalars(select(Round.id).where(Round.slug == demo.ROUND)).one()
    assert_true_counters(loaded, round_id)
    counted = Counter(key for item in loaded.scalars(select(Complaint)) for key in seen_of(item))
    counted.update(decided_of(loaded))
    kept = loaded.execute(
        select(Tally.dimension, Tally.key, Tally.complaints).where(
            Tally.round_id == round_id, Tally.dimension != VERSION
        )
    )
    counters = {(dimension, key): count for dimension, key, count in kept if count}
    assert {key: counters.get(key, 0) for key in counted} == counted


def seen_of(item: Complaint) -> Iterator[tuple[str, str]]:
    """What the totals say, without the product's own rules for it."""
    left = "erased" if item.erased_at else "withdrawn" if item.withdrawn_at else "joined" if item.joined_to_id else None
    if left:
        yield "left", left
        return
    yield from [("all", "all"), ("role", item.role), ("mode", item.mode)]
    yield from (("ground", row.code) for row in item.grounds)
    yield from (("demand", row.code) for row in item.demands)
    if item.confirmation:
        yield "confirmed", "formal"


def decided_of(session: Session) -> Iterator[tuple[str, str]]:
    """Every text under its latest decision."""
    decided = session.scalars(select(ModerationDecision).order_by(ModerationDecision.id))
    latest = {row.complaint_id: row for row in decided}
    names = {Decision.RELEASE: "released", Decision.BLANK: "blanked", Decision.HOLD: "held"}
    for row in latest.values():
        yield from {(names[row.decision], "all"), (names[row.decision], row.reason.value if row.reason else "all")}
