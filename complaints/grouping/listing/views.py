"""The group's list of complaints as a page and as a spreadsheet."""

from __future__ import annotations

import structlog
from flask import Response, render_template, request

from complaints.domain.access import Permission
from complaints.domain.errors import NotFound
from complaints.domain.moderation import LikenessKind
from complaints.grouping.blueprint import bp
from complaints.grouping.groups import get_group, list_rounds
from complaints.grouping.listing import queries
from complaints.grouping.listing.forms import ListForm
from complaints.grouping.listing.serializers import as_csv, ground_label
from complaints.models import Group, Round
from complaints.web import context
from complaints.web.access import requires
from complaints.web.clocks import zone_of

LIST = "/groups/<slug>/rounds/<round_slug>/complaints"
log = structlog.get_logger()


@bp.get(LIST)
@requires(Permission.LIST_COMPLAINTS)
def list_complaints(slug: str, round_slug: str) -> str:
    session = context.session()
    group, round_ = _find(slug, round_slug)
    form = _form(round_)
    counts = queries.count_complaints(session, round_, form.wanted())
    page = min(max(request.args.get("page", 1, type=int), 1), counts.pages)
    return render_template(
        "grouping/list_complaints.html",
        group=group,
        round=round_,
        form=form,
        chosen=form.chosen(),
        here={"slug": slug, "round_slug": round_slug},
        counts=counts,
        lines=queries.list_complaints(session, round_, form.wanted(), page=page),
        number=page,
        zone=round_.region.time_zone,
        ground_label=ground_label,
        LikenessKind=LikenessKind,
    )


@bp.get(f"{LIST}.csv")
@requires(Permission.LIST_COMPLAINTS)
def download_complaints(slug: str, round_slug: str) -> Response:
    """What the page with the same address lists, all pages of it."""
    group, round_ = _find(slug, round_slug)
    lines = queries.iterate_complaints(context.session(), round_, _form(round_).wanted())
    content = as_csv(lines, zone_of(round_))
    log.info("complaints_downloaded", group=group.slug, round=round_.slug, actor=str(context.viewer().account_id))
    day = context.now().astimezone(zone_of(round_)).date().isoformat()
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"complaints-{round_.slug}-{day}.csv")
    return answer


def _find(slug: str, round_slug: str) -> tuple[Group, Round]:
    """Raises NotFound also for a group of others and for a round that the group is not attached to."""
    group = get_group(context.session(), context.viewer(), slug)
    for round_ in list_rounds(context.session(), group):
        if round_.slug == round_slug:
            return group, round_
    raise NotFound("round", round_slug)


def _form(round_: Round) -> ListForm:
    return ListForm(request.args, queries.list_localities(context.session(), round_.region_code, context.lang()))
