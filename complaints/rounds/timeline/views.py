"""A group's pages for the events of a round's timeline."""

from __future__ import annotations

from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from complaints.domain.access import Permission
from complaints.domain.errors import StaleVersion
from complaints.domain.round_facts import EventFacts, as_plain
from complaints.models.accounts import Group
from complaints.models.base import new_id
from complaints.models.rounds import Round, RoundEvent
from complaints.rounds.blueprint import bp
from complaints.rounds.editing import actions, comparing, queries
from complaints.rounds.editing.forms import EventForm, TakeAwayForm, typed_event
from complaints.rounds.editing.spans import How
from complaints.rounds.editing.views import CONFLICT, NOT_GOOD, ROUND, read_id, read_number
from complaints.rounds.history.words import Line, Names, lines
from complaints.web import context
from complaints.web.access import requires
from complaints.web.words import gettext as _

log = structlog.get_logger()
EVENT: Final = ROUND + "events/<uuid:event_id>/"


@bp.route(ROUND + "events/new", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND)
def add_event(slug: str, round_slug: str) -> ResponseReturnValue:
    group, round_ = _round(slug, round_slug)
    form = EventForm(data={"event_id": str(new_id()), "days_how": How.EXACTLY.value})
    if not form.is_submitted():
        return _show(group, round_, form)
    facts, event_id = form.read(_zone(round_)), read_id(form.event_id.data)
    if facts is None or event_id is None:
        return _show(group, round_, form), NOT_GOOD
    session = context.session()
    actions.add_event(
        session,
        viewer=context.viewer(),
        group=group,
        round_=round_,
        facts=facts,
        event_id=event_id,
        now=context.now(),
    )
    session.commit()
    return _done(group, round_, "event_added", _("The event stands in the timeline."))


@bp.route(EVENT + "edit", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND)
def edit_event(slug: str, round_slug: str, event_id: UUID) -> ResponseReturnValue:
    group, round_ = _round(slug, round_slug)
    event = queries.get_event(round_, event_id)
    form = _form_of(round_, event)
    if not form.is_submitted():
        return _show(group, round_, form, event)
    facts = form.read(_zone(round_))
    if facts is None:
        return _show(group, round_, form, event), NOT_GOOD
    session = context.session()
    try:
        actions.edit_event(
            session,
            viewer=context.viewer(),
            group=group,
            round_=round_,
            event_id=event_id,
            facts=facts,
            edit_number=_edit_begun(form, round_, event),
            now=context.now(),
        )
    except StaleVersion:
        return _show_conflict(group, round_, event, facts), CONFLICT
    session.commit()
    return _done(group, round_, "event_edited", _("Saved. The change stands in the public history of the round."))


@bp.post(EVENT + "take-away")
@requires(Permission.EDIT_ROUND)
def take_away_event(slug: str, round_slug: str, event_id: UUID) -> ResponseReturnValue:
    group, round_ = _round(slug, round_slug)
    event = queries.get_event(round_, event_id)
    session, form = context.session(), TakeAwayForm()
    if not form.validate():
        return _show(group, round_, _form_of(round_, event), event), NOT_GOOD
    try:
        actions.take_away_event(
            session,
            viewer=context.viewer(),
            group=group,
            round_=round_,
            event_id=event_id,
            edit_number=_edit_begun(form, round_, event),
            now=context.now(),
        )
    except StaleVersion:
        return _show_conflict(group, round_, event, None), CONFLICT
    session.commit()
    return _done(group, round_, "event_taken_away", _("The event was taken out of the timeline. The history keeps it."))


def _round(slug: str, round_slug: str) -> tuple[Group, Round]:
    session = context.session()
    group = queries.get_group(session, context.viewer(), slug)
    return group, queries.get_round(session, group, round_slug)


def _zone(round_: Round) -> ZoneInfo:
    return ZoneInfo(round_.region.time_zone)


def _edit_begun(form: EventForm | TakeAwayForm, round_: Round, event: RoundEvent) -> int:
    """The number of the edit that the form was opened at. A change elsewhere in the round is no conflict."""
    is_as_seen = form.seen.data == comparing.fingerprint(queries.event_facts(event))
    return round_.edit_number if is_as_seen else read_number(form.edit_number.data)


def _form_of(round_: Round, event: RoundEvent, *, shown: EventFacts | None = None) -> EventForm:
    """The form over the event as it stands, filled from what was sent, or from `shown`."""
    standing = queries.event_facts(event)
    given = {
        **typed_event(shown or standing, _zone(round_)),
        "edit_number": str(round_.edit_number),
        "seen": comparing.fingerprint(standing),
    }
    return EventForm(None, data=given) if shown else EventForm(data=given)


def _show_conflict(group: Group, round_: Round, event: RoundEvent, typed: EventFacts | None) -> str:
    """What the other saved beside what was typed; nothing was typed by somebody who wanted to take it away."""
    standing = queries.event_facts(event)
    form = _form_of(round_, event, shown=typed or standing)
    names = Names({}, round_.region.time_zone)
    before, after = as_plain(typed or standing), as_plain(standing)
    differing = [name for name in after if before[name] != after[name]]
    compared = lines({name: before[name] for name in differing}, {name: after[name] for name in differing}, names)
    return _show(group, round_, form, event, compared)


def _show(
    group: Group, round_: Round, form: EventForm, event: RoundEvent | None = None, compared: list[Line] | None = None
) -> str:
    return render_template(
        "rounds/edit_event.html", group=group, round=round_, form=form, event=event, compared=compared
    )


def _done(group: Group, round_: Round, deed: str, sentence: str) -> ResponseReturnValue:
    log.info(deed, round=round_.slug, group=group.slug, actor=str(context.viewer().account_id))
    flash(sentence, "right")
    return redirect(url_for("rounds.edit_round", slug=group.slug, round_slug=round_.slug, _anchor="timeline"), 303)
