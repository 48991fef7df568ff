"""create_app() is the whole app on one screen: settings, extensions, glue, slices, commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import reset_tzpath

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from complaints import PACKAGE, cli, database, freshness, logs
from complaints.accounts import sessions
from complaints.accounts.kept import views as kept_forms
from complaints.accounts.routes import bp as accounts
from complaints.authorities.routes import bp as authorities
from complaints.cipher import Cipher
from complaints.extensions import csrf, db, migrate
from complaints.feeds.routes import bp as feeds
from complaints.feeds.routes import machine as calendars
from complaints.filing.routes import bp as filing
from complaints.grouping.routes import bp as grouping
from complaints.groups.routes import bp as groups
from complaints.moderation.routes import bp as moderation
from complaints.petitions.routes import bp as petitions
from complaints.responses.routes import bp as responses
from complaints.rounds.routes import bp as rounds
from complaints.settings import Settings
from complaints.storage import Storage
from complaints.web import access, clocks, context, errors, files, filters, headers, i18n, kept_pages, views
from complaints.web.requests import RequestInMemory, WholeRequests, stepping_aside

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from sqlalchemy import Engine

SLICES = (rounds, authorities, feeds, filing, grouping, groups, moderation, petitions, responses, accounts, views.bp)
TOP = PACKAGE.parent


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] | None = None) -> Flask:
    """The app for these settings (default: the environment) and this clock (default: the machine's, aware UTC).

    Raises SettingsError when the environment does not make a working installation.
    """
    settings = settings or Settings.from_env()
    # Time zones come from the package: a system's own may not know that the whole country is UTC+5 since 2024.
    reset_tzpath(to=())
    app = Flask(
        "complaints",
        root_path=str(PACKAGE),
        template_folder=str(TOP / "templates"),
        instance_path=str(settings.instance),
    )
    app.request_class = RequestInMemory
    configure(app, settings)
    app.extensions[context.EXTENSION] = context.Services(
        settings=settings,
        cipher=Cipher(settings.encryption_keys, settings.secret_key),
        storage=Storage(settings.storage_url, waiting=stepping_aside),
        clock=clock or (lambda: datetime.now(UTC)),
        watch=freshness.Watch(install_database(app)),
    )
    logs.install()
    install_server(app)
    i18n.install(app)
    sessions.install(app)
    kept_pages.install(app)
    kept_forms.install(app)
    csrf.init_app(app)
    for glue in (access, clocks, files, headers, errors, filters):
        glue.install(app)
    kept_forms.install_release(app)
    for slice_ in SLICES:
        app.register_blueprint(slice_, url_prefix=i18n.PREFIX)
    app.register_blueprint(views.root)
    app.register_blueprint(calendars)
    cli.install(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """What these settings make of the app itself."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=database.engine_url(settings.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(settings.database_url),
        BABEL_TRANSLATION_DIRECTORIES=str(TOP / "translations"),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=True,
        SESSION_COOKIE_NAME="session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(settings=settings)
    app.context_processor(lambda: {"viewer": context.viewer()})


def install_database(app: Flask) -> Engine:
    """The engine of its configuration, and which requests may write."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(PACKAGE / "migrations"), render_as_batch=True)
    freshness.install()
    with app.app_context():
        engine = db.engine
    database.set_up(engine)

    @app.before_request
    def read_only_unless_posting() -> None:
        database.reads_only(request.method in access.SAFE_METHODS)

    @app.teardown_request
    def allow_writing_again(_error: BaseException | None) -> None:
        database.reads_only(False)

    return engine


def install_server(app: Flask) -> None:
    """What stands between the server and the app: whole requests only, kept pages, proxies that are trusted."""
    services = context.services_of(app)
    inner: WSGIApplication = kept_pages.wrap(app, WholeRequests(Flask.wsgi_app.__get__(app)), services.watch)
    hops = services.settings.trusted_proxies
    app.wsgi_app = ProxyFix(inner, x_for=hops, x_proto=hops, x_host=hops) if hops else inner  # type: ignore[method-assign,assignment]
