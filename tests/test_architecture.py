"""The rules of the house that import-linter cannot say; the other half of them is in pyproject.toml."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import Enum

from complaints import data, jobs
from complaints.models import Base
from complaints.web.access import access_of
from complaints.web.i18n import LOCALES
from complaints.web.labels import LABELS

TOP = Path(__file__).resolve().parents[1]
PACKAGE = TOP / "complaints"
TEMPLATES = TOP / "templates"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
MOST_LINES = 400
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "services", "manager", "managers"}
MAY_COMMIT = {"views", "cli", "jobs"}
CYRILLIC = "[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]"
WRITTEN_IN_LATIN = {"e-Otinish"}
DRAWN_BY_NAME = re.compile(r"""["']([\w/-]+(?:\.(?:kk|ru|en))?\.(?:html|txt|svg|css))["']""")


def name_of(path: Path) -> str:
    return str(path.relative_to(TOP))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_longer_than_a_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_a_drawer(path: Path) -> None:
    assert path.stem not in DRAWERS


def commits(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield node.lineno


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem not in MAY_COMMIT], ids=name_of)
def test_only_entry_points_commit(path: Path) -> None:
    assert list(commits(ast.parse(path.read_text()))) == []


def test_the_jobs_of_a_slice_leave_the_commit_to_the_worker() -> None:
    of_slices = [path for path in MODULES if path.stem == "jobs" and path.parent != PACKAGE]
    assert [name_of(path) for path in of_slices if list(commits(ast.parse(path.read_text())))] == []


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", sorted((PACKAGE / "domain").glob("*.py")), ids=name_of)
def test_the_domain_imports_the_standard_library_only(path: Path) -> None:
    foreign = {
        name
        for name in imported(ast.parse(path.read_text()))
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("complaints.domain")
    }
    assert foreign == set()


def test_every_endpoint_declares_who_may_call_it(app: Flask) -> None:
    undeclared = [
        endpoint for endpoint, view in app.view_functions.items() if endpoint != "static" and access_of(view) is None
    ]
    assert undeclared == []


NAMED_AT = {"enqueue": 1, "new_row": 0}
"""What queues jobs, and which of its arguments is their name."""


def enqueued_names() -> Iterator[str]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            called = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and called in NAMED_AT:
                name = node.args[NAMED_AT[called]]
                assert isinstance(name, ast.Constant), f"{name_of(path)}:{node.lineno} queues a job by a computed name"
                yield str(name.value)


def test_every_job_that_is_queued_has_a_handler(app: Flask) -> None:
    handled = {name for name in jobs.handler_names() if not name.startswith("test.")}
    assert set(enqueued_names()) == handled


def kept_closed_sets() -> set[type[StrEnum]]:
    """Every closed set that a column keeps: states, roles, kinds, answers."""
    types = (column.type for table in Base.metadata.tables.values() for column in table.columns)
    return {kind.enum_class for kind in types if isinstance(kind, Enum) and kind.enum_class is not None}


@pytest.mark.parametrize("lang", ["kk", "ru"])
@pytest.mark.parametrize(
    "members", sorted(kept_closed_sets(), key=lambda found: found.__name__), ids=lambda found: found.__name__
)
def test_every_member_of_a_closed_set_has_a_label(app: Flask, members: type[StrEnum], lang: str) -> None:
    with app.test_request_context(), force_locale(LOCALES[lang]):
        labels = [str(LABELS[members, member.value]) for member in members]
    assert all(label in WRITTEN_IN_LATIN or re.search(CYRILLIC, label) for label in labels), labels


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_ground_and_demand_has_a_label(lang: str) -> None:
    labels = [getattr(item.label, lang) for item in (*data.grounds().values(), *data.demands().values())]
    assert all(re.search(CYRILLIC, label) for label in labels), labels


def referred_templates() -> set[str]:
    sources = [*MODULES, *TEMPLATES.rglob("*.html")]
    return {name for path in sources for name in DRAWN_BY_NAME.findall(path.read_text())}


def test_every_template_compiles(app: Flask) -> None:
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def test_every_template_is_used() -> None:
    """By its name in a view or another template; a document or prose of one language by its name without the
    language.
    """
    referred = referred_templates()
    files = [
        path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*") if path.is_file() and path.parts[-2] != "mail"
    ]
    assert [str(path) for path in files if not is_referred(path, referred)] == []


def is_referred(path: Path, referred: set[str]) -> bool:
    return str(path) in referred or path.name in referred or prose_name(path) in computed_names()


def prose_name(path: Path) -> str:
    return re.sub(r"[._](kk|ru|en)(?=\.)", "", str(path))


def computed_names() -> set[str]:
    """Names that are put together from a language: f"rounds/about.{lang}.html" counts as rounds/about.html."""
    text = "\n".join(path.read_text() for path in [*MODULES, *TEMPLATES.rglob("*.html")])
    written = re.findall(r"""["']([\w/-]+)[._](?:\{[^}"']+\}|["'] ?~ ?[\w.]+ ?~ ?["'])(\.\w+)["']""", text)
    return {stem + ending for stem, ending in written}


def queued_mail_templates() -> set[str]:
    names = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "template" and isinstance(node.value, ast.Constant):
                names.add(str(node.value.value))
    return names


def test_every_mail_is_written_in_both_languages_and_used() -> None:
    files = {path.name for path in (TEMPLATES / "mail").glob("[!_]*")}
    assert files == {f"{name}.{lang}.txt" for name in queued_mail_templates() for lang in ("kk", "ru")}


@pytest.mark.parametrize("path", sorted((TEMPLATES / "mail").glob("[!_]*.txt")), ids=lambda path: path.name)
def test_no_mail_subject_has_a_value_put_into_it(path: Path) -> None:
    subject = path.read_text().splitlines()[0]
    assert subject.startswith("Subject: ")
    assert "{" not in subject
