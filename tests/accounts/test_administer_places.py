"""Groups, authorities and localities as the operator keeps them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole, GroupRole
from complaints.domain.names import kazakh_sort_key
from complaints.models import Account, Authority, Group, GroupMember, Locality, Round
from tests.accounts.conftest import press, text_of, token_of
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send

GROUPS = "/en/admin/groups/"
GROUP = f"{GROUPS}aktau-2026/"
AUTHORITIES = "/en/admin/authorities/"
DEPARTMENT = f"{AUTHORITIES}mangystau-culture/"
LOCALITIES = "/en/admin/localities/mangystau/"
MEMBER = "organiser@example.com"
NAMES = {
    "kk_nominative": "Абай облысының мәдениет басқармасы",
    "kk_genitive": "Абай облысының мәдениет басқармасының",
    "kk_dative": "Абай облысының мәдениет басқармасына",
    "ru_nominative": "Управление культуры области Абай",
    "ru_genitive": "Управления культуры области Абай",
    "ru_dative": "Управлению культуры области Абай",
    "ru_accusative": "Управление культуры\nобласти  Абай",
}


@pytest.fixture
def operator(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.OPERATOR)


@pytest.fixture
def group(operator: CheckedClient, session: Session) -> Group:
    """A group of Mangystau without rounds and members."""
    answer = fill_and_send(operator, f"{GROUPS}new", {"name": "Ақтау", "slug": "aktau-2026", "region": "KZ-47"})
    assert (answer.status_code, answer.location) == (303, GROUP)
    return session.scalars(select(Group)).one()


@pytest.fixture
def organiser(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.ORGANISER, email=MEMBER)


def add(operator: CheckedClient, email: str, role: str) -> tuple[int, str]:
    answer = fill_and_send(operator, f"{GROUP}members", {"email": email, "role": role})
    return answer.status_code, text_of(answer.get_data(as_text=True))


def test_without_groups_the_list_says_what_to_do(operator: CheckedClient) -> None:
    assert "Groups of organisers will be listed here." in operator.get(GROUPS).get_data(as_text=True)


def test_a_group_is_created_and_attached_to_rounds(operator: CheckedClient, group: Group, session: Session) -> None:
    round_ = session.scalars(select(Round).where(Round.slug == "damu-bala-mangystau-2025-03")).one()
    answer = fill_and_send(operator, f"{GROUP}edit", {"name": "Ақтау ата-аналары", "rounds": str(round_.id)})
    assert answer.location == GROUP
    page = text_of(operator.get(GROUP).get_data(as_text=True))
    assert "Ақтау ата-аналары" in page
    assert round_.name_en in page
    fill_and_send(operator, f"{GROUP}edit", {"rounds": []})
    session.refresh(group)
    assert group.rounds == []
    assert group.name == "Ақтау ата-аналары", "what was not touched stays"


@pytest.mark.parametrize("slug", ["", "Ақтау", "two words", "-x", "x" * 61])
def test_a_group_s_address_is_plain(operator: CheckedClient, session: Session, slug: str) -> None:
    answer = fill_and_send(operator, f"{GROUPS}new", {"name": "A", "slug": slug, "region": "KZ-47"})
    assert answer.status_code == 422
    assert session.scalars(select(Group)).all() == []


def test_two_groups_cannot_have_one_address(operator: CheckedClient, group: Group) -> None:
    answer = fill_and_send(operator, f"{GROUPS}new", {"name": "B", "slug": group.slug, "region": "KZ-47"})
    assert answer.status_code == 422
    assert "Another group has this address." in answer.get_data(as_text=True)


def test_an_organiser_is_taken_in_and_gets_another_role(
    operator: CheckedClient, group: Group, organiser: CheckedClient, session: Session
) -> None:
    assert add(operator, MEMBER.upper(), "reader")[0] == 303
    assert add(operator, MEMBER, "owner")[0] == 303
    assert session.scalars(select(GroupMember)).one().role is GroupRole.OWNER
    assert group.name in organiser.get("/en/account/").get_data(as_text=True)
    assert MEMBER in operator.get(GROUP).get_data(as_text=True)
    log = text_of(operator.get("/en/admin/changes/?subject=group").text)
    assert "Role of a member : was «Reader», is «Owner»" in log.replace("member:", "member :")


def test_only_organisers_can_be_members(
    operator: CheckedClient, group: Group, sign_in: Callable[..., CheckedClient]
) -> None:
    sign_in(AccountRole.MODERATOR, email="moderator@example.com")
    status, page = add(operator, "moderator@example.com", "reader")
    assert status == 422
    assert "This account is not an organiser's." in page.replace("&#39;", "'")
    status, page = add(operator, "nobody@example.com", "reader")
    assert status == 422
    assert "No account has this address." in page


def test_a_group_keeps_an_owner(
    operator: CheckedClient, group: Group, organiser: CheckedClient, session: Session
) -> None:
    add(operator, MEMBER, "owner")
    status, page = add(operator, MEMBER, "reader")
    assert status == 422
    assert "A group keeps at least one owner." in page
    account_id = session.scalars(select(GroupMember.account_id)).one()
    assert "A group keeps at least one owner." in press(operator, GROUP, f"{GROUP}members/{account_id}/remove")
    assert session.scalars(select(GroupMember)).one()


def test_a_member_is_removed(operator: CheckedClient, group: Group, organiser: CheckedClient, session: Session) -> None:
    add(operator, MEMBER, "reader")
    account_id = session.scalars(select(GroupMember.account_id)).one()
    change = operator.get(f"{GROUP}members/{account_id}").get_data(as_text=True)
    assert f'value="{MEMBER}"' in change
    press(operator, GROUP, f"{GROUP}members/{account_id}/remove")
    assert session.scalars(select(GroupMember)).all() == []
    assert session.scalars(select(Account).where(Account.role == AccountRole.ORGANISER)).one()


def test_names_that_wait_to_be_checked_say_so(operator: CheckedClient) -> None:
    page = operator.get("/kk/admin/authorities/").get_data(as_text=True)
    row = page.split("Маңғыстау облысының мәдениет")[1].split("</tr>")[0]
    assert 'class="tag late"' in row
    assert "To be checked." in operator.get(DEPARTMENT).get_data(as_text=True)


def test_checked_names_lose_the_mark(operator: CheckedClient, session: Session) -> None:
    token = token_of(operator.get(DEPARTMENT).get_data(as_text=True))
    form = {
        "csrf_token": token,
        **NAMES,
        "role": "department",
        "region_code": "KZ-47",
        "superior_slug": "mangystau-akim",
    }
    assert operator.post(DEPARTMENT, data=form).status_code == 303
    department = session.scalars(select(Authority).where(Authority.slug == "mangystau-culture")).one()
    assert not department.to_be_checked
    assert department.ru_accusative == "Управление культуры области Абай", "in one line"
    assert department.superior is not None
    assert department.superior.slug == "mangystau-akim"


def test_an_untouched_form_changes_nothing(operator: CheckedClient, session: Session) -> None:
    department = session.scalars(select(Authority).where(Authority.slug == "mangystau-culture")).one()
    before = {column.name: getattr(department, column.name) for column in Authority.__table__.columns}
    assert fill_and_send(operator, DEPARTMENT, {}).status_code == 303
    session.refresh(department)
    assert {column: getattr(department, column) for column in before} == before


def test_a_new_authority_needs_every_case(operator: CheckedClient, session: Session) -> None:
    fields = {"slug": "abai-culture", "role": "department", "region_code": "KZ-10", **NAMES}
    answer = fill_and_send(operator, f"{AUTHORITIES}new", {**fields, "kk_dative": " "})
    assert answer.status_code == 422
    assert 'href="#kk_dative"' in answer.get_data(as_text=True)
    assert fill_and_send(operator, f"{AUTHORITIES}new", fields).status_code == 303
    assert session.scalars(select(Authority).where(Authority.slug == "abai-culture")).one().superior is None
    again = fill_and_send(operator, f"{AUTHORITIES}new", fields)
    assert again.status_code == 422
    assert "Another authority has this address." in again.get_data(as_text=True)


def test_nobody_stands_above_the_own_superior(operator: CheckedClient) -> None:
    answer = fill_and_send(operator, f"{AUTHORITIES}mangystau-akim/", {"superior_slug": "mangystau-culture"})
    assert answer.status_code == 422
    assert "This body stands below the one you edit." in answer.get_data(as_text=True)


def test_places_are_listed_in_kazakh_order(operator: CheckedClient, session: Session) -> None:
    session.add(Locality(code="479900000", region_code="KZ-47", kind="district", name_kk="Әз ауданы", name_ru="Аз"))
    page = operator.get("/ru/admin/localities/mangystau/").get_data(as_text=True)
    names = [place.name_kk for place in session.scalars(select(Locality).where(Locality.region_code == "KZ-47"))]
    shown = sorted(names, key=lambda name: page.index(f">{name}<"))
    assert shown == sorted(names, key=kazakh_sort_key)
    assert shown[:2] == ["Ақтау қаласы", "Әз ауданы"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("12345", "Enter the nine digits of the KATO code."),
        ("", "Enter the nine digits of the KATO code."),
        ("111000000", "The codes of this region begin with 47."),
        ("471000000", "There is a city or district with this code already."),
    ],
)
def test_a_wrong_code_is_explained(operator: CheckedClient, code: str, said: str) -> None:
    typed = {"code": code, "kind": "district", "name_kk": "Жаңа ауданы", "name_ru": "Новый район"}
    answer = fill_and_send(operator, f"{LOCALITIES}new", typed)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert 'value="Новый район"' in answer.get_data(as_text=True), "what was typed is kept"


def test_a_district_is_added_and_renamed(operator: CheckedClient, session: Session) -> None:
    typed = {"code": "479900000", "kind": "district", "name_kk": "Жаңа ауданы", "name_ru": "Новый район"}
    assert fill_and_send(operator, f"{LOCALITIES}new", typed).location == LOCALITIES
    renamed = fill_and_send(operator, f"{LOCALITIES}479900000", {"name_ru": "район Жана"})
    assert renamed.location == LOCALITIES
    assert session.get_one(Locality, "479900000").name_ru == "район Жана"
    assert operator.get("/en/admin/localities/abai/479900000").status_code == 404


def test_a_region_without_places_says_what_to_do(operator: CheckedClient) -> None:
    page = text_of(operator.get("/en/admin/localities/abai/").get_data(as_text=True))
    assert "No cities and districts yet" in page
    assert "none yet" in operator.get("/en/admin/localities/").get_data(as_text=True)


@pytest.mark.parametrize("path", ["groups/none/", "authorities/none/", "localities/none/", "localities/mangystau/1"])
def test_what_is_not_there_is_not_found(operator: CheckedClient, path: str) -> None:
    assert operator.get(f"/en/admin/{path}").status_code == 404
