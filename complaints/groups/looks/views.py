"""The owner's list of every look at personal data, as a page and as a spreadsheet."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import structlog
from flask import Response, render_template, request

from complaints.domain.access import Permission
from complaints.domain.errors import InvalidReference
from complaints.domain.references import parse_number
from complaints.groups.blueprint import bp
from complaints.groups.finding import get_own_group
from complaints.groups.looks import queries
from complaints.groups.looks.queries import Wanted
from complaints.groups.looks.serializers import ZONE, as_csv, who, words_of
from complaints.web import context
from complaints.web.access import requires
from complaints.web.cleaning import one_line

LOOKS: Final = "/groups/<slug>/looks"
NO_NUMBER: Final = ""
NUMBER_MAX: Final = 40
log = structlog.get_logger()


@bp.get(LOOKS)
@requires(Permission.KEEP_GROUP)
def list_looks(slug: str) -> str:
    session, cipher = context.session(), context.cipher()
    group = get_own_group(session, context.viewer(), slug)
    return render_template(
        "groups/list_looks.html",
        group=group,
        looks=queries.list_looks(session, group, _wanted(), cipher=cipher, page=request.args.get("page", 1, type=int)),
        lookers=queries.list_lookers(session, group, cipher=cipher),
        chosen=_chosen(),
        words_of=words_of,
        who=who,
    )


@bp.get(f"{LOOKS}.csv")
@requires(Permission.KEEP_GROUP)
def download_looks(slug: str) -> Response:
    """What the page with the same address lists, all pages of it."""
    session = context.session()
    group = get_own_group(session, context.viewer(), slug)
    content = as_csv(queries.iterate_looks(session, group, _wanted(), cipher=context.cipher()))
    log.info("looks_downloaded", group=group.slug, actor=str(context.viewer().account_id))
    answer = Response(content, content_type="text/csv; charset=utf-8")
    day = context.now().astimezone(ZONE).date().isoformat()
    answer.headers.set("Content-Disposition", "attachment", filename=f"looks-{group.slug}-{day}.csv")
    return answer


def _chosen() -> dict[str, str]:
    """What stands in the address, as it is shown again and carried along."""
    typed = {name: one_line(request.args.get(name, ""))[:NUMBER_MAX] for name in ("member", "number")}
    return {name: value for name, value in typed.items() if value}


def _wanted() -> Wanted:
    """A number that cannot be one finds nothing; a member that is none is not asked for."""
    chosen = _chosen()
    try:
        account_id = UUID(chosen["member"]) if "member" in chosen else None
    except ValueError:
        account_id = None
    try:
        number = parse_number(chosen["number"]) if "number" in chosen else None
    except InvalidReference:
        number = NO_NUMBER
    return Wanted(account_id, number)
