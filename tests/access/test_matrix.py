"""Every route x role x ownership, generated from the URL map and asked of the app; docs/access.md is the result.

`WRITE_ACCESS=1 .venv/bin/pytest tests/access` writes that page anew; a change of it is read like a change of the law.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from complaints import create_app
from complaints.domain.access import Permission
from complaints.settings import Settings
from tests.access.actors import OUTSIDERS, ROLES, Actor, arrive, may_at_all
from tests.access.matrix import YES, Asker, Line, table_of
from tests.browser.furnishing import furnished_site
from tests.support.apps import show_all_anew
from tests.support.browserlike import CheckedClient
from tests.support.site import TOP

PAGE = TOP / "docs" / "access.md"
HEAD = """# Who gets what

Each route of the site, asked as each kind of person, about the same example group, collective complaint and submission.
Made by `WRITE_ACCESS=1 .venv/bin/pytest tests/access`, and compared with the app by `make test`.

*yes*: the page or the deed (a form sent empty may still be told what is missing). *sign in*: led to the sign-in page.
*by code*: led to the page that asks number and code. *refused*: 403, or 400 for a form without its token.
*hidden*: 404, as if there was none.

"""
# What only owner and editors of the group do; a reader looks on.
EDITING = frozenset(
    {
        Permission.PREPARE_PETITION,
        Permission.CONFIRM_COMPLAINT,
        Permission.PUBLISH_PETITION,
        Permission.EDIT_ROUND,
    }
)


class Asking(CheckedClient):
    """Thousands of pages are asked for here; other tests read each kind of them."""

    reads_html = False


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    site, facts = furnished_site(tmp_path_factory)
    app = create_app(Settings.from_env({"PUBLIC_URL": site.url}, instance=site.instance), clock=lambda: site.now)
    app.test_client_class = Asking
    show_all_anew(app)
    clients = arrive(app, facts, site.now)
    return list(Asker(app, Path(site.database), clients, facts).ask_all())


def test_the_page_says_what_the_app_does(lines: list[Line]) -> None:
    found = HEAD + table_of(lines)
    if os.environ.get("WRITE_ACCESS"):
        PAGE.write_text(found)
    assert PAGE.read_text() == found


def test_nobody_gets_what_the_role_is_not_permitted(lines: list[Line]) -> None:
    too_much = [
        (line.method, line.path, actor)
        for line in lines
        for actor, answer in line.answers.items()
        if line.permission and answer == YES and not may_at_all(actor, line.permission)
    ]
    assert too_much == []


def test_what_belongs_to_another_group_or_authority_is_out_of_reach(lines: list[Line]) -> None:
    owned = [line for line in lines if line.path.startswith("/groups/<slug>") or "<uuid:submission_id>" in line.path]
    assert owned
    reached = [(line.method, line.path, actor) for line in owned for actor in OUTSIDERS if line.answers[actor] == YES]
    assert reached == []


def test_a_reader_of_a_group_changes_nothing(lines: list[Line]) -> None:
    changing = [line for line in lines if line.method == "POST" and line.permission in EDITING]
    assert changing
    assert [line.path for line in changing if line.answers[Actor.READER] == YES] == []


def test_each_role_gets_something_of_its_own(lines: list[Line]) -> None:
    """Otherwise the test would ask as nobody throughout."""
    for actor in ROLES:
        own = [line for line in lines if line.permission and line.answers[actor] == YES]
        assert own, actor
