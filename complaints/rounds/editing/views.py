"""A group's pages to add a round, change its facts and keep its timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from complaints.domain.access import Permission
from complaints.domain.errors import StaleVersion
from complaints.domain.round_facts import RoundFacts, as_plain
from complaints.models.accounts import Group
from complaints.models.base import new_id
from complaints.models.rounds import Round
from complaints.rounds.blueprint import bp
from complaints.rounds.dossier import when_of
from complaints.rounds.editing import actions, comparing, queries
from complaints.rounds.editing.forms import RoundForm, typed_round
from complaints.rounds.history import queries as history
from complaints.rounds.history.words import Line, Names, lines
from complaints.rounds.ordering import in_order
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import named
from complaints.web.words import gettext as _

log = structlog.get_logger()
ROUND: Final = "/groups/<slug>/rounds/<round_slug>/"
CONFLICT: Final = 409
NOT_GOOD: Final = 422


@bp.route("/groups/<slug>/rounds/new", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND)
def create_round(slug: str) -> ResponseReturnValue:
    session, now = context.session(), context.now()
    group = queries.get_group(session, context.viewer(), slug)
    form = RoundForm(data={"round_id": str(new_id()), "region": group.region_code, "takes_complaints": True})
    _offer(form, None)
    if not form.is_submitted():
        return _show_new(group, form)
    facts = form.read(queries.known(session), slug=None, now=now)
    round_id = read_id(form.round_id.data)
    if facts is None or round_id is None:
        return _show_new(group, form), NOT_GOOD
    is_example = context.settings().is_example
    try:
        made = actions.create_round(
            session,
            viewer=context.viewer(),
            group=group,
            facts=facts,
            round_id=round_id,
            now=now,
            is_example=is_example,
        )
    except actions.Refused as refused:
        form.refuse(refused.faults)
        return _show_new(group, form), NOT_GOOD
    session.commit()
    log.info("round_created", round=made.slug, group=group.slug, actor=str(context.viewer().account_id))
    flash(_("The round is on record and public. Now add what happened, event by event."), "right")
    return redirect(url_for("rounds.edit_round", slug=slug, round_slug=made.slug, _anchor="timeline"), 303)


@bp.route(ROUND + "edit", methods=["GET", "POST"])
@requires(Permission.EDIT_ROUND)
def edit_round(slug: str, round_slug: str) -> ResponseReturnValue:
    session = context.session()
    group = queries.get_group(session, context.viewer(), slug)
    round_ = queries.get_round(session, group, round_slug)
    standing = queries.facts_of(session, round_)
    form = _form_of(round_, standing)
    if not form.is_submitted():
        return _show(group, round_, form)
    facts = form.read(queries.known(session), slug=round_.slug, now=context.now())
    if facts is None:
        return _show(group, round_, form), NOT_GOOD
    return _save(group, round_, standing, form, facts)


def _save(group: Group, round_: Round, standing: RoundFacts, form: RoundForm, facts: RoundFacts) -> ResponseReturnValue:
    """A change of the timeline alone is no conflict for somebody who changes facts."""
    session = context.session()
    theirs = comparing.changed_since(form.base.data or "", standing)
    number = round_.edit_number if not theirs else read_number(form.edit_number.data)
    try:
        actions.edit_round(
            session,
            viewer=context.viewer(),
            group=group,
            round_=round_,
            facts=facts,
            edit_number=number,
            now=context.now(),
        )
    except actions.Refused as refused:
        form.refuse(refused.faults)
        return _show(group, round_, form), NOT_GOOD
    except StaleVersion:
        return _show_conflict(group, round_, form, facts), CONFLICT
    session.commit()
    log.info("round_edited", round=round_.slug, group=group.slug, actor=str(context.viewer().account_id))
    flash(_("Saved. The change stands in the public history of the round."), "right")
    return redirect(url_for("rounds.edit_round", slug=group.slug, round_slug=round_.slug), 303)


def _show_conflict(group: Group, round_: Round, form: RoundForm, facts: RoundFacts) -> str:
    """What the other saved beside what was typed. Facts that this editor left alone come from what stands now."""
    session = context.session()
    standing = queries.facts_of(session, round_)
    base = form.base.data or ""
    theirs = comparing.changed_since(base, standing)
    taken = comparing.taken_over(base, facts, standing)
    again = _form_of(round_, standing, shown=taken)
    compared = _compared(round_, facts, standing, theirs)
    return _show(group, round_, again, compared=compared, by=history.list_changes(session, round_.id, page=1))


def _compared(round_: Round, typed: RoundFacts, standing: RoundFacts, theirs: Iterable[str]) -> list[Line]:
    """One line for each fact that somebody else changed: what was typed, and what stands now."""
    names = set(theirs)
    before, after = (
        {name: value for name, value in as_plain(facts).items() if name in names} for facts in (typed, standing)
    )
    rows: dict[tuple[str, str], Any] = {
        **{("programme", row.slug): row for row in queries.list_programmes(context.session())},
        **{("region", row.code): row for row in queries.list_regions(context.session(), context.lang())},
        **{("authority", row.slug): row for row in queries.list_authorities(context.session(), context.lang())},
        **{("repeats", row.slug): row for row in queries.list_rounds(context.session())},
    }
    return lines(before, after, Names(rows, round_.region.time_zone))


def _form_of(round_: Round, standing: RoundFacts, *, shown: RoundFacts | None = None) -> RoundForm:
    """The form over the facts that stand, filled from what was sent, or from `shown`."""
    given = {
        **typed_round(shown or standing, ZoneInfo(round_.region.time_zone)),
        "edit_number": str(round_.edit_number),
        "base": comparing.hashes(standing),
    }
    form = RoundForm(None, data=given) if shown else RoundForm(data=given)
    _offer(form, round_)
    return form


def _offer(form: RoundForm, round_: Round | None) -> None:
    session, language = context.session(), context.lang()
    authorities: dict[str, list[tuple[str, str]]] = {}
    for body in queries.list_authorities(session, language):
        where = named(body.region) if body.region else _("The whole country")
        authorities.setdefault(where, []).append((body.slug, named(body)))
    near: list[tuple[str, str]] = []
    far: list[tuple[str, str]] = []
    for other in queries.list_rounds(session):
        is_near = round_ is not None and (other.programme_slug, other.region_code) == (
            round_.programme_slug,
            round_.region_code,
        )
        if round_ is None or other.id != round_.id:
            (near if is_near else far).append((other.slug, named(other)))
    offered = {_("Of the same programme and region"): near, _("Other rounds"): far}
    form.offer(
        programmes=[(row.slug, named(row)) for row in queries.list_programmes(session)],
        regions=[(row.code, named(row)) for row in queries.list_regions(session, language)],
        authorities=authorities,
        rounds={title: rounds for title, rounds in offered.items() if rounds},
    )


def _show_new(group: Group, form: RoundForm) -> str:
    return render_template("rounds/create_round.html", group=group, form=form)


def _show(group: Group, round_: Round, form: RoundForm, **conflict: Any) -> str:
    return render_template(
        "rounds/edit_round.html",
        group=group,
        round=round_,
        form=form,
        when_of=when_of,
        events=in_order(round_.events, round_.region.time_zone),
        saved_by=_saved_by(conflict.get("by")),
        compared=conflict.get("compared"),
    )


def _saved_by(sheet: history.Sheet | None) -> str | None:
    """The group that saved last."""
    if sheet is None or not sheet.changes:
        return None
    newest = sheet.changes[0]
    by = history.who_made(context.session(), [newest])[newest.id]
    return by.group.name if by.group else None


def read_id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def read_number(text: str | None) -> int:
    """0 for what is no number: no edit has it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0
