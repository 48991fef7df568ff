"""Commands: `flask --app app <group> <verb>`. Each is an entry point: it opens a session, calls an action, commits."""

from __future__ import annotations

import os
import signal
import threading
from contextvars import Context
from datetime import date
from pathlib import Path
from typing import Final

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_babel import force_locale
from flask_migrate import upgrade
from flask_migrate.cli import db as db_group
from sqlalchemy.orm import sessionmaker

from complaints import data, demo, processes, reference
from complaints.accounts import actions as accounts_actions
from complaints.database import line_of
from complaints.domain.access import AccountRole
from complaints.domain.complaint import LetterLanguage
from complaints.domain.deadlines import deadline
from complaints.domain.errors import DomainError, SomebodyLeft
from complaints.domain.petition import Cut
from complaints.extensions import db
from complaints.jobs import Worker
from complaints.petitions.freezing import actions as petitions_actions
from complaints.responses.reminding.jobs import schedule
from complaints.rounds import queries as rounds_queries
from complaints.rounds.importing import telling as importing
from complaints.settings import described
from complaints.web import context
from complaints.web.explaining import explain
from complaints.web.i18n import LANGUAGES, speaking

accounts = AppGroup("accounts", help="People who sign in.")
demo_group = AppGroup("demo", help="Example data.")
petitions = AppGroup("petitions", help="Collective complaints.")
rounds = AppGroup("rounds", help="Registration rounds.")
deadlines = AppGroup("deadlines", help="The legal clock.")
jobs = AppGroup("jobs", help="The queue.")
config = AppGroup("config", help="Settings.")
HIDDEN: Final = "(hidden)"
NICE: Final = 10


def install(app: Flask) -> None:
    """Add all commands. `db upgrade` also loads the reference data that the schema needs to be of use."""
    db_group.add_command(upgrade_database, "upgrade")
    for group in (accounts, demo_group, petitions, rounds, deadlines, jobs, config):
        app.cli.add_command(group)
    app.cli.add_command(start)


@click.command("upgrade", help="Bring the schema and the reference data up to date.")
@with_appcontext
def upgrade_database() -> None:
    bring_up_to_date()


def bring_up_to_date() -> None:
    """Raises ClickException in production when the database holds examples: their passwords are known to everybody."""
    upgrade()
    session, is_example = db.session(), context.settings().is_example
    if not is_example and demo.is_loaded(session):
        raise click.ClickException("MODE is production: a database with example data is refused. Use an empty one.")
    reference.load_reference(session, with_open_example=is_example)
    session.commit()


@accounts.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in AccountRole]), required=True)
@click.option("--group", "group_slug", help="The group an organiser belongs to, as its owner.")
@click.option("--authority", "authority_slug", help="The authority of an official.")
def create_account(email: str, role: str, group_slug: str | None, authority_slug: str | None) -> None:
    """Make an account and print its one-time link to set a password."""
    session = db.session()
    try:
        token = accounts_actions.create_account(
            session,
            cipher=context.cipher(),
            email=email,
            role=AccountRole(role),
            group_slug=group_slug,
            authority_slug=authority_slug,
            now=context.now(),
        )
    except DomainError as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from error
    session.commit()
    click.echo(f"{context.settings().public_url}/kk/account/set-password/{token}")


@demo_group.command("load")
@click.option("--complaints", "count", type=click.IntRange(1), default=demo.COMPLAINTS, show_default=True)
@click.option("--others", type=click.IntRange(0), help="Beside them, in other states. A tenth of a larger example.")
def load_demo(count: int, others: int | None) -> None:
    """Load the example case: formal, confirmed, consented example complaints, a group and a frozen collective complaint
    over them; beside a larger example also complaints in every other state.
    """
    if not context.settings().is_example:
        raise click.ClickException("MODE is production: example data is refused.")
    session = db.session()
    reference.load_reference(session, with_open_example=context.settings().is_example)
    if demo.has_case(session):
        raise click.ClickException("The example is there already: it can be loaded once. Use an empty database.")
    filed = demo.load_example(
        session,
        cipher=context.cipher(),
        now=context.now(),
        count=count,
        others=others,
        site=context.settings().public_url,
    )
    session.commit()
    click.echo(f"Loaded {count} example complaints and {filed - count} others.")


