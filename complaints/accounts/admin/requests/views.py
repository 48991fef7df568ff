"""Pages of requests for groups: the list, one request, the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.groups.queries import list_rounds
from complaints.accounts.admin.replies import NOT_TAKEN, Answer, page_asked, refuse, sealed_deed, to, words_asked
from complaints.accounts.admin.requests import actions, queries
from complaints.accounts.admin.requests.forms import AdmitForm, DeclineForm
from complaints.domain.access import Permission
from complaints.domain.errors import Duplicate, Unsuitable
from complaints.domain.groups import RequestState
from complaints.models import GroupRequest
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import named
from complaints.web.words import gettext as _


@bp.get("/requests/")
@requires(Permission.ADMINISTER)
def list_requests() -> str:
    asked = request.args.get("state", "")
    state = RequestState(asked) if asked in set(RequestState) else None
    words = words_asked()
    return render_template(
        "admin/requests/list_requests.html",
        sheet=queries.list_requests(context.session(), state, words=words, page=page_asked()),
        state=state,
        states=RequestState,
        words=words,
    )


@bp.get("/requests/<uuid:request_id>/")
@requires(Permission.ADMINISTER)
def show_request(request_id: UUID) -> str:
    return _show(queries.get_request(context.session(), request_id))


@bp.post("/requests/<uuid:request_id>/admit")
@requires(Permission.ADMINISTER)
def admit_request(request_id: UUID) -> Answer:
    session = context.session()
    asked = queries.get_request(session, request_id)
    form = _admit_form(asked)
    if not form.validate():
        return _show(asked, admit=form), NOT_TAKEN
    try:
        actions.admit_request(session, asked, slug=form.slug.data, round_ids=form.round_ids(), **sealed_deed())
    except Unsuitable:
        return _decided_before(request_id)
    except Duplicate:
        refuse(form.slug, _("Another group has this address. Choose a different one."))
        return _show(asked, admit=form), NOT_TAKEN
    session.commit()
    flash(_("The group is made. The invitation to own it is on its way by mail."), "right")
    return to("show_request", request_id=request_id)


@bp.post("/requests/<uuid:request_id>/decline")
@requires(Permission.ADMINISTER)
def decline_request(request_id: UUID) -> Answer:
    session = context.session()
    asked = queries.get_request(session, request_id)
    form = DeclineForm()
    if not form.validate():
        return _show(asked, decline=form), NOT_TAKEN
    try:
        actions.decline_request(session, asked, reason=form.reason.data, **sealed_deed())
    except Unsuitable:
        return _decided_before(request_id)
    session.commit()
    flash(_("The request is declined. The reason is on its way by mail."), "right")
    return to("show_request", request_id=request_id)


def _decided_before(request_id: UUID) -> Response:
    context.session().rollback()
    flash(_("Another site administrator has decided about this request in the meantime; that decision stands."), "late")
    return to("show_request", request_id=request_id)


def _show(asked: GroupRequest, *, admit: AdmitForm | None = None, decline: DeclineForm | None = None) -> str:
    session = context.session()
    return render_template(
        "admin/requests/show_request.html",
        asked=asked,
        contact=queries.contact_of(asked, cipher=context.cipher()),
        obstacle=queries.obstacle_of_asker(session, asked),
        admit=admit or _admit_form(asked, formdata=None),
        decline=decline or DeclineForm(formdata=None),
        form=admit or decline,
        States=RequestState,
    )


def _admit_form(asked: GroupRequest, **options: Any) -> AdmitForm:
    session = context.session()
    proposed = [str(round_id) for round_id in queries.propose_rounds(session, asked)]
    form = AdmitForm(data={"slug": queries.propose_address(session, asked), "rounds": proposed}, **options)
    form.rounds.choices = [(str(round_.id), named(round_)) for round_ in list_rounds(session, context.lang())]
    return form
