"""Rounds that are not to be seen: a hidden one says so in a sentence, a merged one leads to the round it became."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from complaints.models.rounds import Round
from complaints.rounds import queries
from complaints.web import context


def hidden_page(round_: Round) -> ResponseReturnValue:
    return render_template("rounds/hidden_round.html", round=round_), 410


def elsewhere(round_: Round) -> ResponseReturnValue | None:
    """The answer instead of a page of this round; None when the page is to be shown."""
    if round_.merged_into_id is not None and request.endpoint is not None:
        target = queries.get_target(context.session(), round_)
        return redirect(url_for(request.endpoint, slug=target.slug), 301)
    return hidden_page(round_) if round_.hidden_at is not None else None
