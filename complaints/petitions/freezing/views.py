"""Pages of a frozen version: freezing itself, its files, and handing them out.

The official copy names people: it is handed out by a POST, because each download is written down for the owner of the
group and for everybody in it.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

import structlog
from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission, may_edit_group, may_see_names
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Forbidden, NotFound, NotReady, StaleVersion
from complaints.domain.petition import Cut, ExportState
from complaints.models.petitions import Petition, PetitionVersion
from complaints.paper import paper_total
from complaints.petitions import builder, desk, queries
from complaints.petitions.agreeing.queries import count_agreed
from complaints.petitions.agreeing.reading import tell_group
from complaints.petitions.blueprint import bp
from complaints.petitions.freezing import actions
from complaints.petitions.freezing import queries as frozen
from complaints.petitions.jobs import COLUMN, TABLE
from complaints.petitions.publishing.reading import panel_of
from complaints.petitions.tables import MEDIA_TYPES, tables_as
from complaints.web import context
from complaints.web.access import SAFE_METHODS, requires
from complaints.web.words import gettext as _

log = structlog.get_logger()
PETITION: Final = "/groups/<slug>/petitions/<int(max=2147483647):petition_id>/"
VERSION: Final = PETITION + "versions/<int:number>/"
REFRESH_SECONDS: Final = "3"


@bp.route(PETITION + "freeze", methods=["GET", "POST"])
@requires(Permission.PREPARE_PETITION)
def freeze_petition(slug: str, petition_id: int) -> str | Response | tuple[str, int]:
    """Say what freezing means and what is missing; frozen is what was seen, not what somebody saved meanwhile."""
    session, viewer, cipher = context.session(), context.viewer(), context.cipher()
    petition = queries.get_petition(session, viewer, slug, petition_id)
    if not may_edit_group(viewer, petition.group_id):
        raise Forbidden(slug)
    if request.method in SAFE_METHODS:
        return _ask(petition)
    seen = request.form.get("edit_number", 0, type=int)
    try:
        version = actions.freeze_petition(
            session,
            cipher=cipher,
            viewer=viewer,
            petition=petition,
            now=context.now(),
            edit_number=seen,
            site=context.settings().public_url,
        )
    except StaleVersion:
        session.refresh(petition)
        flash(_("Somebody saved this draft meanwhile. Look at it again, then freeze it."), "late")
        return _ask(petition), 409
    except NotReady:
        return _ask(petition), 422
    session.commit()
    log.info("petition_frozen", petition=petition_id, version=version.number, actor=str(viewer.account_id))
    return redirect(url_for("petitions.show_version", slug=slug, petition_id=petition_id, number=version.number), 303)


def _ask(petition: Petition) -> str:
    session, viewer = context.session(), context.viewer()
    language = LetterLanguage.RU if context.lang() == "ru" else LetterLanguage.KK
    shown = builder.preview(session, context.cipher(), viewer, petition, language=language, today=context.now().date())
    return render_template(
        "petitions/freeze_petition.html",
        petition=petition,
        shown=shown,
        newcomers=frozen.count_newcomers(session, petition),
    )


@bp.get(VERSION)
@requires(Permission.SEE_GROUP_DESK)
def show_version(slug: str, petition_id: int, number: int) -> tuple[str, dict[str, str]]:
    session, viewer = context.session(), context.viewer()
    petition = queries.get_petition(session, viewer, slug, petition_id)
    version = queries.get_version(petition, number)
    progress = desk.progress_of(session, version, now=context.now())
    page = render_template(
        "petitions/show_version.html",
        petition=petition,
        version=version,
        progress=progress,
        included=queries.count_included(session, version.id),
        joined=queries.count_joined(session, version.id),
        on_paper=paper_total(session, version.id),
        agreed=tell_group(count_agreed(session, petition_id)),
        leavers=queries.list_leavers(session, version.id),
        submission=queries.find_submission(session, petition_id),
        panel=panel_of(session, petition, version),
        may_edit=may_edit_group(viewer, petition.group_id),
        Cut=Cut,
        ExportState=ExportState,
    )
    return page, {"Refresh": REFRESH_SECONDS} if progress.left and not progress.is_given_up else {}


@bp.get(VERSION + "<any(public, counter):cut>.<any(kk, ru):code>.pdf")
@requires(Permission.SEE_GROUP_DESK)
def download(slug: str, petition_id: int, number: int, cut: str, code: str) -> Response:
    """A copy without names."""
    petition = queries.get_petition(context.session(), context.viewer(), slug, petition_id)
    return give_file(queries.get_version(petition, number), LetterLanguage(code), Cut(cut))


@bp.post(VERSION + "official.<any(kk, ru):code>.pdf")
@requires(Permission.PREPARE_PETITION)
def download_official(slug: str, petition_id: int, number: int, code: str) -> Response:
    """The copy with names, for owner and editors; who took it and when is kept."""
    session, viewer, language = context.session(), context.viewer(), LetterLanguage(code)
    petition = queries.get_petition(session, viewer, slug, petition_id)
    if not may_see_names(viewer, petition.group_id):
        raise Forbidden(slug)
    version = queries.get_version(petition, number)
    answer = give_file(version, language, Cut.OFFICIAL)
    actions.note_download(session, viewer=viewer, version=version, language=language, now=context.now())
    session.commit()
    return answer


@bp.get(VERSION + "<any(public, counter):cut>.<any(kk, ru):code>.<any(xlsx, zip):form>")
@requires(Permission.SEE_GROUP_DESK)
def download_tables(slug: str, petition_id: int, number: int, *, cut: str, code: str, form: str) -> Response:
    """The registers of a copy without names, for a spreadsheet program."""
    petition = queries.get_petition(context.session(), context.viewer(), slug, petition_id)
    return give_tables(queries.get_version(petition, number), LetterLanguage(code), Cut(cut), form)


@bp.post(VERSION + "official.<any(kk, ru):code>.<any(xlsx, zip):form>")
@requires(Permission.PREPARE_PETITION)
def download_official_tables(slug: str, petition_id: int, number: int, code: str, form: str) -> Response:
    """The registers with names: kept like a download of the copy itself."""
    session, viewer, language = context.session(), context.viewer(), LetterLanguage(code)
    petition = queries.get_petition(session, viewer, slug, petition_id)
    if not may_see_names(viewer, petition.group_id):
        raise Forbidden(slug)
    version = queries.get_version(petition, number)
    answer = give_tables(version, language, Cut.OFFICIAL, form)
    actions.note_download(session, viewer=viewer, version=version, language=language, now=context.now())
    session.commit()
    return answer


def give_tables(version: PetitionVersion, language: LetterLanguage, cut: Cut, form: str) -> Response:
    """As long as the copy itself is kept."""
    if queries.get_export(version, language, cut).storage_key is None:
        raise NotFound("file", f"{cut}.{language}")
    sheaf = actions.prepare(context.session(), version, language, cut, cipher=context.cipher())
    made = tables_as(form, sheaf, made=version.frozen_at)
    actor = str(context.viewer().account_id)
    log.info("tables_downloaded", petition=version.petition_id, version=version.number, cut=cut.value, actor=actor)
    name = actions.file_name(version, language, cut, form)
    return send_file(BytesIO(made), mimetype=MEDIA_TYPES[form], as_attachment=True, download_name=name)


def give_file(version: PetitionVersion, language: LetterLanguage, cut: Cut) -> Response:
    export = queries.get_export(version, language, cut)
    if export.storage_key is None:
        raise NotFound("file", f"{cut}.{language}")
    sealed = context.storage().get(export.storage_key)
    pdf = context.cipher().decrypt_bytes(TABLE, COLUMN, export.id, sealed)
    actor = str(context.viewer().account_id)
    log.info("petition_downloaded", petition=version.petition_id, version=version.number, cut=cut.value, actor=actor)
    name = actions.file_name(version, language, cut)
    return send_file(BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=name)
