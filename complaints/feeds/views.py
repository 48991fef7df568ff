"""The calendars themselves, and the page on which a group finds its secret link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from complaints.courses import read_course
from complaints.domain.access import Permission, may_keep_group
from complaints.domain.errors import NotFound
from complaints.feeds import actions, links, queries
from complaints.feeds.blueprint import bp, machine
from complaints.feeds.serializers import Feed, Line, write
from complaints.models.accounts import Group
from complaints.web import context
from complaints.web.access import public, requires
from complaints.web.clocks import today
from complaints.web.filters import named
from complaints.web.headers import mark_personal
from complaints.web.i18n import LANGUAGES, speaking
from complaints.web.words import gettext as _

PAGE: Final = "/groups/<slug>/calendar"
ENDING: Final = ".<any(kk, ru, en):code>.ics"
CACHED_SECONDS: Final = 300


@machine.get("/rounds/<slug>" + ENDING)
@public
def round_calendar(slug: str, code: str) -> Response:
    round_ = queries.get_round(context.session(), slug)
    return _public(code, lambda: named(round_), queries.of_round(round_))


@machine.get("/authorities/<slug>" + ENDING)
@public
def authority_calendar(slug: str, code: str) -> Response:
    authority = queries.get_authority(context.session(), slug)
    return _public(code, lambda: named(authority), queries.of_authority(authority))


@machine.get("/groups/<slug>/<token>" + ENDING)
@public
def group_calendar(slug: str, token: str, code: str) -> Response:
    """For whoever has the secret link; it is told to members only."""
    mark_personal()
    group = queries.get_group(context.session(), slug)
    if not links.opens(group, token, context.cipher()):
        raise NotFound("calendar", slug)
    answer = _calendar(code, lambda: group.name, queries.of_group(group), is_own=True)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.get(PAGE)
@requires(Permission.SEE_GROUP_DESK)
def show_calendar(slug: str) -> str:
    group = queries.get_own_group(context.session(), context.viewer(), slug)
    return render_template(
        "feeds/show_calendar.html",
        group=group,
        addresses={code: _address(group, code) for code in LANGUAGES},
        may_renew=may_keep_group(context.viewer(), group.id),
    )


@bp.post(PAGE + "/renew")
@requires(Permission.KEEP_GROUP)
def renew_calendar(slug: str) -> Response:
    group = queries.get_own_group(context.session(), context.viewer(), slug)
    actions.renew_link(context.session(), viewer=context.viewer(), group=group)
    context.session().commit()
    flash(_("The link is new. Calendars that used the old one get nothing more."), "right")
    return redirect(url_for(".show_calendar", slug=slug), 303)


def _address(group: Group, code: str) -> str:
    token = links.token_of(group, context.cipher())
    return context.settings().public_url + url_for("calendar.group_calendar", slug=group.slug, token=token, code=code)


def _public(code: str, name: Callable[[], str], which: Any) -> Response:
    answer = _calendar(code, name, which, is_own=False)
    answer.headers["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
    return answer


def _calendar(code: str, name: Callable[[], str], which: Any, *, is_own: bool) -> Response:
    session, site = context.session(), context.settings().public_url
    changes, changed_at = queries.count_calendar_changes(session)
    calendar = context.calendar()
    with speaking(code):
        lines = [
            Line(
                submission,
                read_course(submission, calendar, workday_ends=context.settings().workday_ends),
                site
                + url_for(
                    "rounds.show_round",
                    lang=code,
                    slug=submission.version.petition.round.slug,
                    _anchor=f"collective-{submission.version.petition_id}",
                ),
            )
            for submission in queries.list_submissions(session, which, now=context.now())
        ]
        feed = Feed(name(), lines, urlsplit(site).hostname or "", is_own, changes, changed_at)
        return Response(write(feed, calendar, today(context.now())), content_type="text/calendar; charset=utf-8")
