"""The complaint form of a round as a page: made for what was typed, shown with the files and the texts of others."""

from __future__ import annotations

from datetime import date

from flask import render_template
from werkzeug.datastructures import MultiDict

from complaints import data, tokens
from complaints.domain.complaint import last_day_in_time
from complaints.domain.errors import InvalidReference
from complaints.domain.references import parse_number
from complaints.filing import drafts, queries
from complaints.filing.evidence import views as evidence
from complaints.filing.forms import ComplaintForm
from complaints.models import Complaint, Round
from complaints.web import context, visits
from complaints.web.clocks import zone_of
from complaints.web.filters import named

Answers = MultiDict[str, str]


def form_for(round_: Round, typed: Answers | None) -> ComplaintForm:
    """The form with what was typed; a new one when nothing was."""
    return ComplaintForm(
        typed,
        zone=zone_of(round_),
        places=_places_of(round_.region_code),
        asks_language=context.lang() == "en",
        example_day=round_.held_on_latest or today_of(round_),
        asks_reason=_window_is_over(round_),
        now=context.now(),
    )


def _places_of(region_code: str) -> list[tuple[str, str]]:
    language = context.lang()

    def read() -> list[tuple[str, str]]:
        rows = queries.list_localities(context.session(), region_code, language)
        return [(locality.code, named(locality)) for locality in rows]

    return context.remembered(("places", region_code, language), read)


def show_form(
    form: ComplaintForm,
    round_: Round,
    token: str,
    *,
    taken: evidence.Taken = evidence.NOTHING,
    joined: Complaint | None = None,
    is_kept: bool = False,
) -> str:
    """The page of the form. `is_kept`: it was begun before and comes back."""
    form.put_hints()
    form.token.data = tokens.sign_token(context.cipher(), round_.slug, token, now=context.now())
    return render_template(
        "filing/file_complaint.html",
        form=form,
        round=round_,
        grounds=data.grounds(),
        kinds=data.evidence_kinds(),
        by_role=form.grounds_by_role(),
        groups=queries.list_groups(context.session(), round_),
        panel=evidence.panel_for_form(round_.slug, token, taken),
        others=queries.list_told(context.session(), round_.id),
        joined=joined or find_joined(form, round_),
        is_kept=is_kept,
    )


def find_begun(round_: Round) -> tuple[str, Answers | None] | None:
    """The token and the answers of the form of this round that this browser has begun and not filed, or None."""
    token = visits.find_form(round_.slug)
    if token is None:
        return None
    known = queries.look_up_token(context.session(), tokens.hash_token(token))
    if known.complaint is not None or not (known.has_draft or known.has_evidence):
        return None
    typed = drafts.find(context.session(), context.cipher(), token=token, now=context.now())
    return token, MultiDict(typed) if typed else None


def find_joined(form: ComplaintForm, round_: Round) -> Complaint | None:
    """The released complaint that the form says the same as, or None when there is none or none any more."""
    return find_told(round_, form.joins.data or "")


def find_told(round_: Round, number: str) -> Complaint | None:
    """The released complaint of this round with this number, as people write numbers, or None."""
    try:
        return queries.find_told(context.session(), round_.id, parse_number(number)) if number else None
    except InvalidReference:
        return None


def join(form: ComplaintForm, complaint: Complaint) -> None:
    """Take reasons and demands over; the facts stay to be typed."""
    form.joins.data = complaint.number
    form.take_over((row.code for row in complaint.grounds), (row.code for row in complaint.demands))


def today_of(round_: Round) -> date:
    return context.now().astimezone(zone_of(round_)).date()


def _window_is_over(round_: Round) -> bool:
    """Whether who learned of the round while it was held would be late today."""
    return round_.held_on_latest is not None and today_of(round_) > last_day_in_time(round_.held_on_latest)
