"""The official's desk in a browser with scripts: what shortens a morning, and that it loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from complaints import create_app, demo
from complaints.domain.access import AccountRole
from complaints.domain.complaint import LetterLanguage
from complaints.extensions import db
from complaints.models import AnswerTemplate, Authority, PetitionVersion, new_id
from complaints.settings import Settings
from tests.browser.conftest import OpenPage
from tests.responses.handed import TODAY, day_due_on, hand_in_another
from tests.support.site import Site

PASTE = """text => {
  const pasted = new DataTransfer();
  pasted.setData("text", text);
  const event = new ClipboardEvent("paste", {clipboardData: pasted, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""
TEXT = "Журнал регистрации опубликован."


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Three documents that are due today, and a template."""
    site = Site(tmp_path_factory.mktemp("desk"))
    site.run("demo", "load")
    app = create_app(Settings.from_env({"PUBLIC_URL": site.url}, instance=site.instance), clock=lambda: site.now)
    with app.app_context():
        session = db.session()
        version = session.scalars(select(PetitionVersion)).one()
        case = SimpleNamespace(version_id=version.id)
        for _place in range(3):
            hand_in_another(session, case, registered_on=day_due_on(TODAY))  # type: ignore[arg-type]
        body = session.scalars(select(Authority).where(Authority.slug == "mangystau-culture")).one()
        session.add(
            AnswerTemplate(
                id=new_id(), authority_id=body.id, language=LetterLanguage.RU, title="Журнал", text=TEXT,
                changed_at=site.now,
            )
        )  # fmt: skip
        session.commit()
        db.engine.dispose()
    with site.serving():
        yield site


@pytest.fixture
def desk(at_work: Site, open_page: OpenPage) -> Page:
    page = open_page()
    page.goto(f"{at_work.url}/ru/account/sign-in")
    email = next(sign_in.email for sign_in in demo.SIGN_INS if sign_in.role is AccountRole.OFFICIAL)
    page.fill("main [name=email]", email)
    page.fill("main [name=password]", demo.PASSWORD)
    page.click("main form button[type=submit]")
    page.goto(f"{at_work.url}/ru/desk/")
    return page


def test_a_template_goes_below_what_is_typed_and_nothing_else_changes(desk: Page) -> None:
    desk.locator(".desk-row .step a").first.click()
    desk.fill("[name=number]", "12-5/1")
    desk.fill("[name=summary]", "Менің мәтінім.")
    desk.check("[name=language][value=kk]")
    desk.click("a[data-fill]")
    assert desk.input_value("[name=summary]") == f"Менің мәтінім.\n\n{TEXT}"
    assert desk.input_value("[name=number]") == "12-5/1"
    assert desk.is_checked("[name=language][value=kk]")
    desk.fill("[name=summary]", "")
    desk.click("a[data-fill]")
    assert desk.input_value("[name=summary]") == TEXT


def test_all_are_ticked_in_place_and_a_column_of_numbers_is_pasted_at_once(desk: Page) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    desk.click("a[data-mark-all]")
    assert desk.locator("[name=ids]:checked").count() == 3
    assert asked == []
    desk.click(".together button")
    desk.wait_for_url("**/answer-many*")
    desk.wait_for_load_state()
    numbers = desk.locator("[data-series] input[type=text]")
    numbers.nth(1).focus()
    desk.evaluate(PASTE, "7/2\r\n7/3\r\n7/4\r\n")
    assert [numbers.nth(place).input_value() for place in range(3)] == ["", "7/2", "7/3"]
    numbers.nth(0).focus()
    desk.evaluate(PASTE, "7/1")
    assert numbers.nth(1).input_value() == "7/2", "one number alone is the browser's own business"