@petitions.command("export")
@click.argument("petition_id", type=int)
@click.option("--lang", type=click.Choice([code.value for code in LetterLanguage]), required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--cut", type=click.Choice([cut.value for cut in Cut]), default=Cut.OFFICIAL.value, show_default=True)
def export_petition(petition_id: int, lang: str, out: Path, cut: str) -> None:
    """Write the PDF of the newest frozen version and print its path."""
    try:
        name, pdf = petitions_actions.export_petition(
            db.session(), petition_id, LetterLanguage(lang), Cut(cut), cipher=context.cipher()
        )
    except SomebodyLeft as error:
        raise click.ClickException(
            "Somebody in this version has withdrawn or stepped out: it is not printed with names any more. "
            "Freeze the collective complaint again, or export its public cut (--cut public)."
        ) from error
    except DomainError as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from error
    out.mkdir(parents=True, exist_ok=True)
    (out / name).write_bytes(pdf)
    click.echo(str(out / name))


@rounds.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--update", is_flag=True, help="Change known rounds too. Events that the file does not list stay.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def import_rounds(file: Path, update: bool, dry_run: bool) -> None:
    """Add the rounds of a YAML file (docs/rounds-import.md): all of it, or nothing when anything is wrong."""
    session, is_example = db.session(), context.settings().is_example
    with file.open("rb") as opened:
        content = opened.read(importing.SIZE_MAX + 1)
    with force_locale("en"):
        try:
            done = importing.import_file(session, content, update=update, now=context.now(), is_example=is_example)
        except importing.NotImported as error:
            session.rollback()
            click.echo("\n".join(f"{file.name}, {line}" for line in error.lines), err=True)
            raise click.ClickException("Nothing was imported.") from error
    click.echo("\n".join(importing.in_words(done)))
    if dry_run:
        session.rollback()
        click.echo("Tried only: nothing was changed.")
    else:
        session.commit()


@deadlines.command("due")
@click.argument("rule")
@click.argument("start_day", metavar="DATE")
@click.option("--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
def due(rule: str, start_day: str, lang: str) -> None:
    """Print the due date of RULE for a term that starts from DATE (YYYY-MM-DD, not counted), then how it was
    counted. Days off are those of the reference data, without what an operator put right.
    """
    try:
        starts_on = date.fromisoformat(start_day)
        found = deadline(data.deadline_rules().rule(rule, starts_on), starts_on, data.calendar())
    except (ValueError, OverflowError, LookupError, DomainError) as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from error
    click.echo(found.due_on.isoformat())
    with speaking(lang):
        click.echo("\n".join(explain(found, data.calendar())))


@jobs.command("work")
@click.option("--once", is_flag=True, help="Do what is due and stop.")
def work(once: bool) -> None:
    """Work on the queue until stopped."""
    if not once:
        return work_on()
    worker = make_worker()
    schedule(db.session(), now=context.now())
    db.session.commit()
    click.echo(f"{worker.run_due()} jobs tried")
    return None


def make_worker() -> Worker:
    """A worker with the services of the current app."""
    made = context.services()
    return Worker(
        sessionmaker(db.engine),
        cipher=made.cipher,
        storage=made.storage,
        settings=made.settings,
        clock=made.clock,
        line=line_of(db.engine),
    )


@config.command("show")
def show_config() -> None:
    """Print every setting, where it came from and its default, secrets hidden."""
    for line in described(context.settings()):
        value, default = (HIDDEN if part is None else part for part in (line.value, line.default))
        click.echo(f"{line.name}={value}  (from {line.source.value}; default {default or 'none'})")


@click.command("start", help="Migrations, reference data, example case; then web and worker until Ctrl-C.")
@with_appcontext
def start() -> None:
    if failed := processes.run_apart(prepare):
        raise SystemExit(failed)
    settings = context.settings()
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    click.echo(f"Adil Tirkeu: http://{host}:{port}/")
    if settings.is_example:
        click.echo("Example sign-ins (role: e-mail, password):")
        for sign_in in demo.SIGN_INS:
            click.echo(f"  {sign_in.role.value}: {sign_in.email}  {demo.PASSWORD}")
    click.echo("Ctrl-C stops it.")
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    Context().run(open_first_pages, app, settings.public_url)
    raise SystemExit(processes.run_together({"web": lambda: processes.serve(app, host, int(port)), "worker": work_on}))


def open_first_pages(app: Flask, site: str) -> None:
    """What most people open first, in both languages of the site: the web server's processes share what that loads.
    Nothing of the database may stay open: they are forked from this process.
    """
    with app.app_context():
        slugs = [round_.slug for round_ in rounds_queries.list_rounds(db.session()) if round_.takes_complaints][:1]
    browser = app.test_client()
    for language in LetterLanguage:
        for page in ("", *(f"rounds/{slug}/{part}" for slug in slugs for part in ("", "complain"))):
            browser.get(f"/{language.value}/{page}", base_url=site)
    with app.app_context():
        db.engine.dispose()


def prepare() -> None:
    """Schema, reference data, and the example case where nothing is yet."""
    try:
        bring_up_to_date()
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from error
    session = db.session()
    if context.settings().is_example and demo.is_empty(session):
        site = context.settings().public_url
        demo.load_example(session, cipher=context.cipher(), now=context.now(), count=demo.COMPLAINTS, site=site)
        session.commit()


def work_on() -> None:
    """Work on the queue until SIGINT or SIGTERM. Filing comes first: the worker takes what the web server leaves."""
    os.nice(NICE)
    stop = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stop.set())
    worker = make_worker()
    schedule(db.session(), now=context.now())
    db.session.commit()
    worker.run_until(stop)
