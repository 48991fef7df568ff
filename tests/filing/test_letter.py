"""The own letter: what it says, against the row it is made of; for whom it opens; late, nameless and hostile ones."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import data
from complaints.domain.evidence import EvidenceKind, EvidenceState
from complaints.models import Authority, Complaint, EvidenceFile, Round, new_id
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, FORMAL, PROVIDER, ROUND
from tests.support.own_letters import file, letter, on_paper, page_of, plain

LONG_AGO = {"learned_at": "29.03.2025 10:07", "attempted_at": "29.03.2025 11:35"}
BLANK = "____"
GENITIVE_RU = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября"]
GENITIVE_RU += ["ноября", "декабря"]


def lines(text: str) -> list[str]:
    return text.split("\n")


def row_of(session: Session, number: str) -> Complaint:
    return session.scalars(select(Complaint).where(Complaint.number == number)).one()


def test_it_says_in_russian_what_the_row_says(client: CheckedClient, session: Session) -> None:
    number = file(client, FORMAL)
    text, row = letter(client, number, "ru"), row_of(session, number)
    department = row.round.authority
    assert department is not None
    assert department.superior is not None
    assert lines(text)[:2] == [f"Кому: {department.superior.ru_dative}", f"через {department.ru_accusative}"]
    assert f"действия (бездействие) {department.ru_genitive} при проведении" in text
    assert "Заявитель: Әбдіғалиева Гүлнұр Серікқызы" in lines(text)
    assert "ИИН: 910630201017" in lines(text)
    assert "Почтовый адрес и адрес фактического проживания: Ақтау қаласы, Мысал көшесі, 1-үй" in lines(text)
    assert "Телефон, электронная почта: +77010000001, filer@example.com" in lines(text)
    for moment in (row.learned_at, row.attempted_at):
        assert moment is not None
        local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Aqtau"))
        assert f"{local.day} {GENITIVE_RU[local.month - 1]} {local.year} года в {local:%H:%M}" in text
    assert "из чата в мессенджере" in text
    assert "экран показал, что свободных мест нет" in text
    assert f"Число детей, которых это касается: {row.children_count}." in text
    assert row.locality is not None
    assert f"Населённый пункт или район: {row.locality.name_ru}." in text
    assert "Орын қалмаған еді." in lines(text)
    assert f"1. {data.demands()['REPEAT_ROUND'].label.ru}" in lines(text)
    assert lines(text)[-1] == "23 ноября 2026 года"


def test_it_says_in_kazakh_what_the_row_says(client: CheckedClient, session: Session) -> None:
    number = file(client, FORMAL)
    text, row = letter(client, number, "kk"), row_of(session, number)
    department = row.round.authority
    assert department is not None
    assert department.superior is not None
    assert lines(text)[:3] == [
        f"Кімге: {department.superior.kk_dative}",
        f"{department.kk_nominative} арқылы",
        "Кімнен: Әбдіғалиева Гүлнұр Серікқызынан",
    ]
    assert f"{department.kk_genitive} «Даму Бала» платформасында" in text
    assert "ЖСН: 910630201017" in lines(text)
    assert "2026 жылғы 20 қарашада (жергілікті уақытпен сағат 10:07) мессенджердегі чаттан білдім." in text
    assert "2026 жылғы 20 қарашада (сағат 11:35) тіркелуге әрекет жасадым; экранда бос орын жоқ екені" in text
    assert f"Бұл мәселе {row.children_count} балама қатысты." in text
    assert row.locality is not None
    assert f"Елді мекен немесе аудан: {row.locality.name_kk}." in text
    assert "Орын қалмаған еді." in lines(text)
    assert f"1. {data.demands()['REPEAT_ROUND'].label.kk}" in lines(text)
    assert lines(text)[-1] == "2026 жылғы 23 қараша"


def test_it_comes_in_the_language_of_the_complaint_until_another_is_asked_for(client: CheckedClient) -> None:
    number = file(client, FORMAL, {"language": "ru"})
    assert "ЖАЛОБА" in lines(plain(page_of(client, number)))
    assert "ШАҒЫМ" in lines(plain(page_of(client, number, "in=kk")))
    assert "ЖАЛОБА" in lines(plain(page_of(client, number, "in=xx&as=yy")))


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_paper_and_plain_text_say_the_same(client: CheckedClient, lang: str) -> None:
    page = page_of(client, file(client, FORMAL), f"in={lang}")
    paper, text = on_paper(page), plain(page)
    for line in filter(None, lines(text)):
        assert re.sub(r"^\d+\. ", "", line) in paper
    assert "/ Г. С. Әбдіғалиева /" in paper
    assert "Г. С. Әбдіғалиева" not in text


@pytest.mark.parametrize("authority", data.authorities(), ids=lambda body: body.slug)
def test_every_body_stands_in_the_case_that_its_place_asks_for(
    client: CheckedClient, session: Session, authority: data.Authority
) -> None:
    number = file(client, FORMAL)
    round_ = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    round_.authority = session.scalars(select(Authority).where(Authority.slug == authority.slug)).one()
    session.commit()
    superior = next((body for body in data.authorities() if body.slug == authority.superior), None)
    in_russian, in_kazakh = letter(client, number, "ru"), letter(client, number, "kk")
    assert lines(in_russian)[0] == f"Кому: {superior.ru_dative}" if superior else BLANK in lines(in_russian)[0]
    assert lines(in_russian)[1] == f"через {authority.ru_accusative}"
    assert f"(бездействие) {authority.ru_genitive} при" in in_russian
    assert lines(in_kazakh)[0] == f"Кімге: {superior.kk_dative}" if superior else BLANK in lines(in_kazakh)[0]
    assert lines(in_kazakh)[1] == f"{authority.kk_nominative} арқылы"
    assert f"{authority.kk_genitive} «" in in_kazakh


def test_a_round_whose_body_is_not_known_leaves_blanks(client: CheckedClient, session: Session) -> None:
    number = file(client, FORMAL)
    session.scalars(select(Round).where(Round.slug == ROUND)).one().authority = None
    session.commit()
    assert all(BLANK in line for line in lines(letter(client, number, "ru"))[:2])


@pytest.mark.parametrize("code", [*data.grounds()])
def test_every_ground_is_the_person_s_own_statement_with_norms_that_may_be_printed(
    client: CheckedClient, code: str
) -> None:
    ground = data.grounds()[code]
    base = FORMAL if "parent" in ground.roles else {**PROVIDER, "full_name": "Серікова Гүлжан"}
    number = file(client, base, {"grounds": [code]})
    for lang, known in (("ru", "По имеющимся у меня сведениям, "), ("kk", "Менде бар мәліметтерге сәйкес, ")):
        text = letter(client, number, lang)
        said = [line for line in lines(text) if line.startswith("– ")]
        norms = [data.norms()[norm] for norm in ground.norms]
        cite = data.cite_ru if lang == "ru" else data.cite_kk
        printed = [f"– {cite(norm)}: {norm.text[lang]}" for norm in norms if norm.printable]
        assert sorted(printed) == sorted(said[len(said) - len(printed) :])
        assert all(norm.text[lang] not in text for norm in norms if not norm.printable)
        if code == "OTHER":
            assert said == []
            continue
        statement = data.statements()[code]
        assert said[0] == f"– {known if statement.alleged else ''}{statement[lang]}"


def test_every_sensitive_ground_is_worded_as_what_the_person_heard() -> None:
    for code, ground in data.grounds().items():
        if code != "OTHER":
            statement = data.statements()[code]
            assert statement.alleged or not ground.sensitive
            assert all(statement[lang][0].islower() == statement.alleged for lang in ("kk", "ru"))
            assert all(statement[lang].endswith(".") for lang in ("kk", "ru"))


def test_an_organisation_speaks_as_many_and_its_head_signs(client: CheckedClient) -> None:
    number = file(client, PROVIDER)
    in_russian, in_kazakh = letter(client, number, "ru"), letter(client, number, "kk")
    assert "Мы, «Мысал» ЖШС, поставщик услуг государственного творческого заказа, обжалуем" in in_russian
    assert "БИН: 451240002028" in lines(in_russian)
    assert "ПРОСИМ:" in in_russian
    assert not re.search(r"\b(Я|мне|меня|моему|прошу|обжалую)\b", in_russian)
    assert "Біз, «Мысал» ЖШС," in in_kazakh
    assert "шағым жасаймыз." in in_kazakh
    assert not re.search(r"\b(Мен|Менің|маған|сұраймын|жасаймын|білдім)\b", in_kazakh)
    assert "(подпись руководителя)" in on_paper(page_of(client, number, "in=ru"))


def test_a_complaint_without_a_name_leaves_blanks_and_the_page_says_why(client: CheckedClient) -> None:
    number = file(client, EVIDENCE)
    page = page_of(client, number, "in=ru")
    top = lines(plain(page))[:6]
    for label in ("Заявитель:", "Почтовый адрес и адрес фактического проживания:", "Телефон, электронная почта:"):
        assert any(line.startswith(label) and BLANK in line for line in top)
    assert "Appeals without a name, a postal address and a signature are not considered" in page
    assert "not considered" not in page_of(client, file(client, FORMAL))


def test_a_late_complaint_says_so_and_asks_to_restore_the_term(client: CheckedClient) -> None:
    number = file(client, FORMAL, LONG_AGO)
    page = page_of(client, number, "in=ru")
    text = plain(page)
    assert "Три месяца для подачи жалобы истекли 29 июня 2025 года. Прошу восстановить пропущенный срок" in text
    assert re.search(r"Причина пропуска: _{20,}", text)
    assert "as=appeal" in page
    assert "соңғы күні – 2025 жылғы 29 маусым" in letter(client, number, "kk")


def test_the_appeal_has_another_opening_another_ending_and_no_term_to_restore(client: CheckedClient) -> None:
    number = file(client, FORMAL, LONG_AGO)
    in_russian, in_kazakh = letter(client, number, "ru", "appeal"), letter(client, number, "kk", "appeal")
    assert "ЗАЯВЛЕНИЕ" in lines(in_russian)
    assert "обращаюсь по поводу действий" in in_russian
    assert "статьёй 76 АППК РК (15 рабочих дней)" in in_russian
    assert "восстановить" not in in_russian
    assert "жалоб" not in in_russian.lower()
    assert "через" not in in_russian
    assert "АРЫЗ" in lines(in_kazakh)
    assert "байланысты жүгініп отырмын." in in_kazakh
    assert "76-бабында белгіленген мерзімде (15 жұмыс күні)" in in_kazakh
    assert "шағым" not in in_kazakh.lower()


def test_lateness_is_that_of_the_day_on_which_the_letter_is_opened(client: CheckedClient, clock: Clock) -> None:
    number = file(client, FORMAL)
    assert "восстановить" not in letter(client, number, "ru")
    clock.set(datetime(2027, 2, 20, 18, 30, tzinfo=UTC))  # 23:30 of the last day in Aktau
    follow_again(client, clock, number)
    assert "восстановить" not in letter(client, number, "ru")
    clock.advance(minutes=29)
    assert "восстановить" not in letter(client, number, "ru")
    clock.advance(minutes=1)
    assert "восстановить" in letter(client, number, "ru")


def follow_again(client: CheckedClient, clock: Clock, number: str) -> None:
    """The visit ends after an hour: open it anew, as number and code would."""
    with client.session_transaction() as cookie:
        cookie["complaints"] = {number: {"until": int((clock.now + timedelta(hours=1)).timestamp())}}


HOSTILE = "<script>alert(1)</script> & {{ 7*7 }}\n</textarea><h1>x</h1>\n=1+1\n1. бір\n– екі\n&lt;b&gt;"


def test_what_people_type_is_never_interpreted(client: CheckedClient) -> None:
    number = file(client, FORMAL, {"narrative": HOSTILE, "full_name": "<b>Ә</b> & Ұ"})
    for lang in ("kk", "ru"):
        page = page_of(client, number, f"in={lang}")
        assert HOSTILE in plain(page)
        assert "<script>alert" not in page
        assert "<b>Ә</b>" in on_paper(page)


def test_names_with_every_kazakh_letter_stay_whole(client: CheckedClient) -> None:
    name = "Әғқңөұүһі Әбдіқалықұлы-Ңүһөғі Ғалымжанұлы"
    number = file(client, FORMAL, {"full_name": name})
    assert f"Кімнен: {name}нан" in lines(letter(client, number, "kk"))
    assert f"Заявитель: {name}" in lines(letter(client, number, "ru"))


def test_what_was_not_said_leaves_no_empty_sentence(client: CheckedClient) -> None:
    bare = {"attempted_at": "", "screen_result": "", "children_count": "", "narrative": "", "iin": "", "email": ""}
    number = file(client, FORMAL, bare)
    for lang in ("kk", "ru"):
        text = letter(client, number, lang)
        assert not re.search(r"None|: \.|;\s*\.|, ,|\(\)|  ", text)
        assert not re.search(r"ИИН:|ЖСН:|Своими словами|Өз сөзіммен|Число детей|балама", text)
        assert "электронной почте" not in text


@pytest.mark.parametrize(
    ("screen", "in_russian", "in_kazakh"),
    [
        ("did_not_try", "Попытки зарегистрироваться не было.", "Тіркелуге әрекет жасалған жоқ."),
        ("error", "При попытке зарегистрироваться экран показал ошибку.", "жасағанда экранда қате туралы хабар шықты."),
    ],
)
def test_the_screen_without_a_time_of_the_attempt(
    client: CheckedClient, screen: str, in_russian: str, in_kazakh: str
) -> None:
    number = file(client, FORMAL, {"attempted_at": "", "screen_result": screen})
    assert in_russian in letter(client, number, "ru")
    assert in_kazakh in letter(client, number, "kk")


def test_children_who_got_vouchers_honestly_are_spared_when_annulment_is_asked_for(client: CheckedClient) -> None:
    number = file(client, FORMAL, {"demands": ["ANNUL_ROUND"]})
    assert "добросовестно получивших ваучеры" in letter(client, number, "ru")
    assert "ваучерді адал жолмен алған" in letter(client, number, "kk")
    assert "добросовестно" not in letter(client, file(client, FORMAL), "ru")


def test_files_are_listed_under_names_that_say_nothing(app: Flask, client: CheckedClient, session: Session) -> None:
    number = file(client, FORMAL)
    row = row_of(session, number)
    with app.app_context():
        cipher = context.cipher()
        for minute, kind in enumerate((EvidenceKind.JPEG, EvidenceKind.PDF)):
            session.add(evidence_of(row, kind, minute, cipher.encrypt))
    session.commit()
    text = letter(client, number, "ru")
    assert f"1. изображение JPEG (файл {number}-1.jpg)" in lines(text)
    assert f"2. документ PDF (файл {number}-2.pdf)" in lines(text)
    assert "Айгүл" not in text
    assert f"1. JPEG суреті ({number}-1.jpg файлы)" in lines(letter(client, number, "kk"))


def evidence_of(row: Complaint, kind: EvidenceKind, minute: int, encrypt: object) -> EvidenceFile:
    file_id = new_id()
    assert callable(encrypt)
    return EvidenceFile(
        id=file_id,
        complaint_id=row.id,
        kind=kind,
        state=EvidenceState.WAITING,
        name_enc=encrypt("evidence_files", "name", file_id, "Айгүл 3А.jpg"),
        size_bytes=1,
        sha256="0" * 64,
        storage_key=f"evidence/{file_id}",
        added_at=datetime(2026, 11, 23, 5, minute, tzinfo=UTC),
    )


def test_it_opens_for_the_visit_only_and_no_cache_keeps_it(client: CheckedClient, app: Flask, clock: Clock) -> None:
    number = file(client, FORMAL)
    answer = client.get(f"/ru/complaints/{number}/letter")
    assert answer.headers["Cache-Control"] == "no-store"
    for asked in (
        app.test_client().get(f"/ru/complaints/{number}/letter"),
        app.test_client().get("/ru/complaints/0000-0000/letter"),
    ):
        assert asked.status_code == 302
        assert asked.location.startswith("/ru/track")
    clock.advance(hours=1)
    assert client.get(f"/ru/complaints/{number}/letter").status_code == 302


def test_the_page_says_what_the_state_portal_asks_and_how_sure_that_is(client: CheckedClient) -> None:
    number = file(client, FORMAL)
    for lang, words in (
        ("ru", ("eotinish.kz", "Насколько это точно", "2021–2022", "не с подачи на этом сайте")),
        ("kk", ("eotinish.kz", "қаншалықты дәл", "2021–2022", "сонда тіркелген күннен")),
        ("en", ("eotinish.kz", "How sure this is", "2021–2022", "not from filing here")),
    ):
        page = page_of(client, number, lang=lang)
        assert all(word in page for word in words), lang


def test_the_receipt_and_the_complaint_lead_to_it(client: CheckedClient) -> None:
    number = file(client, FORMAL)
    for path in (f"/en/complaints/{number}/receipt", f"/en/complaints/{number}"):
        assert f'href="/en/complaints/{number}/letter"' in client.get(path).get_data(as_text=True)


def portal_values(page: str) -> dict[str, str]:
    """What can be copied into the portal's fields, by their code."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    fields = [*tree.iter("input"), *tree.iter("textarea")]
    found = {field.get("id", ""): field.get("value") or field.text or "" for field in fields}
    return {name.removeprefix("portal-"): value for name, value in found.items() if name.startswith("portal-")}


@pytest.mark.parametrize(
    ("lang", "kind", "expected"),
    [
        ("ru", "complaint", ("Жалоба", "Индивидуальное", "Официальный")),
        ("kk", "complaint", ("Шағым", "Жеке", "Мемлекеттік тіл")),
        ("ru", "appeal", ("Заявление или Сообщение", "Индивидуальное", "Официальный")),
        ("kk", "appeal", ("Арыз немесе хабар", "Жеке", "Мемлекеттік тіл")),
    ],
)
def test_the_portals_fields_are_filled_from_the_letter(
    client: CheckedClient, lang: str, kind: str, expected: tuple[str, ...]
) -> None:
    found = portal_values(page_of(client, file(client, FORMAL), f"in={lang}&as={kind}"))
    assert (found["type"], found["character"], found["language"]) == expected
    assert found["name"] == FORMAL["full_name"]
    assert ("second_addressee" in found) is (kind == "complaint")
    assert found["addressee"] != found.get("second_addressee")


def test_who_filed_without_a_name_gets_no_field_of_a_person(client: CheckedClient) -> None:
    found = portal_values(page_of(client, file(client, EVIDENCE)))
    assert "type" in found
    assert {"name", "address"}.isdisjoint(found)
