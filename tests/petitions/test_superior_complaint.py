"""A complaint to the superior body: from a document without an answer to the printed letter, by the forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.complaint import LetterLanguage
from complaints.domain.lifecycle import Outcome, RecordedBy
from complaints.domain.petition import Cut, ExportState, PetitionKind
from complaints.models import Complaint, Export, Group, Petition, Response, ResponseOutcome, Round, Submission, new_id
from complaints.petitions import queries
from complaints.petitions.freezing.actions import export_petition
from complaints.web import context
from tests.petitions.conftest import SignIn
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send, filled_in
from tests.support.pdfs import letters_of, text_of
from tests.support.planted import GROUP, ROUND
from tests.support.silences import LATER, PERSON, draft_at, freeze, hand_in, leave_unanswered, start

COMPLAINT, APPEAL = PetitionKind.COMPLAINT, PetitionKind.APPEAL
REQUEST, SUPERIOR = PetitionKind.INFORMATION_REQUEST, PetitionKind.SUPERIOR_COMPLAINT
DESK = f"/en/groups/{GROUP}/"


@pytest.fixture
def late(filed: list[Complaint], owner: CheckedClient, session: Session, sign_in: SignIn, clock: Clock) -> Late:
    """The same group weeks after it handed something in; `left(kind)` says what."""
    assert filed
    return Late(owner, session, sign_in, clock)


class Late:
    def __init__(self, owner: CheckedClient, session: Session, sign_in: SignIn, clock: Clock) -> None:
        self.owner, self.session, self.sign_in, self.clock = owner, session, sign_in, clock

    def after(self, *kinds: PetitionKind, **typed: str) -> tuple[CheckedClient, list[Submission]]:
        made = [leave_unanswered(self.owner, self.session, kind, **typed).id for kind in kinds]
        self.clock.set(LATER)
        member = self.sign_in(AccountRole.ORGANISER, group_slug=GROUP)
        return member, [self.session.get_one(Submission, one) for one in made]

    def after_asking(self, *demands: str) -> tuple[CheckedClient, Submission]:
        """A complaint with these demands, weeks after it was handed in."""
        number = start(self.owner, self.session, COMPLAINT)
        asked = fill_and_send(self.owner, draft_at(number), {**PERSON, "demands": list(demands)})
        assert asked.status_code == 303
        page = f"{draft_at(number)}freeze"
        form = filled_in(self.owner.get(page).get_data(as_text=True), page)
        assert self.owner.post(page, data=form).status_code == 303
        self.session.rollback()
        made = hand_in(self.owner, self.session, number).id
        self.clock.set(LATER)
        return self.sign_in(AccountRole.ORGANISER, group_slug=GROUP), self.session.get_one(Submission, made)


def printed(app: Flask, session: Session, number: int, language: LetterLanguage, folder: Path) -> str:
    with app.app_context():
        _, pdf = export_petition(session, number, language, Cut.PUBLIC, cipher=context.cipher())
    return text_of(pdf, folder)


def missing(client: CheckedClient, number: int) -> str:
    return client.get(f"{draft_at(number)}freeze").get_data(as_text=True)


def answer(session: Session, submission: Submission, on: date) -> None:
    session.add(
        Response(
            id=new_id(), submission_id=submission.id, number="1", responded_on=on, language=LetterLanguage.KK,
            recorded_at=LATER,
        )
    )  # fmt: skip
    session.commit()


def test_from_the_overdue_document_to_the_files_by_links_and_forms(
    app: Flask, late: Late, session: Session, round_: Round, work: Callable[[], int], tmp_path: Path
) -> None:
    member, [submission] = late.after(COMPLAINT)
    link = f"{DESK}petitions/new?round={ROUND}&amp;kind=superior_complaint&amp;about={submission.id}"
    assert link in member.get(DESK).get_data(as_text=True)
    assert link in member.get(f"{draft_at(submission.version.petition_id)}submission").get_data(as_text=True)

    assert fill_and_send(member, link.replace("&amp;", "&"), {}).status_code == 303
    session.rollback()
    made = session.scalars(select(Petition).order_by(Petition.id.desc())).first()
    assert made is not None
    assert (made.kind, made.about_submission_id) == (SUPERIOR, submission.id)
    assert (made.challenged_body, made.reviewing_body) == (submission.authority, submission.authority.superior)
    earlier = submission.version.petition
    assert {row.complaint_id for row in made.chosen} == {row.complaint_id for row in earlier.chosen}
    assert [row.code for row in made.demands] == [row.code for row in earlier.demands]
    norms = [row.norm_id for row in made.norms]
    assert {"appk-99", "appk-91-1", "appk-91-4", "appk-100", *(row.norm_id for row in earlier.norms)} == set(norms)

    assert fill_and_send(member, draft_at(made.id), PERSON).status_code == 303
    page = f"{draft_at(made.id)}freeze"
    assert member.post(page, data=filled_in(missing(member, made.id), page)).status_code == 303
    work()
    session.rollback()
    version = queries.newest_version(session, made.id)
    exports = session.scalars(select(Export).where(Export.version_id == version.id)).all()
    assert {export.state for export in exports} == {ExportState.DONE}
    file = member.get(f"{draft_at(made.id)}versions/1/public.ru.pdf")
    assert file.headers["Content-Disposition"].endswith(f"superior-complaint-{made.id}-v1-public.ru.pdf")

    said = {language: printed(app, session, made.id, language, tmp_path) for language in LetterLanguage}
    assert round_.authority is not None
    for expected in (
        "ЖАЛОБА В ВЫШЕСТОЯЩИЙ ОРГАН", f"через {round_.authority.ru_accusative}",
        "23 ноября 2026 года мы направили", "коллективную жалобу", "через систему e-Otinish", "ЖТ-2026-17",
        "20 рабочих дней (статья 99 АППК РК)", "последний день – 22 декабря 2026 года",
        "на дату этой жалобы ответ не дан.", "(части 1–3 статьи 91 АППК РК)", "Обязать ",
    ):  # fmt: skip
        assert letters_of(expected) in letters_of(said[LetterLanguage.RU]), expected
    for expected in (
        "ЖОҒАРЫ ТҰРҒАН ОРГАНҒА ШАҒЫМ", f"{round_.authority.kk_nominative} арқылы",
        "2026 жылғы 23 қарашада біз", "ұжымдық шағым жолдадық", "e-Otinish жүйесі арқылы", "ЖТ-2026-17",
        "20 жұмыс күні (ҚР ӘРПК-нің 99-бабы)", "соңғы күні – 2026 жылғы 22 желтоқсан",
        "жауап берілген жоқ.", "(ҚР ӘРПК-нің 91-бабының 1–3-бөліктері)", "міндетін жүктеу",
    ):  # fmt: skip
        assert letters_of(expected) in letters_of(said[LetterLanguage.KK]), expected


def test_the_working_days_passed_are_counted_up_to_the_date_of_the_letter(
    app: Flask, late: Late, session: Session, tmp_path: Path
) -> None:
    """Due on Tuesday 22 December: the 23rd to the 25th, then Monday the 28th."""
    member, [submission] = late.after(COMPLAINT)
    number = start(member, session, SUPERIOR, about=str(submission.id))
    fill_and_send(member, draft_at(number), {**PERSON, "letter_dated_on": "28.12.2026"})
    page = f"{draft_at(number)}freeze"
    assert member.post(page, data=filled_in(missing(member, number), page)).status_code == 303
    session.rollback()
    assert "После последнего дня срока прошло рабочих дней: 4." in printed(
        app, session, number, LetterLanguage.RU, tmp_path
    )
    assert "жұмыс күндерінің саны – 4." in printed(app, session, number, LetterLanguage.KK, tmp_path)


def test_an_extendable_term_and_an_unknown_number_change_what_is_said(
    app: Flask, late: Late, session: Session, round_: Round, tmp_path: Path
) -> None:
    member, [submission] = late.after(APPEAL, channel="paper", outside_number="")
    assert round_.authority is not None
    submission.authority_id = submission.held_by_id = round_.authority.id
    session.commit()
    number = freeze(member, session, SUPERIOR, about=str(submission.id))
    russian = printed(app, session, number, LetterLanguage.RU, tmp_path)
    kazakh = printed(app, session, number, LetterLanguage.KK, tmp_path)
    assert "15 рабочих дней (части 1–2 статьи 76 АППК РК)" in russian
    assert "ответ не дан, о продлении срока нас не извещали" in russian
    assert "мерзімнің ұзартылғаны туралы бізге хабарланған жоқ" in kazakh
    assert ("Способ подачи – на бумаге." in russian, "Беру тәсілі – қағаз түрінде." in kazakh) == (True, True)
    assert ("Номер, присвоенный" in russian, "Орган берген нөмір" in kazakh) == (False, False)


def test_a_term_that_was_extended_is_told_with_the_day_of_the_extension(
    app: Flask, late: Late, session: Session, round_: Round, tmp_path: Path
) -> None:
    """Without that day the 15 working days and the last day would contradict each other."""
    member, [submission] = late.after(APPEAL)
    assert round_.authority is not None
    submission.authority_id = submission.held_by_id = round_.authority.id
    session.commit()
    event = f"{draft_at(submission.version.petition_id)}submission/events/extended"
    days = {"happened_on": "08.12.2026", "until": "15.01.2027", "notified_on": "08.12.2026"}
    assert fill_and_send(member, event, days).status_code == 303
    number = freeze(member, session, SUPERIOR, about=str(submission.id))
    russian = printed(app, session, number, LetterLanguage.RU, tmp_path)
    kazakh = printed(app, session, number, LetterLanguage.KK, tmp_path)
    assert "8 декабря 2026 года он продлён; последний день – 15 января 2027 года." in russian
    assert "о продлении срока нас не извещали" not in russian
    assert "ол 2026 жылғы 8 желтоқсанда ұзартылды; соңғы күні – 2027 жылғы 15 қаңтар." in kazakh


def test_of_a_request_for_information_no_refusal_by_silence_is_claimed(
    app: Flask, late: Late, session: Session, tmp_path: Path
) -> None:
    member, [submission] = late.after(REQUEST)
    number = freeze(member, session, SUPERIOR, about=str(submission.id))
    made = session.get_one(Petition, number)
    norms = {row.norm_id for row in made.norms}
    assert {"info-11-10", "appk-91-4", "appk-100"} <= norms
    assert "appk-91-1" not in norms
    assert (list(made.demands), len(made.chosen)) == ([], 4)
    russian = printed(app, session, number, LetterLanguage.RU, tmp_path)
    assert "15 календарных дней" in russian
    assert "предоставить запрошенную информацию либо дать мотивированный отказ" in russian
    assert "считается отказом" not in russian
    kazakh = printed(app, session, number, LetterLanguage.KK, tmp_path)
    assert ("күнтізбелік күн" in kazakh, "бас тарту деп есептеледі" in kazakh) == (True, False)


def test_only_what_is_overdue_and_unanswered_is_offered(late: Late, session: Session, group: Group) -> None:
    member, [answered, silent] = late.after(COMPLAINT, APPEAL)
    answer(session, answered, date(2027, 1, 10))
    number = start(member, session, SUPERIOR)
    page = member.get(draft_at(number)).get_data(as_text=True)
    field = page.partition('id="about_submission"')[2].partition("</select>")[0]
    assert str(answered.id) not in field
    assert f'selected value="{silent.id}"' in field or f'value="{silent.id}" selected' in field
    assert group.slug == GROUP
    again = hand_in(member, session, freeze(member, session, COMPLAINT))
    assert str(again.id) not in member.get(draft_at(number)).get_data(as_text=True)


def test_without_anything_overdue_the_freeze_says_what_is_missing(
    filed: list[Complaint], owner: CheckedClient, session: Session
) -> None:
    assert filed
    number = start(owner, session, SUPERIOR)
    fill_and_send(owner, draft_at(number), PERSON)
    assert "Choose the document that was not answered in time or whose answer leaves demands unmet." in missing(
        owner, number
    )


@pytest.mark.parametrize("how", ["answered", "dated before"])
def test_an_answer_that_came_and_a_letter_dated_within_the_term_stop_the_freeze(
    how: str, late: Late, session: Session
) -> None:
    member, [submission] = late.after(COMPLAINT)
    number = start(member, session, SUPERIOR, about=str(submission.id))
    dated = {"letter_dated_on": "22.12.2026"} if how == "dated before" else {}
    fill_and_send(member, draft_at(number), {**PERSON, **dated})
    if how == "answered":
        answer(session, submission, date(2027, 1, 10))
    page = missing(member, number)
    assert "The answer to the document chosen leaves no demand unmet, or its term had not passed" in page
    assert f'href="{draft_at(number)}#about_submission"' in page
    assert member.get(draft_at(number)).status_code == 200


def test_another_document_brings_its_bodies_and_another_kind_forgets_it(
    late: Late, session: Session, round_: Round
) -> None:
    member, [complaint, request] = late.after(COMPLAINT, REQUEST)
    assert round_.authority is not None
    request.authority_id = request.held_by_id = round_.authority.superior_id
    session.commit()
    number = start(member, session, SUPERIOR, about=str(complaint.id))
    assert fill_and_send(member, draft_at(number), {"about_submission": str(request.id)}).status_code == 303
    session.rollback()
    made = session.get_one(Petition, number)
    assert (made.about_submission_id, made.challenged_body_id) == (request.id, round_.authority.superior_id)
    assert fill_and_send(member, draft_at(number), {"kind": APPEAL.value}).status_code == 303
    session.rollback()
    assert session.get_one(Petition, number).about_submission_id is None


def test_who_left_the_earlier_document_is_not_proposed_again(
    late: Late, session: Session, filed: list[Complaint]
) -> None:
    member, [submission] = late.after(COMPLAINT)
    included = queries.list_included(session, submission.version_id)
    included[0].left_at = LATER
    session.commit()
    made = session.get_one(Petition, start(member, session, SUPERIOR, about=str(submission.id)))
    assert {row.complaint_id for row in made.chosen} == {one.id for one in filed} - {included[0].complaint_id}


def test_another_group_s_silence_is_no_business_of_this_one(late: Late, session: Session) -> None:
    member, [submission] = late.after(COMPLAINT)
    made = Group(id=new_id(), slug="other", name="Басқа топ", region_code="KZ-47", created_at=LATER)
    session.add(made)
    session.flush()
    submission.version.petition.group_id = made.id
    session.commit()
    number = start(member, session, SUPERIOR, about=str(submission.id))
    assert session.get_one(Petition, number).about_submission_id is None


def answer_each(session: Session, submission: Submission, side: RecordedBy, *outcomes: Outcome, on: date) -> None:
    """An answer with these outcomes for the demands of the document, in their order; the last one for the rest."""
    letter = submission.version.content["ru"]["letter"]
    codes = [row["code"] for row in letter["demands"]]
    said = [*outcomes, *[outcomes[-1]] * len(codes)][: len(codes)]
    row = Response(
        id=new_id(), submission_id=submission.id, number="12-5/77", responded_on=on, language=LetterLanguage.KK,
        recorded_at=LATER, recorded_as=side,
        outcomes=[
            ResponseOutcome(demand_code=code, outcome=outcome, position=place)
            for place, (code, outcome) in enumerate(zip(codes, said, strict=True), 1)
        ],
    )  # fmt: skip
    session.add(row)
    session.commit()


def test_an_answer_that_refuses_or_evades_leads_to_the_superior_body_and_is_told_demand_by_demand(
    app: Flask, late: Late, session: Session, tmp_path: Path
) -> None:
    member, submission = late.after_asking("REPEAT_ROUND", "PUBLISH_LOGS", "ANNUL_ROUND")
    outcomes = (Outcome.MET, Outcome.REFUSED, Outcome.EVADED)
    answer_each(session, submission, RecordedBy.OFFICIAL, *outcomes, on=date(2026, 12, 24))
    page = member.get(f"{draft_at(submission.version.petition_id)}submission").get_data(as_text=True)
    assert "unmet" in page
    number = freeze(member, session, SUPERIOR, about=str(submission.id))
    made = session.get_one(Petition, number)
    asked = [row["code"] for row in submission.version.content["ru"]["letter"]["demands"]]
    assert {row.code for row in made.demands} == set(asked[1:])
    assert "appk-91-1" not in {row.norm_id for row in made.norms}
    russian, kazakh = (printed(app, session, number, code, tmp_path) for code in (LetterLanguage.RU, LetterLanguage.KK))
    labels = {
        code: [row["label"] for row in submission.version.content[code]["letter"]["demands"]] for code in ("ru", "kk")
    }
    for text, words in (
        (russian, ("на действия (бездействие)", "№ 12-5/77", "24 декабря 2026 года", "ответа – 22",
                   "после последнего дня срока – 2", ": удовлетворено.", ": отказано.", ": ответ по существу не дан.")),
        (kazakh, ("әрекетіне (әрекетсіздігіне)", "№ 12-5/77", "2026 жылғы 24 желтоқсан", "саны – 22",
                  "кейін – 2", "деген талап қанағаттандырылды.", "деген талапты қанағаттандырудан бас тартылды.",
                  "деген талапқа мәні бойынша жауап берілмеді.", "Берілген жауаппен келіспейміз")),
    ):  # fmt: skip
        for word in words:
            assert letters_of(word) in letters_of(text), word
    for code, text in (("ru", russian), ("kk", kazakh)):
        for label in labels[code][:3]:
            assert letters_of(label) in letters_of(text)
    assert letters_of("ответ не дан.") not in letters_of(russian.partition("Регистрация")[0])


def test_what_the_authority_recorded_is_told_and_not_what_the_group_did(late: Late, session: Session) -> None:
    member, [submission] = late.after(COMPLAINT)
    answer_each(session, submission, RecordedBy.ORGANISER, Outcome.REFUSED, on=date(2026, 12, 10))
    answer_each(session, submission, RecordedBy.OFFICIAL, Outcome.MET, on=date(2026, 12, 11))
    page = member.get(f"{DESK}petitions/new?round={ROUND}&kind=superior_complaint").get_data(as_text=True)
    number = start(member, session, SUPERIOR)
    assert page
    assert session.get_one(Petition, number).about_submission_id is None


def test_an_answer_that_meets_everything_offers_no_next_step(late: Late, session: Session) -> None:
    member, [submission] = late.after(COMPLAINT)
    answer_each(session, submission, RecordedBy.OFFICIAL, Outcome.MET, on=date(2026, 12, 11))
    page = member.get(f"{draft_at(submission.version.petition_id)}submission").get_data(as_text=True)
    assert "What you can do next" not in page


def test_an_answer_after_the_draft_began_is_told_by_the_builder_and_changes_no_frozen_version(
    app: Flask, late: Late, session: Session, tmp_path: Path
) -> None:
    member, submission = late.after_asking("REPEAT_ROUND", "PUBLISH_LOGS")
    frozen = freeze(member, session, SUPERIOR, about=str(submission.id))
    draft = start(member, session, SUPERIOR, about=str(submission.id))
    before = printed(app, session, frozen, LetterLanguage.RU, tmp_path)
    answer_each(session, submission, RecordedBy.OFFICIAL, Outcome.REFUSED, on=date(2027, 1, 15))
    shown = member.get(draft_at(draft)).get_data(as_text=True)
    assert "demands not met" in shown
    assert "отказано" in member.get(f"{draft_at(draft)}?letter=ru").get_data(as_text=True)
    assert printed(app, session, frozen, LetterLanguage.RU, tmp_path) == before


@pytest.mark.parametrize(
    ("lang", "words"), [("kk", "Сотқа қалай"), ("ru", "Как обратиться в суд"), ("en", "How to go")]
)
def test_the_guide_to_court_names_the_last_day_and_what_was_answered(
    late: Late, session: Session, lang: str, words: str
) -> None:
    member, [submission] = late.after(COMPLAINT)
    answer_each(session, submission, RecordedBy.OFFICIAL, Outcome.REFUSED, on=date(2026, 12, 24))
    page = member.get(f"{draft_at(submission.version.petition_id, lang)}submission/court").get_data(as_text=True)
    assert words in page
    assert {"kk": "2027 жылғы 24 қаңтар", "ru": "24 января 2027 года", "en": "24 January 2027"}[lang] in page
    assert "12-5/77" in page


def test_after_an_appeal_the_guide_names_the_complaint_that_comes_first(late: Late, session: Session) -> None:
    member, [submission] = late.after(APPEAL)
    page = member.get(f"{draft_at(submission.version.petition_id)}submission/court").get_data(as_text=True)
    assert "The term for the answer still runs" in page
    answer_each(session, submission, RecordedBy.OFFICIAL, Outcome.REFUSED, on=date(2026, 12, 11))
    page = member.get(f"{draft_at(submission.version.petition_id)}submission/court").get_data(as_text=True)
    assert "complain to the superior body first" in page
    assert "11 March 2027" in page
