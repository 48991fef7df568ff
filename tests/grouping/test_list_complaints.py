"""The group's list of complaints: what a member sees of them, how it is narrowed, and the spreadsheet of it."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from complaints import departures
from complaints.confirming import confirm
from complaints.domain.access import AccountRole
from complaints.domain.complaint import ConfirmedBy, Departure, LetterLanguage, Mode, Role
from complaints.domain.moderation import TextState
from complaints.models import Complaint, Group, GroupRound, PublicText, new_id
from complaints.spreadsheets import as_text
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.planted import ROUND
from tests.support.released import AKTAU, ZHANAOZEN, Filers

pytestmark = pytest.mark.usefixtures("unprinted")

GROUP = "parents"
LIST = f"/en/groups/{GROUP}/rounds/{ROUND}/complaints"
PROVIDER = {"role": Role.PROVIDER, "organisation": "«Мысал» ЖШС", "attempted_at": None, "screen_result": None}
TEXT = "Хабарландыру тіркеуден бір жарым сағат бұрын ғана шықты, біз үлгермедік."
IIN = "910630201017"
NUMBER = re.compile(r'<tr id="complaint-([0-9A-Z]{4}-[0-9A-Z]{4})"')
SignIn = Callable[..., CheckedClient]


@pytest.fixture
def filers(app: Flask, session: Session, clock: Clock) -> Filers:
    return Filers(app, session, clock)


@pytest.fixture
def group(session: Session, filers: Filers, clock: Clock) -> Group:
    made = Group(id=new_id(), slug=GROUP, name="Ата-аналар", region_code="KZ-47", created_at=clock())
    session.add(made)
    session.flush()
    session.add(GroupRound(group_id=made.id, round_id=filers.round.id))
    session.commit()
    return made


@pytest.fixture
def member(group: Group, sign_in: SignIn) -> CheckedClient:
    return sign_in(AccountRole.ORGANISER, group_slug=GROUP)


def numbers(client: CheckedClient, **asked: str) -> list[str]:
    answer = client.get(LIST, query_string=asked)
    assert answer.status_code == 200
    return NUMBER.findall(answer.text)


def sheet(client: CheckedClient, lang: str = "en", **asked: str) -> list[list[str]]:
    answer = client.get(f"/{lang}/groups/{GROUP}/rounds/{ROUND}/complaints.csv", query_string=asked)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def by_number(*complaints: Complaint) -> list[str]:
    """As the list has them: the newest first."""
    return [complaint.number for complaint in reversed(complaints)]


def test_a_member_sees_numbers_answers_and_released_texts_only(
    member: CheckedClient, session: Session, filers: Filers
) -> None:
    filers.file(narrative="Жарияланбаған сөздер", consent_publish=True, locality_code=None, locality_other="Құпия ауыл")
    complaint = filers.release("Жарияланған ▇▇▇ сөздер")
    page = member.get(LIST).text
    assert "Жарияланған" in page
    assert "(blanked out)" in page
    assert complaint.number in page
    assert "Notice was too short" in page
    for secret in ("Жарияланбаған", "Құпия ауыл", "Мысалова", "7010000001", "Мысал көшесі"):
        assert secret not in page
        assert secret not in str(sheet(member))


@pytest.mark.parametrize("state", [TextState.WAITING, TextState.HELD])
def test_a_text_taken_back_is_not_shown_nor_found(
    member: CheckedClient, session: Session, filers: Filers, state: TextState
) -> None:
    complaint = filers.release("Енді көрінбейтін сөздер")
    session.get_one(PublicText, complaint.id).state = state
    session.commit()
    assert "көрінбейтін" not in member.get(LIST).text
    assert numbers(member, words="көрінбейтін") == []
    assert numbers(member, released="no") == [complaint.number]


@pytest.mark.parametrize("path", [LIST, f"{LIST}.csv"])
def test_strangers_learn_nothing(
    client: CheckedClient, group: Group, sign_in: SignIn, session: Session, clock: Clock, path: str
) -> None:
    assert client.get(path).status_code == 303
    for role in (AccountRole.OFFICIAL, AccountRole.MODERATOR, AccountRole.OPERATOR):
        assert sign_in(role).get(path).status_code == 403
    session.add(Group(id=new_id(), slug="others", name="Басқалар", region_code="KZ-47", created_at=clock()))
    session.commit()
    stranger = sign_in(AccountRole.ORGANISER, group_slug="others")
    assert stranger.get(path).status_code == 404
    assert stranger.get(path.replace(GROUP, "others")).status_code == 404, "the round is not theirs"


def test_every_filter_narrows_the_list_and_they_combine(
    member: CheckedClient, session: Session, filers: Filers, clock: Clock
) -> None:
    one = filers.release("Орын қалмады.", grounds=("LEAK",), demands=("ANNUL_ROUND",))
    two = filers.file(locality_code=ZHANAOZEN, mode=Mode.EVIDENCE)
    three = filers.file(locality_code=None, locality_other="Ауыл", **PROVIDER)
    late = filers.file(learned_at=datetime(2025, 3, 29, 5, tzinfo=UTC), attempted_at=None)
    confirm(session, one, by=ConfirmedBy.CALL, now=clock())
    session.commit()
    everything = by_number(one, two, three, late)
    assert numbers(member) == everything
    for asked, expected in (
        ({"ground": "LEAK"}, [one]),
        ({"demand": "ANNUL_ROUND"}, [one]),
        ({"role": "provider"}, [three]),
        ({"mode": "evidence"}, [two]),
        ({"place": ZHANAOZEN}, [two]),
        ({"place": AKTAU}, [one, late]),
        ({"place": "other"}, [three]),
        ({"confirmed": "yes"}, [one]),
        ({"confirmed": "no"}, [three, late]),
        ({"late": "yes"}, [late]),
        ({"late": "no"}, [one, two, three]),
        ({"released": "yes"}, [one]),
        ({"released": "no"}, [two, three, late]),
        ({"duplicate": "no"}, [one, two, three, late]),
        ({"duplicate": "yes"}, []),
        ({"role": "parent", "place": AKTAU, "late": "no"}, [one]),
        ({"role": "provider", "place": AKTAU}, []),
        ({"ground": "NOTHING", "role": "king", "late": "maybe", "page": "x"}, [one, two, three, late]),
    ):
        assert numbers(member, **asked) == by_number(*expected), asked
        assert [row[0] for row in sheet(member, **asked)[1:]] == by_number(*expected), asked


def test_what_is_not_chosen_is_no_mistake(member: CheckedClient, filers: Filers) -> None:
    filers.file()
    for asked in ({}, {"role": "parent"}, {"role": "king"}):
        assert "error-summary" not in member.get(LIST, query_string=asked).text


def test_days_are_those_of_the_region_and_both_are_included(member: CheckedClient, filers: Filers) -> None:
    before = filers.file(filed_at=datetime(2026, 11, 20, 18, 59, tzinfo=UTC))
    first = filers.file(filed_at=datetime(2026, 11, 20, 19, 0, tzinfo=UTC))
    last = filers.file(filed_at=datetime(2026, 11, 21, 18, 59, tzinfo=UTC))
    after = filers.file(filed_at=datetime(2026, 11, 21, 19, 0, tzinfo=UTC))
    assert numbers(member, day_from="21.11.2026", day_to="2026-11-21") == by_number(first, last)
    assert numbers(member, day_from="21.11.2026") == by_number(first, last, after)
    assert numbers(member, day_to="20.11.2026") == by_number(before)


def test_a_day_that_is_none_is_named_and_the_rest_counts(member: CheckedClient, filers: Filers) -> None:
    complaint = filers.file()
    answer = member.get(LIST, query_string={"day_from": "31.02.2026", "role": "parent"})
    assert answer.status_code == 200
    assert answer.text.count("Enter the day like this") == 2, "at the top and beside the field"
    assert 'value="31.02.2026"' in answer.text
    assert NUMBER.findall(answer.text) == [complaint.number]


def test_numbers_and_words_are_searched_together(member: CheckedClient, filers: Filers) -> None:
    found, other = filers.release("Орын ҚАЛМАДЫ деді."), filers.file()
    assert numbers(member, words="калмады") == [found.number]
    assert numbers(member, words=other.number.lower()) == [other.number]
    assert numbers(member, words=other.number.replace("-", "").replace("0", "O").replace("1", "l")) == [other.number]
    assert other.number in numbers(member, words=other.number[:4])
    for nothing in ("%", "_", "\\", "жоқ сөз"):
        assert numbers(member, words=nothing) == []


def test_same_texts_and_same_people_are_marked_and_people_counted_once(
    member: CheckedClient, filers: Filers, work: Callable[[], int], session: Session, clock: Clock
) -> None:
    first = filers.file(narrative=TEXT, iin=IIN)
    copies = [filers.file(narrative=TEXT.upper()) for _ in range(2)]
    again = filers.file(narrative="Басқа сөз", iin=IIN)
    alone = filers.file(narrative="Очередь показывала номер 512, через минуту 3841, потом выкинуло.")
    work()
    page = member.get(LIST).text
    assert page.count("same text × 3") == 3
    assert page.count("perhaps the same person") == 2
    assert numbers(member, duplicate="yes") == by_number(first, *copies, again)
    assert numbers(member, duplicate="no") == [alone.number]
    assert numbers(member, same_text=copies[0].number) == by_number(first, *copies)
    assert numbers(member, same_text="AAAA-AAAA") == []
    assert figures(page) == ["5", "5", "4"]
    departures.leave(session, copies[0], Departure.JOINED, now=clock(), joined_to=first.id)
    session.commit()
    page = member.get(LIST).text
    assert figures(page) == ["5", "5", "3"]
    assert "Joined: counted once" in page


def figures(page: str) -> list[str]:
    return re.findall(r'<p class="figure-number">([^<]+)</p>', page)


@pytest.mark.parametrize("how", [Departure.WITHDRAWN, Departure.ERASED])
def test_withdrawn_and_erased_complaints_leave_the_list(
    member: CheckedClient, session: Session, filers: Filers, clock: Clock, how: Departure
) -> None:
    kept, gone = filers.file(), filers.release("Кететін мәтін")
    departures.leave(session, gone, how, now=clock())
    session.commit()
    assert numbers(member) == [kept.number]
    assert figures(member.get(LIST).text) == ["1", "1", "1"]
    assert gone.number not in str(sheet(member))


def test_the_pages_together_are_the_list_without_gap_or_repeat(
    member: CheckedClient, session: Session, filers: Filers
) -> None:
    """Also when many were filed in the same second, and under any filter."""
    chance = random.Random(3)
    moments = [datetime(2026, 11, 21, 5, 0, second, tzinfo=UTC) for second in range(3)]
    roles: list[dict[str, object]] = [{}, PROVIDER]
    for _ in range(120):
        filers.file(filed_at=chance.choice(moments), **chance.choice(roles))
    for asked in ({}, {"role": "parent"}, {"role": "provider", "place": AKTAU}):
        shown = [numbers(member, page=str(page), **asked) for page in (1, 2, 3)]
        listed = list(dict.fromkeys(number for page in shown for number in page))
        whole = [row[0] for row in sheet(member, **asked)[1:]]
        assert listed == whole
        assert len(shown[0]) == min(50, len(whole))
    assert numbers(member, page="3") == numbers(member, page="999")
    assert len(numbers(member, page="3")) == 20
    assert numbers(member, page="1") == numbers(member, page="-1")


@pytest.mark.parametrize(("lang", "head"), [("kk", "Нөмірі"), ("ru", "Номер"), ("en", "Number")])
def test_the_spreadsheet_is_a_file_in_utf_8_that_no_cache_keeps(
    member: CheckedClient, filers: Filers, lang: str, head: str
) -> None:
    filers.release('Бірінші жол\nекінші; жол, "тырнақша"')
    answer = member.get(f"/{lang}/groups/{GROUP}/rounds/{ROUND}/complaints.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=complaints-{ROUND}-2026-11-23.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    rows = sheet(member, lang)
    assert {len(row) for row in rows} == {15}
    assert rows[1][-1] == 'Бірінші жол\nекінші; жол, "тырнақша"'


SIGNS = "=+-@\t\r\0＝＋－＠"


@pytest.mark.parametrize("sign", SIGNS)
def test_no_cell_begins_with_a_sign_of_a_formula(sign: str) -> None:
    assert as_text(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("harmless", ["", "Орын қалмады.", "7-8 минут", "a=b", "«-» деді", "5;6", "Иә - жоқ"])
def test_what_is_no_formula_stays_as_typed(harmless: str) -> None:
    assert as_text(harmless) == harmless


def test_no_text_can_begin_a_formula_wherever_a_program_cuts_it() -> None:
    """Programs of other countries cut at semicolons or tabs, and then a quote in the middle protects nothing."""
    chance = random.Random(4)
    for _ in range(3000):
        typed = "".join(chance.choice(SIGNS + " аб1,;\n\"'()") for _ in range(chance.randint(0, 12)))
        for cell in re.split("[,;\t\r\n]", as_text(typed)):
            assert not cell or cell[0] not in SIGNS.replace("\0", ""), repr(typed)
        assert as_text(typed).replace("'", "") == typed.replace("'", "")


def test_a_formula_in_a_released_text_is_text_in_the_spreadsheet(member: CheckedClient, filers: Filers) -> None:
    filers.release('=HYPERLINK("http://example.com";"бас");=1+1')
    assert sheet(member)[1][-1] == '\'=HYPERLINK("http://example.com";"бас");\'=1+1'


def test_the_group_s_desk_leads_to_the_list(member: CheckedClient, filers: Filers) -> None:
    filers.file(language=LetterLanguage.RU)
    assert f'href="{LIST}"' in member.get(f"/en/groups/{GROUP}/").text


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_an_empty_list_says_what_would_be_here(member: CheckedClient, lang: str) -> None:
    answer = member.get(f"/{lang}/groups/{GROUP}/rounds/{ROUND}/complaints")
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text
