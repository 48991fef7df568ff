"""The plain guide to court for one submission. It advises nobody to sue, and says what the case holds."""

from __future__ import annotations

from typing import Any

from flask import render_template

from complaints.answers import standing
from complaints.domain.access import Permission
from complaints.domain.course import Purpose
from complaints.domain.errors import NotFound
from complaints.responses import queries
from complaints.responses.blueprint import bp
from complaints.web import context
from complaints.web.access import requires
from complaints.web.clocks import clock_of, today


@bp.get("/groups/<slug>/petitions/<int(max=2147483647):petition_id>/submission/court")
@requires(Permission.SEE_GROUP_DESK)
def show_court_guide(slug: str, petition_id: int) -> str:
    """The last day, what comes first, which papers: for what was handed in last."""
    found = queries.get_hand_over(context.session(), context.viewer(), slug, petition_id)
    if found.submission is None:
        raise NotFound("submission", str(petition_id))
    clock = clock_of(found.submission, context.now())
    terms: dict[str, Any] = {term.purpose.value: term for term in clock.course.terms_on(today(context.now()))}
    return render_template(
        f"responses/court.{context.lang()}.html",
        found=found,
        submission=found.submission,
        clock=clock,
        suing=terms.get(Purpose.SUING.value),
        complaining=terms.get(Purpose.COMPLAINING.value),
        answers=standing(found.submission.responses),
    )
