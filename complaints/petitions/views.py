"""Pages of the group's desk. Every one asks for the group first, as this viewer: strangers get "not found"."""

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
from complaints.models.petitions import Petition
from complaints.petitions import actions, builder, desk, queries
from complaints.petitions.blueprint import bp
from complaints.petitions.detached import list_detached
from complaints.petitions.forms import BuilderForm, StartForm
from complaints.petitions.freezing import actions as freezing
from complaints.petitions.jobs import COLUMN, TABLE
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import named
from complaints.web.words import gettext as _

log = structlog.get_logger()
PETITION: Final = "/groups/<slug>/petitions/<int(max=2147483647):petition_id>/"
VERSION: Final = PETITION + "versions/<int:number>/"
REFRESH_SECONDS: Final = "3"


@bp.get("/groups/")
@requires(Permission.SEE_GROUP_DESK)
def list_groups() -> str:
    groups = queries.list_groups(context.session(), context.viewer())
    return render_template("petitions/list_groups.html", groups=groups)


@bp.get("/groups/<slug>/")
@requires(Permission.SEE_GROUP_DESK)
def show_group(slug: str) -> str:
    session, viewer = context.session(), context.viewer()
    group = queries.get_group(session, viewer, slug)
    return render_template(
        "petitions/show_group.html",
        group=group,
        role=queries.role_in(viewer, group),
        may_edit=may_edit_group(viewer, group.id),
        rounds=desk.list_rounds(session, group),
        cards=desk.list_cards(session, group, now=context.now()),
        detached=list_detached(session, group, now=context.now()),
    )


@bp.route("/groups/<slug>/petitions/new", methods=["GET", "POST"])
@requires(Permission.PREPARE_PETITION)
def start_petition(slug: str) -> str | Response | tuple[str, int]:
    session, viewer = context.session(), context.viewer()
    group = queries.get_group(session, viewer, slug)
    if not may_edit_group(viewer, group.id):
        raise Forbidden(slug)
    form = StartForm(data={"round": request.args.get("round")})
    form.round.choices = [(round_.slug, named(round_)) for round_ in queries.list_rounds(session, group)]
    if not form.validate_on_submit():
        page = render_template("petitions/start_petition.html", group=group, form=form)
        return (page, 422) if form.is_submitted() else page
    round_ = queries.get_round(session, group, form.round.data)
    is_example = context.settings().is_example
    petition = actions.start_petition(
        session, viewer=viewer, group=group, round_=round_, now=context.now(), is_example=is_example
    )
    session.commit()
    return redirect(url_for("petitions.show_petition", slug=slug, petition_id=petition.id), 303)


@bp.get(PETITION)
@requires(Permission.SEE_GROUP_DESK)
def show_petition(slug: str, petition_id: int) -> str:
    petition = queries.get_petition(context.session(), context.viewer(), slug, petition_id)
    return _builder(petition, _form(petition))


@bp.post(PETITION)
@requires(Permission.PREPARE_PETITION)
def save_petition(slug: str, petition_id: int) -> str | Response | tuple[str, int]:
    petition = queries.get_petition(context.session(), context.viewer(), slug, petition_id)
    form = _form(petition)
    if refused := _save(petition, form):
        return refused
    context.session().commit()
    flash(_("Saved."), "right")
    language = request.args.get("letter")
    return redirect(url_for("petitions.show_petition", slug=slug, petition_id=petition_id, letter=language), 303)


@bp.post(PETITION + "freeze")
@requires(Permission.PREPARE_PETITION)
def freeze_petition(slug: str, petition_id: int) -> str | Response | tuple[str, int]:
    session, viewer, cipher = context.session(), context.viewer(), context.cipher()
    petition = queries.get_petition(session, viewer, slug, petition_id)
    if refused := _save(petition, _form(petition)):
        return refused
    try:
        version = freezing.freeze_petition(session, cipher=cipher, viewer=viewer, petition=petition, now=context.now())
    except NotReady:
        session.commit()
        flash(_("Saved, not frozen: something is still missing. See the list below."), "late")
        return redirect(url_for("petitions.show_petition", slug=slug, petition_id=petition_id, _anchor="missing"), 303)
    session.commit()
    log.info("petition_frozen", petition=petition_id, version=version.number, actor=str(viewer.account_id))
    return redirect(_version_url(slug, petition_id, version.number), 303)


