"""Pages of lists of people who signed on paper: bring one, look it through, accept it, undo it.

Names are shown while a list waits, to those who typed them off; afterwards they stand in the official copy only.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from uuid import UUID

import structlog
from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission
from complaints.domain.errors import TooLate, TooManyOpen
from complaints.domain.paper import ANSWERS, COUNTED, REJECTED, PaperSource, PaperState, RowState
from complaints.models.paper import PaperImport, PaperRow
from complaints.models.petitions import PetitionVersion
from complaints.paper import open_text
from complaints.petitions.blueprint import bp
from complaints.petitions.paper.importing import actions, queries, template
from complaints.petitions.paper.importing.forms import FileForm, RowForm
from complaints.petitions.paper.importing.reading import Days, read_list
from complaints.petitions.paper.importing.tables import NoList
from complaints.petitions.paper.views import PAPER, address_of, find, say_done
from complaints.web import context
from complaints.web.access import SAFE_METHODS, requires
from complaints.web.clocks import zone_of
from complaints.web.files import takes_files
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

LIST: Final = PAPER + "lists/<uuid:import_id>/"
GROUPS: Final = {
    "asked": frozenset({RowState.ASKED, *ANSWERS}),
    "rejected": REJECTED,
    "good": COUNTED,
}
log = structlog.get_logger()


@bp.get(PAPER + "template.<any(xlsx, csv):ending>")
@requires(Permission.PREPARE_PETITION)
def get_paper_template(slug: str, petition_id: int, number: int, ending: str) -> Response:
    find(slug, petition_id, number)
    made, language = template.MAKERS[ending](context.lang()), context.lang()
    name = f"signatures.{language}.{ending}"
    return send_file(BytesIO(made), mimetype=template.MEDIA_TYPES[ending], as_attachment=True, download_name=name)


@bp.route(PAPER + "import", methods=["GET", "POST"])
@requires(Permission.PREPARE_PETITION)
@takes_files
def import_paper(slug: str, petition_id: int, number: int) -> str | Response | tuple[str, int]:
    """A filled list as a file; it waits until somebody accepts it."""
    session, viewer = context.session(), context.viewer()
    version = find(slug, petition_id, number)
    form = FileForm()
    if not form.validate_on_submit():
        page = render_template("petitions/paper/import_paper.html", version=version, here=_here(version), form=form)
        return (page, 422) if form.is_submitted() else page
    content = form.content()
    try:
        entries = read_list(content, _days(version))
    except NoList as refused:
        form.refuse(refused.fault)
        page = render_template("petitions/paper/import_paper.html", version=version, here=_here(version), form=form)
        return page, 422
    digest = sha256(content).hexdigest()
    known: dict[str, Any] = {"viewer": viewer, "version": version, "cipher": context.cipher(), "now": context.now()}
    made = actions.keep_file(session, entries, file_sha256=digest, **known)
    session.commit()
    log.info("paper_brought", petition=petition_id, list=str(made.id), rows=len(entries), actor=str(viewer.account_id))
    return redirect(_address(version, made), 303)


@bp.route(PAPER + "type", methods=["GET", "POST"])
@requires(Permission.PREPARE_PETITION)
def type_paper(slug: str, petition_id: int, number: int) -> str | Response | tuple[str, int]:
    """One row after the other: the form comes back for the next one."""
    session, viewer, cipher = context.session(), context.viewer(), context.cipher()
    version = find(slug, petition_id, number)
    made = queries.find_typed(session, version.id, viewer.account_id)
    if request.method in SAFE_METHODS:
        return _type_page(version, made, RowForm(_days(version), formdata=None, data=_proposed(made)))
    form = RowForm(_days(version))
    if not form.validate():
        return _type_page(version, made, form), 422
    try:
        actions.add_typed(session, form.entry(), viewer=viewer, version=version, cipher=cipher, now=context.now())
    except TooManyOpen:
        session.rollback()
        form.refuse_more()
        return _type_page(find(slug, petition_id, number), made, form), 422
    session.commit()
    flash(_("The row is kept. Type the next one, or go on to the check."), "right")
    return redirect(url_for("petitions.type_paper", **_here(version)), 303)


@bp.get(LIST)
@requires(Permission.PREPARE_PETITION)
def show_paper_list(slug: str, petition_id: int, number: int, import_id: UUID) -> str:
    return _list_page(find(slug, petition_id, number), import_id)


@bp.post(LIST + "compare")
@requires(Permission.PREPARE_PETITION)
def compare_paper_list(slug: str, petition_id: int, number: int, import_id: UUID) -> Response:
    """Look again who of a waiting list is there already."""
    version = find(slug, petition_id, number)
    try:
        actions.compare(context.session(), **_deed(version, import_id), cipher=context.cipher())
    except TooLate:
        return _too_late(version)
    context.session().commit()
    return redirect(_address_by_id(version, import_id), 303)


@bp.post(LIST + "answer")
@requires(Permission.PREPARE_PETITION)
def answer_paper_list(slug: str, petition_id: int, number: int, import_id: UUID) -> Response:
    """The same person or another one: kept for the rows of one page."""
    version = find(slug, petition_id, number)
    answers = {name.removeprefix("row-"): said for name, said in request.form.items() if name.startswith("row-")}
    try:
        actions.answer(context.session(), answers, **_deed(version, import_id))
    except TooLate:
        return _too_late(version)
    context.session().commit()
    flash(_("Saved."), "right")
    page = request.args.get("page", 1, type=int)
    return redirect(_address_by_id(version, import_id, rows="asked", page=page), 303)


@bp.post(LIST + "accept")
@requires(Permission.PREPARE_PETITION)
def accept_paper_list(slug: str, petition_id: int, number: int, import_id: UUID) -> Response | tuple[str, int]:
    """From now on its people count."""
    session, version = context.session(), find(slug, petition_id, number)
    deed = _deed(version, import_id)
    try:
        made = actions.accept(session, **deed, cipher=context.cipher(), now=context.now())
    except TooLate:
        return _too_late(version)
    except actions.QuestionsOpen:
        session.commit()  # the comparison found them: they are to be answered, not to be forgotten
        flash(_("Say of each of these rows first whether it is the same person."), "late")
        return _list_page(version, import_id, rows="asked"), 409
    session.commit()
    taken = sum((made.counts or {}).get(state, 0) for state in COUNTED)
    log.info(
        "paper_accepted", petition=petition_id, list=str(import_id), taken=taken, actor=str(deed["viewer"].account_id)
    )
    said = ngettext("%(num)s signature on paper counts now.", "%(num)s signatures on paper count now.", taken)
    return say_done(said, version)


@bp.post(LIST + "undo")
@requires(Permission.PREPARE_PETITION)
def undo_paper_list(slug: str, petition_id: int, number: int, import_id: UUID) -> Response:
    """Take an accepted list back whole."""
    version = find(slug, petition_id, number)
    deed = _deed(version, import_id)
    try:
        actions.undo(context.session(), **deed, now=context.now())
    except TooLate:
        return _too_late(version)
    context.session().commit()
    log.info("paper_undone", petition=petition_id, list=str(import_id), actor=str(deed["viewer"].account_id))
    return say_done(_("The list is undone: its people are erased here and no longer count."), version)


@bp.post(LIST + "drop")
@requires(Permission.PREPARE_PETITION)
def drop_paper_list(slug: str, petition_id: int, number: int, import_id: UUID) -> Response:
    """Throw a list away that nobody accepted."""
    version = find(slug, petition_id, number)
    try:
        actions.drop(context.session(), **_deed(version, import_id))
    except TooLate:
        return _too_late(version)
    context.session().commit()
    return say_done(_("The list is thrown away."), version)


@bp.post(LIST + "rows/<uuid:row_id>/remove")
@requires(Permission.PREPARE_PETITION)
def remove_paper_row(slug: str, petition_id: int, number: int, import_id: UUID, row_id: UUID) -> Response:
    version = find(slug, petition_id, number)
    try:
        actions.remove_row(context.session(), row_id, **_deed(version, import_id))
    except TooLate:
        return _too_late(version)
    context.session().commit()
    flash(_("The row is removed."), "right")
    if request.form.get("from") == "type":
        return redirect(url_for("petitions.type_paper", **_here(version)), 303)
    return redirect(_address_by_id(version, import_id), 303)


def _deed(version: PetitionVersion, import_id: UUID) -> dict[str, Any]:
    return {"viewer": context.viewer(), "version": version, "import_id": import_id}


def _too_late(version: PetitionVersion) -> Response:
    context.session().rollback()
    flash(_("Somebody decided about this list meanwhile: nothing was changed."), "late")
    return redirect(address_of(version, "lists"), 303)


def _days(version: PetitionVersion) -> Days:
    zone = zone_of(version.petition.round)
    return Days(version.frozen_at.astimezone(zone).date(), context.now().astimezone(zone).date())


def _here(version: PetitionVersion) -> dict[str, Any]:
    petition = version.petition
    return {"slug": petition.group.slug, "petition_id": petition.id, "number": version.number}


def _address(version: PetitionVersion, made: PaperImport) -> str:
    return _address_by_id(version, made.id)


def _address_by_id(version: PetitionVersion, import_id: UUID, **asked: Any) -> str:
    return url_for("petitions.show_paper_list", **_here(version), import_id=import_id, **asked)


def _proposed(made: PaperImport | None) -> dict[str, Any]:
    """The sheet of the row before, and the next of its rows."""
    last = queries.list_latest(context.session(), made.id, page=1)[:1] if made else []
    for row in last:
        return {"sheet": str(row.sheet), "place": str((row.place or 0) % 20 + 1)}
    return {}


def _opened(rows: Any) -> list[tuple[PaperRow, dict[str, str]]]:
    cipher = context.cipher()
    return [(row, {column: open_text(row, column, cipher) for column in actions.SEALED}) for row in rows]


def _type_page(version: PetitionVersion, made: PaperImport | None, form: RowForm) -> str:
    session = context.session()
    total = sum(queries.count_rows(session, made.id).values()) if made else 0
    pages = max(1, -(-total // queries.PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "petitions/paper/type_paper.html",
        version=version,
        here=_here(version),
        form=form,
        made=made,
        total=total,
        rows=_opened(queries.list_latest(session, made.id, page=page)) if made else [],
        page_number=page,
        pages=pages,
    )


def _list_page(version: PetitionVersion, import_id: UUID, rows: str | None = None) -> str:
    session = context.session()
    made = queries.get_import(session, version.id, import_id)
    counts = queries.count_rows(session, made.id)
    asked = rows or request.args.get("rows", "")
    first = "asked" if counts[RowState.ASKED] else "rejected" if sum(counts[one] for one in REJECTED) else "good"
    group = asked if asked in GROUPS else first
    total = sum(counts[state] for state in GROUPS[group])
    pages = max(1, -(-total // queries.PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "petitions/paper/show_list.html",
        version=version,
        here={**_here(version), "import_id": import_id},
        made=made,
        counts=counts,
        sums={name: sum(counts[state] for state in states) for name, states in GROUPS.items()},
        reasons=queries.count_reasons(session, made.id, REJECTED),
        group=group,
        rows=_opened(queries.list_rows(session, made.id, GROUPS[group], page=page)),
        page_number=page,
        pages=pages,
        zone=version.petition.round.region.time_zone,
        RowState=RowState,
        PaperState=PaperState,
        PaperSource=PaperSource,
    )
