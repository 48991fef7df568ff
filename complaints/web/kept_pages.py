"""Public pages kept in memory, for the many who only look and look again.

Each process keeps what it showed to somebody about whom it knows nothing, and shows the same until what is on record
has changed (complaints/freshness.py) or the minute has, since pages tell what is overdue. A page that changes faster
than it can be made is made anew at most for a tenth of the time. While an operator has the statistics rest, filings
make no page anew for a minute, and the page says of when its figures are; what was edited shows at once all the same.

A view whose page is the same for everybody says so with mark_shared(); a form that is, but for its token, with
mark_shared_form(). Both are found by address, before the framework does any work.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, current_app, g, request, session

from complaints import tokens
from complaints.freshness import Version, Watch
from complaints.web import context
from complaints.web.i18n import COOKIE, LANGUAGES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EXTENSION: Final = "kept_pages"
REST: Final = 9
"""So many times as long as a page took to make, it is shown again whatever has changed."""
SURGE: Final = timedelta(seconds=60)
MOST: Final = 200
"""Pages kept in one process, some 70 KB each uncompressed. When they are too many, keeping begins anew."""
NOT_KEPT: Final = frozenset({"Date", "Set-Cookie", "Content-Length"})
SEEN: Final = "complaints.version"
"""In a request's environment: what was on record when it came."""
Key = tuple[str, ...]


@dataclass(frozen=True)
class FormToken:
    """The token in a kept form, which everybody gets anew: where it belongs and how it stands in the page."""

    slug: str
    signed: str


@dataclass(frozen=True)
class Page:
    body: bytes
    headers: tuple[tuple[str, str], ...]
    version: Version
    made_at: datetime
    took_seconds: float
    kept_at: float
    """On the monotonic clock."""
    token: FormToken | None


