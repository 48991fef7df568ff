"""Pages around signatures on paper: totals, blank sheets, the lists that were brought back. For owner and editors."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final
from uuid import UUID

import structlog
from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import NotFound, StaleVersion
from complaints.domain.paper import REJECTED, RowReason
from complaints.domain.petition import ExportState
from complaints.models.petitions import PetitionVersion
from complaints.paper import paper_total
from complaints.petitions.blueprint import bp
from complaints.petitions.freezing.views import PETITION, REFRESH_SECONDS
from complaints.petitions.paper import actions, queries
from complaints.petitions.paper.forms import SheetsForm
from complaints.petitions.paper.importing import queries as lists
from complaints.petitions.paper.jobs import COLUMN, TABLE
from complaints.petitions.queries import PAGE
from complaints.web import context
from complaints.web.access import requires
from complaints.web.words import gettext as _

PAPER: Final = PETITION + "paper/<int:number>/"
log = structlog.get_logger()


@bp.get(PAPER)
@requires(Permission.PREPARE_PETITION)
def show_paper(slug: str, petition_id: int, number: int) -> tuple[str, int, dict[str, str]]:
    version = find(slug, petition_id, number)
    return _page(version, SheetsForm(version, queries.next_sheet(context.session(), version.id), formdata=None))


@bp.post(PAPER + "sheets")
@requires(Permission.PREPARE_PETITION)
def order_sheets(slug: str, petition_id: int, number: int) -> Response | tuple[str, int, dict[str, str]]:
    """Blank sheets under the next numbers, printed by the worker."""
    session, viewer = context.session(), context.viewer()
    version = find(slug, petition_id, number)
    form = SheetsForm(version, queries.next_sheet(session, version.id))
    if not form.validate():
        return _page(version, form, 422)
    ordered: dict[str, Any] = {
        "language": LetterLanguage(form.language.data), "first": form.first_number(), "count": form.count.data,
    }  # fmt: skip
    try:
        actions.order_sheets(session, viewer=viewer, version=version, **ordered, now=context.now())
    except StaleVersion as error:
        session.rollback()
        form.renumber(error.current)
        form.form_errors.append(_("Somebody was given these numbers meanwhile. Send it again: the numbers go on."))
        return _page(find(slug, petition_id, number), form, 409)
    session.commit()
    log.info(
        "sheets_ordered", petition=petition_id, version=number, count=ordered["count"], actor=str(viewer.account_id)
    )
    return redirect(address_of(version, "sheets"), 303)


@bp.get(PAPER + "sheets/<uuid:sheets_id>.pdf")
@requires(Permission.PREPARE_PETITION)
def get_sheets(slug: str, petition_id: int, number: int, sheets_id: UUID) -> Response:
    sheets = queries.get_sheets(context.session(), find(slug, petition_id, number).id, sheets_id)
    if sheets.storage_key is None:
        raise NotFound("file", str(sheets_id))
    pdf = context.cipher().decrypt_bytes(TABLE, COLUMN, sheets.id, context.storage().get(sheets.storage_key))
    name = actions.file_name(sheets)
    return send_file(BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=name)


def find(slug: str, petition_id: int, number: int) -> PetitionVersion:
    """Raises NotFound, also for a document that nobody signs with; Forbidden for a reader."""
    return queries.get_version(context.session(), context.viewer(), slug, petition_id, number)


def address_of(version: PetitionVersion, anchor: str | None = None) -> str:
    petition = version.petition
    place: dict[str, Any] = {"slug": petition.group.slug, "petition_id": petition.id, "number": version.number}
    return url_for("petitions.show_paper", **place, _anchor=anchor)


def say_done(sentence: str, version: PetitionVersion) -> Response:
    flash(sentence, "right")
    return redirect(address_of(version, "lists"), 303)


def _page(version: PetitionVersion, form: SheetsForm, status: int = 200) -> tuple[str, int, dict[str, str]]:
    session = context.session()
    sheets = queries.list_sheets(session, version.id)
    counts = lists.sum_counts(session, version.id)
    pages = max(1, -(-queries.count_imports(session, version.id) // PAGE))
    page_number = min(max(request.args.get("page", 1, type=int), 1), pages)
    page = render_template(
        "petitions/paper/show_paper.html",
        petition=version.petition,
        version=version,
        here={"slug": version.petition.group.slug, "petition_id": version.petition_id, "number": version.number},
        form=form,
        online=lists.count_online(session, version),
        on_paper=paper_total(session, version.id),
        rejected=sum(counts.get(state, 0) for state in REJECTED),
        reasons=[(reason, counts[reason]) for reason in RowReason if reason in counts],
        sheets=sheets,
        imports=queries.list_imports(session, version.id, page=page_number),
        page_number=page_number,
        pages=pages,
        newest=version.petition.versions[-1],
        zone=version.petition.round.region.time_zone,
        ExportState=ExportState,
        REJECTED=REJECTED,
    )
    is_printing = status == 200 and any(order.state is ExportState.QUEUED for order in sheets)
    return page, status, {"Refresh": REFRESH_SECONDS} if is_printing else {}
