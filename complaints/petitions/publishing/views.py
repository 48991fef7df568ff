"""The public page of a petition with its PDF, and the group's deeds around it.

The public page needs no session, sets no cookie and may be kept by caches for a minute.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

import structlog
from flask import flash, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from complaints import data
from complaints.domain.access import Permission, may_publish_for
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Forbidden, StaleVersion, Unsuitable
from complaints.domain.petition import Cut
from complaints.models.petitions import Petition, Publication
from complaints.petitions import queries as petitions
from complaints.petitions.blueprint import bp
from complaints.petitions.freezing.actions import file_name
from complaints.petitions.freezing.views import PETITION, VERSION
from complaints.petitions.jobs import COLUMN, TABLE
from complaints.petitions.publishing import actions, queries, reading
from complaints.petitions.publishing.forms import UnpublishForm
from complaints.web import context
from complaints.web.access import SAFE_METHODS, public, requires
from complaints.web.clocks import status
from complaints.web.words import gettext as _

PUBLIC: Final = "/petitions/<int(max=2147483647):petition_id>/"
GONE: Final = 410
CACHED_SECONDS: Final = 60
"""Our choice: a page passed on in chats is opened by many at once, and what is taken off is gone in a minute."""
log = structlog.get_logger()


@bp.get(PUBLIC)
@public
def show_public(petition_id: int) -> Response:
    petition, publication = _find(petition_id)
    if publication.ended_at is not None:
        return taken_off(petition, publication)
    session, now = context.session(), context.now()
    page = reading.page_of(session, petition, publication.version, context.lang(), now=now)
    texts = reading.share_texts(page, context.settings().public_url)
    shown = render_template(
        "petitions/publishing/show_public.html",
        page=page,
        publication=publication,
        texts=texts,
        status=status,
        grounds=data.grounds(),
    )
    return cached(make_response(shown))


@bp.get(PUBLIC + "petition.<any(kk, ru):code>.pdf")
@public
def get_public_file(petition_id: int, code: str) -> Response:
    """The public cut: no personal data."""
    petition, publication = _find(petition_id)
    if publication.ended_at is not None:
        return taken_off(petition, publication)
    language = LetterLanguage(code)
    export = queries.get_file(context.session(), publication.version_id, language)
    sealed = context.storage().get(export.storage_key or "")
    pdf = context.cipher().decrypt_bytes(TABLE, COLUMN, export.id, sealed)
    name = file_name(publication.version, language, Cut.PUBLIC)
    return cached(send_file(BytesIO(pdf), mimetype="application/pdf", download_name=name, etag=export.sha256 or True))


def _find(petition_id: int) -> tuple[Petition, Publication]:
    """Raises NotFound until it is published."""
    petition = queries.get_petition(context.session(), petition_id)
    [publication, *_earlier] = queries.list_publications(context.session(), petition_id)
    return petition, publication


def taken_off(petition: Petition, publication: Publication) -> Response:
    """Since when and why it is not there, and nothing else."""
    page = render_template("petitions/publishing/taken_off.html", petition=petition, publication=publication)
    return make_response(page, GONE)


def cached(response: Response) -> Response:
    """The same for everybody: caches may keep it for a minute."""
    response.headers["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
    response.vary.add("Cookie")  # display and signing in change the frame of the page
    return response


@bp.post(VERSION + "publish")
@requires(Permission.PUBLISH_PETITION)
def publish_petition(slug: str, petition_id: int, number: int) -> Response:
    session, viewer = context.session(), context.viewer()
    petition = petitions.get_petition(session, viewer, slug, petition_id)
    version = petitions.get_version(petition, number)
    try:
        actions.publish_petition(session, viewer=viewer, version=version, now=context.now())
        session.commit()
    except Unsuitable:
        session.rollback()
        flash(_("The public files are not ready yet. Publish it when they are."), "late")
    except StaleVersion:
        session.rollback()
        flash(_("A later version is on the public page. Publish a newer one, or take that one off first."), "late")
    else:
        log.info("petition_published", petition=petition_id, version=number, actor=str(viewer.account_id))
        flash(_("Version %(number)s is on the public page.", number=number), "right")
    return _back(slug, petition_id, number)


@bp.route(PETITION + "unpublish", methods=["GET", "POST"])
@requires(Permission.PUBLISH_PETITION)
def unpublish_petition(slug: str, petition_id: int) -> str | Response | tuple[str, int]:
    session, viewer = context.session(), context.viewer()
    petition = petitions.get_petition(session, viewer, slug, petition_id)
    if not may_publish_for(viewer, petition.group_id):
        raise Forbidden(slug)
    running = queries.find_latest(session, petition_id)
    if running is None or running.ended_at is not None:
        return redirect(url_for("petitions.show_petition", slug=slug, petition_id=petition_id), 303)
    form = UnpublishForm()
    if request.method in SAFE_METHODS or not form.validate():
        page = render_template("petitions/publishing/unpublish.html", petition=petition, running=running, form=form)
        return page if request.method in SAFE_METHODS else (page, 422)
    number = running.version.number
    actions.unpublish_petition(session, viewer=viewer, petition=petition, reason=form.reason.data, now=context.now())
    session.commit()
    log.info("petition_unpublished", petition=petition_id, actor=str(viewer.account_id))
    flash(_("It is taken off. The public page says since when and why."), "right")
    return _back(slug, petition_id, number)


def _back(slug: str, petition_id: int, number: int) -> Response:
    address = url_for("petitions.show_version", slug=slug, petition_id=petition_id, number=number, _anchor="public")
    return redirect(address, 303)