class KeptPages:
    """WSGI middleware next to the app. `watch` tells what is on record."""

    def __init__(self, app: Flask, inner: WSGIApplication, watch: Watch) -> None:
        self.rest = REST
        self.watch = watch
        self._app, self._inner = app, inner
        self._pages: dict[Key, Page] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._inner(environ, start_response)
        version = environ[SEEN] = self.watch.version()
        page = self.find(_key(environ), version) if _is_plain(environ) else None
        return self._inner(environ, start_response) if page is None else self._show(page, environ, start_response)

    def find(self, key: Key, version: Version | None) -> Page | None:
        """The page, if it may still be shown. Whatever there is while the database is away."""
        page = self._pages.get(key)
        if page is None or version is None or self._is_good(page, version):
            return page
        return None

    def keep(self, key: Key, page: Page) -> None:
        if len(self._pages) >= MOST:
            self._pages.clear()
        self._pages[key] = page

    def _is_good(self, page: Page, version: Version) -> bool:
        now = context.services_of(self._app).clock()
        if _minute(page.made_at) == _minute(now) and page.version == version:
            return True
        if page.version.edits != version.edits or page.version.surge_since != version.surge_since:
            return self._rests(page)
        return self._rests(page) or (version.surge_since is not None and page.made_at <= now < page.made_at + SURGE)

    def _rests(self, page: Page) -> bool:
        return time.monotonic() - page.kept_at < self.rest * page.took_seconds

    def _show(self, page: Page, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = self._with_new_token(page.body, page.token) if page.token else page.body
        if page.token is None and environ.get("HTTP_IF_NONE_MATCH") == dict(page.headers).get("ETag"):
            start_response("304 NOT MODIFIED", [*page.headers])
            return [b""]
        start_response("200 OK", [*page.headers, ("Content-Length", str(len(body)))])
        return [body]

    def _with_new_token(self, body: bytes, kept: FormToken) -> bytes:
        services = context.services_of(self._app)
        signed = tokens.sign_token(services.cipher, kept.slug, tokens.new_token(), now=services.clock())
        return body.replace(kept.signed.encode(), signed.encode())


def mark_shared(*, has_figures: bool = True) -> None:
    """This page is the same for everybody who is not signed in. `has_figures`: filings change it."""
    g.is_shared, g.has_figures = True, has_figures


def mark_shared_form(slug: str, signed: str) -> None:
    """This form is the same for everybody of whom this browser knows nothing, but for its token."""
    g.shared_token = FormToken(slug, signed)


def figures_as_of() -> datetime | None:
    """Of when the figures on this page are, while filings do not renew them; None when they do."""
    seen: Version | None = request.environ.get(SEEN)
    rests = g.get("has_figures") and seen is not None and seen.surge_since is not None
    return context.now() if rests else None


def _show_kept() -> Response | None:
    """To somebody with a cookie, but not signed in and not awaiting a message: what strangers are shown."""
    g.began_at, g.is_special = time.monotonic(), _is_special()
    if request.method != "GET" or request.query_string or g.is_special:
        return None
    page = _pages().find(_key(request.environ), request.environ.get(SEEN))
    if page is None or page.token is not None:
        return None
    if request.headers.get("If-None-Match") == dict(page.headers).get("ETag"):
        return Response(status=304, headers=list(page.headers))
    return Response(page.body, headers=list(page.headers))


def _keep_shown(response: Response) -> Response:
    """Keep a page that is good for others, and let browsers ask whether it has changed."""
    seen: Version | None = request.environ.get(SEEN)
    if response.status_code != 200 or seen is None or g.get("is_special", True):
        return response
    shared, token = g.get("is_shared", False), g.get("shared_token")
    if shared:
        response.set_etag(sha256(response.get_data()).hexdigest()[:32])
        response.headers.setdefault("Cache-Control", "no-cache")
    if shared or (token is not None and _is_unknown(request.environ)):
        response.vary.add("Cookie")
        if not request.query_string and "Set-Cookie" not in response.headers:
            headers = tuple((name, value) for name, value in response.headers.items() if name not in NOT_KEPT)
            now = time.monotonic()
            page = Page(response.get_data(), headers, seen, context.now(), now - g.began_at, now, token)
            _pages().keep(_key(request.environ), page)
    if shared:
        response.make_conditional(request)
    return response


def _is_special() -> bool:
    """What this browser gets is made for it: somebody signed in, a larger display, a message to show."""
    return context.viewer().is_signed_in or "display" in request.cookies or "_flashes" in session


def _is_unknown(environ: WSGIEnvironment) -> bool:
    """Whether the browser sends no cookie but the one of its language, which addresses name anyway."""
    sent = environ.get("HTTP_COOKIE")
    if not sent:
        return True
    try:
        return set(SimpleCookie(sent)) <= {COOKIE}
    except CookieError:
        return False


def _is_plain(environ: WSGIEnvironment) -> bool:
    """Whether it asks for a page that a stranger may have been shown, and not to remember another language."""
    came_from = environ.get("HTTP_REFERER", "").partition("://")[2].partition("/")[2].partition("/")[0]
    switches = came_from in LANGUAGES and not environ["PATH_INFO"].startswith(f"/{came_from}/")
    return not (environ.get("QUERY_STRING") or switches) and _is_unknown(environ)


def _key(environ: WSGIEnvironment) -> Key:
    """What a page may depend on."""
    names = ("wsgi.url_scheme", "HTTP_HOST", "PATH_INFO", "HTTP_ACCEPT_ENCODING")
    return tuple(environ.get(name, "") for name in names)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _pages() -> KeptPages:
    kept: KeptPages = current_app.extensions[EXTENSION]
    return kept


def wrap(app: Flask, inner: WSGIApplication, watch: Watch) -> KeptPages:
    """The app behind its kept pages."""
    made = app.extensions[EXTENSION] = KeptPages(app, inner, watch)
    return made


def install(app: Flask) -> None:
    """After sessions: who is looking is known then. Before headers: what is kept is what is sent."""
    app.before_request(_show_kept)
    app.after_request(_keep_shown)
    app.context_processor(lambda: {"figures_as_of": figures_as_of()})
