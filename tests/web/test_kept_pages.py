"""Public pages are kept: the same as made anew, as long as nothing changed, and never somebody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask, template_rendered
from sqlalchemy import Engine, create_engine, delete, event, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints import freshness
from complaints.domain.access import AccountRole
from complaints.models import Base, Job, Programme, Round, Site
from complaints.models.site import THE_SITE
from complaints.web import kept_pages
from complaints.web.kept_pages import KeptPages
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, ROUND
from tests.support.forms import fill_and_send, filled_in

DOSSIER = f"/ru/rounds/{ROUND}/"
FORM = f"{DOSSIER}complain"
EDITED = "~~"
SIGN_OUT = "/ru/account/sign-out"
PAGES = ("/ru/", "/ru/rounds/", DOSSIER, f"{DOSSIER}complaints", "/ru/regions/mangystau/", "/ru/about", "/ru/overdue",
         "/ru/authorities/", FORM)  # fmt: skip


@contextmanager
def made(app: Flask) -> Iterator[list[str]]:
    """The templates of the pages that are made from here on."""
    names: list[str] = []

    def note(_app: Flask, template: Any, **_more: Any) -> None:
        names.append(template.name)

    with template_rendered.connected_to(note, app):
        yield names


def without_date(answer: TestResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "Date"}


def stranger(app: Flask) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client


@pytest.fixture
def kept(app: Flask) -> KeptPages:
    found = app.extensions[kept_pages.EXTENSION]
    assert isinstance(found, KeptPages)
    return found


@pytest.fixture
def edit(session: Session) -> Callable[[], None]:
    """Change what the public sees of the round."""

    def do() -> None:
        found = session.query(Round).filter_by(slug=ROUND).one()
        found.platform += EDITED
        session.commit()

    return do


def test_a_page_is_made_once_for_all_strangers(app: Flask) -> None:
    for path in PAGES:
        first = stranger(app).get(path)
        with made(app) as templates:
            again = stranger(app).get(path)
        assert (first.status_code, again.status_code) == (200, 200)
        assert templates == [], path
        if path != FORM:
            assert again.data == first.data
        assert without_date(again) == without_date(first)


def test_an_edit_shows_at_once_on_every_page(app: Flask, edit: Callable[[], None]) -> None:
    for path in PAGES:
        stranger(app).get(path)
        edit()
        with made(app) as templates:
            stranger(app).get(path)
        assert templates, path
    assert EDITED in stranger(app).get(DOSSIER).text


def test_a_filing_shows_at_once(app: Flask, client: CheckedClient) -> None:
    before = stranger(app).get(DOSSIER)
    assert fill_and_send(client, FORM, EVIDENCE).status_code == 303
    after = stranger(app).get(DOSSIER)
    assert after.data != before.data
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_page_is_made_anew_each_minute(app: Flask, clock: Clock) -> None:
    stranger(app).get(DOSSIER)
    clock.now += timedelta(seconds=60)
    with made(app) as templates:
        stranger(app).get(DOSSIER)
    assert templates


def test_signing_in_and_out_makes_no_page_anew(app: Flask, sign_in: Callable[..., CheckedClient]) -> None:
    signed_in = sign_in(AccountRole.MODERATOR)
    stranger(app).get(DOSSIER)
    signed_in.get(DOSSIER)
    with made(app) as templates:
        stranger(app).get(DOSSIER)
    assert templates == []


def test_who_is_signed_in_is_shown_an_own_page_and_leaves_none(
    app: Flask, sign_in: Callable[..., CheckedClient]
) -> None:
    signed_in = sign_in(AccountRole.ORGANISER)
    for _ in range(2):
        own = signed_in.get(DOSSIER)
        assert own.headers["Cache-Control"] == "no-store"
        assert SIGN_OUT in own.text
        assert SIGN_OUT not in stranger(app).get(DOSSIER).text


def test_a_larger_display_is_neither_kept_nor_shown_to_others(app: Flask) -> None:
    large = stranger(app)
    large.set_cookie("display", "large")
    assert 'class="large"' in large.get(DOSSIER).text
    assert 'class="large"' not in stranger(app).get(DOSSIER).text
    assert 'class="large"' in large.get(DOSSIER).text


def test_a_message_is_shown_to_its_reader_alone(app: Flask) -> None:
    told = stranger(app)
    stranger(app).get(DOSSIER)
    with told.session_transaction() as cookie:
        cookie["_flashes"] = [("right", "for you alone")]
    assert "for you alone" in told.get(DOSSIER).text
    assert "for you alone" not in stranger(app).get(DOSSIER).text
    assert "for you alone" not in told.get(DOSSIER).text


def test_somebody_with_a_cookie_is_shown_the_kept_page_but_an_own_form(app: Flask) -> None:
    visitor = stranger(app)
    with visitor.session_transaction() as cookie:
        cookie["forms"] = {}
    for path in (DOSSIER, FORM):
        stranger(app).get(path)
        with made(app) as templates:
            visitor.get(path)
        assert bool(templates) == (path == FORM)


def test_each_reader_of_a_kept_form_gets_a_token_that_files(app: Flask) -> None:
    readers = [stranger(app) for _ in range(3)]
    pages = [reader.get(FORM).text for reader in readers]
    tokens = {filled_in(page, FORM)["token"] for page in pages}
    assert len(tokens) == 3
    receipts = set()
    for reader, page in zip(readers, pages, strict=True):
        fields = filled_in(page, FORM)
        for name, value in EVIDENCE.items():
            fields.setlist(name, value if isinstance(value, list) else [value])
        receipts.add(reader.post(FORM, data=fields).headers["Location"])
    assert len(receipts) == 3


def test_what_was_begun_here_comes_back_and_goes_to_nobody_else(app: Flask) -> None:
    writer = stranger(app)
    fill_and_send(writer, FORM, {"narrative": "Мое начало", "do": "save"})
    assert "Мое начало" in writer.get(FORM).text
    assert "Мое начало" not in stranger(app).get(FORM).text
    assert "Мое начало" in writer.get(FORM).text


def test_who_has_the_page_already_is_told_that_it_is_the_same(app: Flask, edit: Callable[[], None]) -> None:
    for visitor in (stranger(app), stranger(app)):
        etag = visitor.get(DOSSIER).headers["ETag"]
        with visitor.session_transaction() as cookie:
            cookie["anything"] = 1
        for reader in (visitor, stranger(app)):
            same = reader.get(DOSSIER, headers={"If-None-Match": etag})
            assert (same.status_code, same.data) == (304, b"")
    edit()
    assert stranger(app).get(DOSSIER, headers={"If-None-Match": etag}).status_code == 200


def test_the_language_is_remembered_though_the_page_was_kept(app: Flask) -> None:
    stranger(app).get(DOSSIER)
    reader = stranger(app)
    answer = reader.get(DOSSIER, headers={"Referer": f"http://localhost{DOSSIER.replace('/ru/', '/kk/', 1)}"})
    assert "lang=ru" in answer.headers["Set-Cookie"]
    assert reader.get("/").headers["Location"] == "/ru/"


def test_a_page_with_a_question_in_its_address_is_not_kept(app: Flask, kept: KeptPages) -> None:
    for number in range(5):
        stranger(app).get(f"/ru/rounds/?page={number}")
    assert kept._pages == {}


def test_a_page_that_changes_quickly_rests_for_a_multiple_of_its_making(
    app: Flask, kept: KeptPages, edit: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.rest = 9
    stranger(app).get(DOSSIER)
    (page,) = kept._pages.values()
    edit()
    for later, is_old in ((8.9, True), (9.1, False)):
        moment = page.kept_at + later * page.took_seconds
        monkeypatch.setattr("complaints.web.kept_pages.time.monotonic", partial(float, moment))
        assert (EDITED not in stranger(app).get(DOSSIER).text) == is_old
        monkeypatch.undo()


def test_while_the_database_is_away_kept_pages_are_shown(
    app: Flask, edit: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stranger(app).get(DOSSIER)
    edit()

    def away(_connection: Any) -> freshness.Version:
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(freshness, "version_of", away)
    assert stranger(app).get(DOSSIER).data == before.data


def test_in_a_surge_filings_wait_a_minute_and_edits_show_at_once(
    app: Flask, clock: Clock, session: Session, edit: Callable[[], None], client: CheckedClient
) -> None:
    assert "обновляются только раз в минуту" not in stranger(app).get(DOSSIER).text
    session.get_one(Site, THE_SITE).surge_since = clock.now
    session.commit()
    first = stranger(app).get(DOSSIER).text
    assert "обновляются только раз в минуту" in first
    assert "23 ноября 2026, 10:00" in first
    fill_and_send(client, FORM, EVIDENCE)
    clock.now += timedelta(seconds=59)
    assert stranger(app).get(DOSSIER).text == first
    clock.now += timedelta(seconds=1)
    assert "10:01" in stranger(app).get(DOSSIER).text
    edit()
    assert EDITED in stranger(app).get(DOSSIER).text


def edits(session: Session) -> int:
    session.expire_all()
    return session.get_one(Site, THE_SITE).edits


def test_every_way_to_change_a_row_counts_as_one_edit(session: Session) -> None:
    def add() -> None:
        session.add(Programme(slug="new", name_kk="New", name_ru="New", name_en="New"))

    def change() -> None:
        session.query(Programme).filter_by(slug="new").one().name_kk = "Newer"

    def change_many() -> None:
        session.execute(update(Programme).where(Programme.slug == "new").values(name_kk="Newest"))

    def remove_many() -> None:
        session.execute(delete(Programme).where(Programme.slug == "new"))

    for deed in (add, change, change_many, remove_many):
        before = edits(session)
        with session.begin_nested():
            deed()
        session.commit()
        assert edits(session) == before + 1, deed.__name__


def test_what_was_rolled_back_or_is_seen_by_nobody_counts_as_none(session: Session) -> None:
    before = edits(session)
    session.add(Programme(slug="new", name_kk="New", name_ru="New", name_en="New"))
    session.flush()
    session.rollback()
    session.commit()
    session.execute(delete(Job))
    session.commit()
    assert edits(session) == before


def test_no_table_is_called_unseen_that_is_not_there() -> None:
    assert set(Base.metadata.tables) >= freshness.UNSEEN


def test_the_database_is_asked_for_its_version_at_most_ten_times_a_second(database_url: str) -> None:
    engine: Engine = create_engine(database_url)
    asked: list[str] = []
    watch = freshness.Watch(engine)

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert all(watch.version() is not None for _ in range(100))
    assert 1 <= len(asked) <= 3
    engine.dispose()
