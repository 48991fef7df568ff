"""Authorities, regions and programmes as the operator keeps them: search, filters, and what is logged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.models import Account, Authority, Change, Group, Programme, Region, new_id
from tests.accounts.conftest import text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send

AUTHORITIES = "/en/admin/authorities/"
GROUPS = "/en/admin/groups/"
REGION = "/en/admin/regions/mangystau/"
PROGRAMMES = "/en/admin/programmes/"
CHANGES = "/en/admin/changes/"
NAMES = dict.fromkeys(
    ("kk_nominative", "kk_genitive", "kk_dative", "ru_nominative", "ru_genitive", "ru_dative", "ru_accusative"), "Абай"
)


@pytest.fixture
def operator(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.OPERATOR)


def changes_of(session: Session) -> list[Change]:
    session.expire_all()
    return list(session.scalars(select(Change).order_by(Change.at, Change.id)))


def test_authorities_are_found_in_either_language_however_typed(operator: CheckedClient) -> None:
    for words in ("мангыстау МӘДЕНИЕТ", "управление культуры мангист", "mangystau-culture"):
        page = operator.get(AUTHORITIES, query_string={"q": words}).text
        assert "mangystau-culture/" in page, words
        assert "mangystau-akim/" not in page, words
    nothing = operator.get(AUTHORITIES, query_string={"q": "жоқ"}).text
    assert "Nothing here has «жоқ» in its name." in nothing


def test_only_authorities_to_be_checked_are_listed_when_asked(operator: CheckedClient, session: Session) -> None:
    bodies = session.scalars(select(Authority)).all()
    page = operator.get(f"{AUTHORITIES}?checked=no").text
    for body in bodies:
        assert (f"/{body.slug}/" in page) is body.to_be_checked
        body.to_be_checked = False
    assert "The names of every authority are checked." in operator.get(f"{AUTHORITIES}?checked=no").text


def test_an_error_in_a_name_says_which_case(operator: CheckedClient) -> None:
    answer = fill_and_send(operator, f"{AUTHORITIES}mangystau-culture/", {"ru_genitive": " ", "kk_dative": "ә" * 301})
    assert answer.status_code == 422
    assert "Russian, genitive (кого? чего?): enter the name." in answer.text
    assert "Kazakh, dative (кімге? неге?): shorten the name to 300 characters." in answer.text


def test_an_authority_in_use_keeps_its_address_and_another_one_may_change_it(
    operator: CheckedClient, session: Session
) -> None:
    used = operator.get(f"{AUTHORITIES}mangystau-culture/").text
    assert 'name="slug"' not in used
    assert "It stays, because accounts, rounds or complaints refer to this authority." in used
    fill_and_send(operator, f"{AUTHORITIES}new", {"slug": "abai-typo", "role": "department", **NAMES})
    taken = fill_and_send(operator, f"{AUTHORITIES}abai-typo/", {"slug": "mangystau-akim"})
    assert taken.status_code == 422
    assert "Another authority has this address." in taken.text
    assert fill_and_send(operator, f"{AUTHORITIES}abai-typo/", {"slug": "abai"}).status_code == 303
    assert session.scalars(select(Authority.slug).where(Authority.kk_nominative == "Абай")).one() == "abai"
    assert changes_of(session)[-1].after == {"slug": "abai"}


def test_groups_are_found_by_name_and_fifty_stand_on_a_page(
    operator: CheckedClient, session: Session, clock: Clock
) -> None:
    for number in range(51):
        made = Group(id=new_id(), slug=f"g-{number}", name=f"Топ {number}", region_code="KZ-47", created_at=clock())
        session.add(made)
    assert operator.get(GROUPS).text.count('<th scope="row">') == 50
    assert operator.get(f"{GROUPS}?page=2").text.count('<th scope="row">') == 1
    assert operator.get(GROUPS, query_string={"q": "ТОП 50"}).text.count('<th scope="row">') == 1


def test_the_names_of_a_region_are_put_right_and_logged(operator: CheckedClient, session: Session) -> None:
    shown = operator.get(REGION).text
    assert "KZ-47" in shown
    assert 'name="slug"' not in shown
    wrong = fill_and_send(operator, REGION, {"kk_locative": ""})
    assert "Kazakh, locative (қайда?): enter the name of the region." in wrong.text
    assert fill_and_send(operator, REGION, {"kk_locative": "Маңғыстауда"}).status_code == 303
    region = session.scalars(select(Region).where(Region.slug == "mangystau")).one()
    assert region.kk_locative == "Маңғыстауда"
    [change] = changes_of(session)
    assert (change.key, change.after) == ("mangystau", {"kk_locative": "Маңғыстауда"})


def test_a_programme_is_added_and_keeps_its_address(operator: CheckedClient, session: Session) -> None:
    names = {"name_kk": "Өрлеу", "name_ru": "Орлеу", "name_en": "Orleu"}
    assert fill_and_send(operator, f"{PROGRAMMES}new", {"slug": "orleu", **names}).location == PROGRAMMES
    edit = operator.get(f"{PROGRAMMES}orleu/").text
    assert 'name="slug"' not in edit
    fill_and_send(operator, f"{PROGRAMMES}orleu/", {"name_ru": "Өрлеу (бағдарлама)"})
    assert session.get_one(Programme, "orleu").name_ru == "Өрлеу (бағдарлама)"
    assert "orleu" in operator.get(PROGRAMMES, query_string={"q": "өрлеу"}).text
    assert operator.get(f"{PROGRAMMES}none/").status_code == 404


def test_an_untouched_form_leaves_nothing_in_the_log(operator: CheckedClient, session: Session) -> None:
    for path in (REGION, f"{PROGRAMMES}damu-bala/", f"{AUTHORITIES}mangystau-culture/"):
        assert fill_and_send(operator, path, {}).status_code == 303
    assert changes_of(session) == []


def test_the_log_tells_who_changed_what_from_what(
    operator: CheckedClient, sign_in: Callable[..., CheckedClient], session: Session, clock: Clock
) -> None:
    assert "Nothing was changed yet." in operator.get(CHANGES).text
    fill_and_send(operator, f"{AUTHORITIES}mangystau-culture/", {"confidence_note": "Жарлық"})
    clock.advance(hours=14)  # past midnight there
    operator = sign_in(AccountRole.OPERATOR)
    fill_and_send(operator, REGION, {"name_en": "Mangystau"})
    page = text_of(operator.get(CHANGES).text)
    assert page.index("Region: mangystau") < page.index("Authority: mangystau-culture"), "newest first"
    assert "is «Жарлық»" in page
    account = session.scalars(select(Account).order_by(Account.created_at)).first()
    assert account is not None
    assert f"/en/admin/accounts/{account.id}/" in operator.get(CHANGES).text
    only = text_of(operator.get(f"{CHANGES}?subject=region").text)
    assert "mangystau-culture" not in only
    day = text_of(operator.get(f"{CHANGES}?day=23.11.2026").text)
    assert "Authority: mangystau-culture" in day
    assert "Region: mangystau" not in day
    assert "Nothing of this kind was changed on this day." in operator.get(f"{CHANGES}?day=01.01.2026").text
    assert operator.get(f"{CHANGES}?day=nonsense&subject=nonsense").status_code == 200


def test_the_log_has_fifty_entries_on_a_page(operator: CheckedClient, session: Session, clock: Clock) -> None:
    for number in range(53):
        fill = Change(id=new_id(), at=clock(), subject="job", key=str(number), before=None, after={"state": "waiting"})
        session.add(fill)
    assert operator.get(CHANGES).text.count('class="desk-row"') == 50
    assert operator.get(f"{CHANGES}?page=2").text.count('class="desk-row"') == 3


def test_settings_are_shown_and_secrets_are_not(operator: CheckedClient, settings: object) -> None:
    page = operator.get("/en/admin/settings/").text
    assert "WORKDAY_ENDS" in page
    assert "18:30" in page
    assert settings.secret_key not in page  # type: ignore[attr-defined]
    assert settings.database_url not in page  # type: ignore[attr-defined]
    assert "hidden" in page


def test_the_overview_says_what_waits(operator: CheckedClient, session: Session) -> None:
    page = operator.get("/en/admin/").text
    assert "authorities are to be checked" in page or "authority are to be checked" in page
    for body in session.scalars(select(Authority)):
        body.to_be_checked = False
    assert "Nothing waits for you." in operator.get("/en/admin/").text
