"""The public history of a round, the moderators' list of recent changes, and undoing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import structlog
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from complaints.domain.access import AccountRole, Permission, may
from complaints.domain.changes import Subject
from complaints.domain.deadlines import KAZAKHSTAN
from complaints.models.changes import Change
from complaints.models.rounds import Round
from complaints.rounds.blueprint import bp
from complaints.rounds.history import actions, queries
from complaints.rounds.history.actions import CannotUndo, Why
from complaints.rounds.history.queries import By
from complaints.rounds.history.words import Names, lines
from complaints.rounds.sight import hidden_page
from complaints.web import context
from complaints.web.access import public, requires
from complaints.web.filters import moment
from complaints.web.words import gettext as _

log = structlog.get_logger()
CONFLICT: Final = 409


@bp.get("/rounds/<slug>/history")
@public
def show_history(slug: str) -> ResponseReturnValue:
    round_ = queries.get_round(context.session(), slug)
    if round_.hidden_at is not None and not may(context.viewer(), Permission.UNDO_CHANGE):
        return hidden_page(round_)
    return _show(round_)


@bp.post("/rounds/<slug>/history/<uuid:change_id>/undo")
@requires(Permission.UNDO_CHANGE)
def undo_change(slug: str, change_id: UUID) -> ResponseReturnValue:
    session = context.session()
    round_ = queries.get_round(session, slug)
    try:
        actions.undo_change(session, viewer=context.viewer(), round_=round_, change_id=change_id, now=context.now())
    except CannotUndo as error:
        return _show(round_, refused=_why_not(error)), CONFLICT
    session.commit()
    log.info("change_undone", round=slug, change=str(change_id), actor=str(context.viewer().account_id))
    flash(_("Undone. The history shows it, and it can be undone once."), "right")
    return redirect(url_for("rounds.show_history", slug=slug), 303)


@bp.get("/moderation/changes")
@requires(Permission.UNDO_CHANGE)
def list_changes() -> str:
    session = context.session()
    sheet = queries.list_changes(session, None, page=request.args.get("page", 1, type=int))
    rounds = queries.list_rounds(session, [change.round_id for change in sheet.changes])
    return render_template("rounds/list_changes.html", sheet=sheet, entries=_entries(sheet, rounds))


def _show(round_: Round, refused: str | None = None) -> str:
    session = context.session()
    sheet = queries.list_changes(session, round_.id, page=request.args.get("page", 1, type=int))
    from_reference = sheet.number == sheet.pages and not queries.has_creation(session, round_.id)
    return render_template(
        "rounds/show_history.html",
        round=round_,
        sheet=sheet,
        entries=_entries(sheet, {round_.id: round_}),
        from_reference=from_reference,
        refused=refused,
    )


def _entries(sheet: queries.Sheet, rounds: Mapping[UUID, Round]) -> list[dict[str, Any]]:
    """What the page shows of each change, in the reader's words."""
    session = context.session()
    made, undone = queries.who_made(session, sheet.changes), queries.find_undone(session, sheet.changes)
    rows = queries.names_of(session, sheet.changes)
    entries = []
    for change in sheet.changes:
        round_ = rounds.get(change.round_id) if change.round_id else None
        zone = round_.region.time_zone if round_ else KAZAKHSTAN.key
        entries.append(
            {
                "id": change.id,
                "when": moment(change.at, zone),
                "what": _what(change),
                "by": said_by(change, made[change.id]),
                "lines": lines(change.before, change.after, Names(rows, zone)),
                "is_undone": change.id in undone,
                "round": round_,
            }
        )
    return entries


def _what(change: Change) -> str:
    if change.undoes_id is not None:
        return _("A change was undone")
    is_event = change.subject is Subject.EVENT
    if change.before is None:
        return _("Event added") if is_event else _("Round added")
    if change.after is None:
        return _("Event taken away") if is_event else _("Round taken away")
    return _("Event changed") if is_event else _("Facts changed")


def said_by(change: Change, by: By) -> str:
    """A group by its name; nobody else is named."""
    if by.group is not None:
        return _("The group %(group)s", group=by.group.name)
    if by.role is AccountRole.ORGANISER:
        return _("A group that is no longer here")
    if by.role is AccountRole.MODERATOR or (change.undoes_id is not None and by.role is not AccountRole.OPERATOR):
        return _("A moderator")
    return _("Site administrator")


def _why_not(error: CannotUndo) -> str:
    session = context.session()
    if error.why is Why.CHANGED_LATER and error.later is not None:
        by = said_by(error.later, queries.who_made(session, [error.later])[error.later.id])
        when = moment(error.later.at, KAZAKHSTAN.key)
        return _(
            "The same facts were changed later: %(when)s, %(what)s, %(by)s. Undo that change first.",
            when=when,
            what=_what(error.later),
            by=by,
        )
    return _reasons()[error.why]


def _reasons() -> Mapping[Why, str]:
    return {
        Why.CHANGED_LATER: _("The facts are no longer as this change left them: it cannot be undone."),
        Why.UNDONE_ALREADY: _("This change was undone already."),
        Why.IN_USE: _("People complained about this round, or a group prepares a complaint: it cannot be hidden."),
        Why.MERGED: _("Two rounds became one: this cannot be undone. Change the facts of the round that stands."),
        Why.GONE: _("What stood before is no longer here: it cannot be put back by undoing."),
    }
