"""Pages of likely duplicates: what looks like one, both side by side, and whether they are one person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

import structlog
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import complaints.moderation.duplicates.jobs  # noqa: F401 (its handler is registered)
from complaints.domain.access import Permission
from complaints.domain.errors import NotFound, StaleVersion
from complaints.domain.moderation import LikenessKind, LikenessState
from complaints.moderation.blueprint import bp
from complaints.moderation.duplicates import actions, queries
from complaints.moderation.duplicates.queries import Cluster
from complaints.moderation.duplicates.reading import pair_of
from complaints.web import context
from complaints.web.access import requires
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

CLUSTER: Final = "/moderation/duplicates/<any(same_person, same_text):kind>/<number>"
CLUSTERS_A_PAGE: Final = 50
PAIRS_A_PAGE: Final = 20
DEEDS: Final[Mapping[str, Callable[..., None]]] = MappingProxyType(
    {"join": actions.join, "dismiss": actions.dismiss, "undo": actions.undo}
)
log = structlog.get_logger()


@bp.get("/moderation/duplicates")
@requires(Permission.MODERATE)
def list_duplicates() -> str:
    session, decided = context.session(), request.args.get("state") == "decided"
    counted = queries.count_clusters(session)
    number, pages = _page(counted[decided], CLUSTERS_A_PAGE)
    return render_template(
        "moderation/duplicates.html",
        clusters=queries.list_clusters(
            session, decided=decided, offset=(number - 1) * CLUSTERS_A_PAGE, limit=CLUSTERS_A_PAGE
        ),
        decided=decided,
        counted=counted,
        number=number,
        pages=pages,
    )


@bp.get(CLUSTER)
@requires(Permission.MODERATE)
def show_duplicates(kind: str, number: str) -> str:
    session, cluster = context.session(), _cluster(kind, number)
    page, pages = _page(cluster.size - 1, PAIRS_A_PAGE)
    marks = queries.list_likenesses(session, cluster, offset=(page - 1) * PAIRS_A_PAGE, limit=PAIRS_A_PAGE)
    return render_template(
        "moderation/duplicates_side_by_side.html",
        cluster=cluster,
        pairs=[pair_of(mark, context.cipher()) for mark in marks],
        LikenessKind=LikenessKind,
        LikenessState=LikenessState,
        number=page,
        pages=pages,
    )


@bp.post("/moderation/duplicates/<uuid:mark_id>")
@requires(Permission.MODERATE)
def decide_duplicate(mark_id: UUID) -> Response:
    """`decision` is join, dismiss or undo. What another moderator decided first stands."""
    decision = request.form.get("decision", "")
    deed = DEEDS.get(decision) or abort(400)
    session, by = context.session(), _moderator()
    mark = queries.find_mark(session, mark_id)
    back = url_for(".list_duplicates")
    if mark is not None:
        back = url_for(".show_duplicates", kind=mark.kind.value, number=mark.earlier.number, page=_asked_page())
    try:
        deed(session, mark_id, by=by, now=context.now())
    except StaleVersion:
        session.rollback()
        flash(_("Not recorded: this was decided or withdrawn meanwhile. The page shows how it stands now."), "late")
        return redirect(back, 303)
    session.commit()
    log.info("duplicate_decided", mark=str(mark_id), decision=decision, actor=str(by))
    flash(_said(decision), "right")
    return redirect(back, 303)


@bp.post(CLUSTER + "/dismiss")
@requires(Permission.MODERATE)
def dismiss_duplicates(kind: str, number: str) -> Response:
    """Many people pasted one text: all marks of the cluster that nobody decided about, at once."""
    cluster, by = _cluster(kind, number), _moderator()
    session = context.session()
    count = actions.dismiss_all(session, cluster.kind, cluster.earlier.id, by=by, now=context.now())
    session.commit()
    log.info("duplicates_dismissed", number=number, kind=kind, count=count, actor=str(by))
    said = ngettext("%(num)s complaint stays counted.", "%(num)s complaints stay counted.", count)
    flash(said, "right")
    return redirect(url_for(".list_duplicates"), 303)


def _said(decision: str) -> str:
    if decision == "join":
        return _("Joined: the person is counted once.")
    return _("Different people: both are counted.") if decision == "dismiss" else _("Taken back: decide anew.")


def _cluster(kind: str, number: str) -> Cluster:
    found = queries.find_cluster(context.session(), LikenessKind(kind), number)
    if found is None:
        raise NotFound("cluster", number)
    return found


def _page(count: int, size: int) -> tuple[int, int]:
    """The page asked for, at most the last one, and how many there are."""
    pages = max(1, -(-count // size))
    return min(_asked_page(), pages), pages


def _asked_page() -> int:
    return max(1, request.args.get("page", 1, type=int))


def _moderator() -> UUID:
    return context.viewer().account_id or abort(403)