@bp.get(VERSION)
@requires(Permission.SEE_GROUP_DESK)
def show_version(slug: str, petition_id: int, number: int) -> Response | tuple[str, dict[str, str]]:
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
        leavers=queries.list_leavers(session, version.id),
        submission=queries.find_submission(session, petition_id),
        may_edit=may_edit_group(viewer, petition.group_id),
        Cut=Cut,
        ExportState=ExportState,
    )
    return page, {"Refresh": REFRESH_SECONDS} if progress.left and not progress.is_given_up else {}


@bp.get(VERSION + "<any(official, public):cut>.<any(kk, ru):code>.pdf")
@requires(Permission.SEE_GROUP_DESK)
def download(slug: str, petition_id: int, number: int, cut: str, code: str) -> Response:
    viewer, language = context.viewer(), LetterLanguage(code)
    petition = queries.get_petition(context.session(), viewer, slug, petition_id)
    if Cut(cut) is Cut.OFFICIAL and not may_see_names(viewer, petition.group_id):
        raise Forbidden(slug)
    version = queries.get_version(petition, number)
    export = queries.get_export(version, language, Cut(cut))
    if export.storage_key is None:
        raise NotFound("file", f"{cut}.{code}")
    sealed = context.storage().get(export.storage_key)
    pdf = context.cipher().decrypt_bytes(TABLE, COLUMN, export.id, sealed)
    log.info("petition_downloaded", petition=petition_id, version=number, cut=cut, actor=str(viewer.account_id))
    name = freezing.file_name(version, language, Cut(cut))
    return send_file(BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=name)


def _form(petition: Petition) -> BuilderForm:
    form = builder.builder_form(context.session(), context.cipher(), petition, context.lang())
    numbers = [number for number, _shown in form.complaints.choices]
    chosen = {"all": numbers, "none": []}.get(request.form.get("choose", ""))
    if chosen is not None:
        form.complaints.data = chosen
    return form


def _save(petition: Petition, form: BuilderForm) -> tuple[str, int] | None:
    """Save what was sent, or give the page that says why not. Raises Forbidden."""
    if not may_edit_group(context.viewer(), petition.group_id):
        raise Forbidden(str(petition.id))
    if not form.validate():
        return _builder(petition, form), 422
    session, cipher = context.session(), context.cipher()
    edit_number = int(form.edit_number.data) if form.edit_number.data.isdecimal() else 0
    try:
        actions.save_petition(
            session,
            cipher=cipher,
            viewer=context.viewer(),
            petition=petition,
            draft=form.draft(),
            edit_number=edit_number,
        )
    except StaleVersion:
        form.form_errors.append(_("Somebody else saved this first. Open the page again and repeat your change."))
        return _builder(petition, form), 409
    return None


def _builder(petition: Petition, form: BuilderForm) -> str:
    session, viewer = context.session(), context.viewer()
    wanted = request.args.get("letter") or context.lang()
    language = LetterLanguage(wanted) if wanted in set(LetterLanguage) else LetterLanguage.KK
    shown = builder.preview(session, context.cipher(), viewer, petition, language=language, today=context.now().date())
    return render_template(
        "petitions/show_petition.html",
        petition=petition,
        form=form,
        shown=shown,
        language=language,
        languages=LetterLanguage,
        reasons=builder.reasons(session, petition),
        described=builder.described(session, petition),
        submission=queries.find_submission(session, petition.id),
        leavers=queries.list_leavers(session, petition.versions[-1].id) if petition.versions else (),
        may_edit=may_edit_group(viewer, petition.group_id),
    )


def _version_url(slug: str, petition_id: int, number: int) -> str:
    return url_for("petitions.show_version", slug=slug, petition_id=petition_id, number=number)
