"""What each actor gets from each route: asked of the running app, route by route of its URL map."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from complaints import demo
from complaints.domain.access import Permission
from complaints.extensions import db
from complaints.web.access import access_of
from tests.access.actors import Actor
from tests.browser.examples import EXAMPLES, Value
from tests.browser.furnishing import Facts
from tests.support.browserlike import CheckedClient

YES, SIGN_IN, BY_CODE, REFUSED, HIDDEN = "yes", "sign in", "by code", "refused", "hidden"
TOKEN: Final = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
UNKNOWN_ID: Final = UUID(int=0)
# What a route's address is made of where no page's example says it: by the name of the part.
PARTS: Final[dict[str, Value]] = {
    "account_id": lambda facts: facts.account_id,
    "change_id": lambda facts: facts.change_id,
    "code": "ru",
    "complaint_id": lambda facts: facts.texts.taken,
    "cut": "public",
    "ending": "csv",
    "file_id": str(UNKNOWN_ID),
    "form": "xlsx",
    "import_id": lambda facts: facts.paper_waiting,
    "invitation_id": str(UNKNOWN_ID),
    "job_id": str(UNKNOWN_ID),
    "language": "ru",
    "mark_id": str(UNKNOWN_ID),
    "number": lambda facts: facts.number,
    "petition_id": 1,
    "round_slug": demo.ROUND,
    "row_id": str(UNKNOWN_ID),
    "session_id": str(UNKNOWN_ID),
    "sheets_id": str(UNKNOWN_ID),
    "submission_id": lambda facts: facts.submission_id,
    "template_id": lambda facts: facts.template_id,
    "token": "no-such-token",
}


@dataclass(frozen=True)
class Line:
    """One method of one route, and what each actor got."""

    method: str
    path: str
    endpoint: str
    permission: Permission | None
    answers: dict[Actor, str]


class Asker:
    """Asks every route as every actor. Each unsafe request starts from the same database."""

    def __init__(self, app: Flask, database: Path, clients: dict[Actor, CheckedClient], facts: Facts) -> None:
        self.app = app
        self.database = database
        self.kept = database.with_suffix(".kept")
        self.clients = clients
        self.facts = facts
        self._copy(database, self.kept)
        self._watching = self._library().connect(database)
        self.tokens = {actor: self._csrf_token(client) for actor, client in clients.items()}

    def ask_all(self) -> Iterator[Line]:
        """In the order of the addresses; languages, static files and the root's redirect are left out."""
        rules = [rule for rule in self.app.url_map.iter_rules() if rule.rule.startswith("/<any(kk, ru, en):lang>")]
        for rule in sorted(rules, key=lambda rule: (rule.rule, rule.endpoint)):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                declared = access_of(self.app.view_functions[rule.endpoint])
                yield Line(
                    method,
                    rule.rule.replace("/<any(kk, ru, en):lang>", "", 1),
                    rule.endpoint,
                    declared.permission if declared else None,
                    {actor: self._ask(rule, method, actor) for actor in Actor},
                )

    def _ask(self, rule: Rule, method: str, actor: Actor) -> str:
        with self.app.test_request_context():
            address = self.app.url_for(rule.endpoint, lang="ru", **self._values(rule))
        client = self.clients[actor]
        if method == "GET":
            return kind_of(client.get(address), address)
        version = self._version()
        with client.session_transaction() as cookie:
            before = dict(cookie)
        answer = client.post(address, data={"csrf_token": self.tokens[actor]} if self.tokens[actor] else {})
        with client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(before)
        if self._version() != version:
            self._copy(self.kept, self.database)
        return kind_of(answer, address)

    def _values(self, rule: Rule) -> dict[str, str | int]:
        wanted = rule.arguments - {"lang"}
        for same in (by_endpoint(rule.endpoint), by_slice(rule.endpoint)):
            for example in EXAMPLES:
                if same(example.endpoint) and wanted <= set(example.values):
                    return {name: self._value(example.values[name]) for name in wanted}
        parts = {**PARTS, "slug": demo.ROUND if rule.endpoint.startswith(("rounds.", "filing.")) else demo.GROUP}
        if "<int:number>" in rule.rule:  # a version's, not a complaint's
            parts["number"] = 1
        return {name: self._value(parts[name]) for name in wanted}

    def _value(self, value: Value) -> str | int:
        return value(self.facts) if callable(value) else value

    def _csrf_token(self, client: CheckedClient) -> str | None:
        found = TOKEN.search(client.get("/ru/account/").text)
        return found.group(1) if found else None

    def _version(self) -> int:
        """Another number after each change that somebody else made to the database."""
        (version,) = self._watching.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _library(self) -> Any:
        with self.app.app_context():
            return db.engine.dialect.dbapi

    def _copy(self, source: Path, target: Path) -> None:
        """One SQLite file into another while the app has it open: by the app's own library, since two libraries in
        one process would not see each other's locks.
        """
        library = self._library()
        with closing(library.connect(source)) as read, closing(library.connect(target)) as written:
            read.backup(written)


def by_endpoint(endpoint: str) -> Callable[[str], bool]:
    return lambda other: other == endpoint


def by_slice(endpoint: str) -> Callable[[str], bool]:
    return lambda other: other.rpartition(".")[0] == endpoint.rpartition(".")[0]


def kind_of(answer: TestResponse, address: str) -> str:
    """Raises AssertionError for an answer that no route should give."""
    assert answer.status_code < 500, f"{answer.status_code} at {answer.request.method} {address}"
    to = answer.headers.get("Location", "")
    if answer.status_code in (302, 303) and "/account/sign-in" in to and "/account/sign-out" not in address:
        return SIGN_IN
    if answer.status_code in (302, 303) and to.partition("?")[0].endswith("/track"):
        return BY_CODE
    return {400: REFUSED, 403: REFUSED, 404: HIDDEN}.get(answer.status_code, YES)


def table_of(lines: list[Line]) -> str:
    """The matrix as a table of Markdown."""
    actors = list(Actor)
    head = ["route", "declared", *(actor.value for actor in actors)]
    rows = [
        [f"{line.method} `{line.path}`", line.permission or "public", *(line.answers[actor] for actor in actors)]
        for line in lines
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]) + "\n"
