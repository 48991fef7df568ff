"""The public pages about rounds: everything here is readable without an account and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from complaints import data
from complaints.domain.deadlines import KAZAKHSTAN
from complaints.models.complaints import Complaint
from complaints.models.places import Locality
from complaints.rounds import crossing, dossier, queries, sight, texts
from complaints.rounds.blueprint import bp
from complaints.rounds.collective import collective_complaints
from complaints.rounds.forms import SearchForm, TextsForm
from complaints.rounds.matrix import matrix_of
from complaints.rounds.texts import Spot
from complaints.rounds.wording import as_authors_state
from complaints.web import context
from complaints.web.access import public
from complaints.web.clocks import clock_of, status, today
from complaints.web.filters import text
from complaints.web.kept_pages import mark_shared

CARDS_ON_START = 3


@bp.get("/")
@public
def start() -> str:
    mark_shared()
    session = context.session()
    rounds, totals = queries.list_rounds(session), queries.get_totals(session)
    compared = dossier.compare(rounds, totals)
    taking = [item for item in compared if item.round.takes_complaints]
    now = context.now()
    clocks = [clock_of(submission, now) for submission in queries.list_newest_submissions(session, CARDS_ON_START)]
    settled = [item for item in compared if item.round.state in dossier.SETTLED]
    return render_template(
        "rounds/start.html",
        taking=sorted(taking, key=lambda item: -item.complaints)[:CARDS_ON_START],
        clocks=clocks,
        settled=settled[: max(1, CARDS_ON_START - len(clocks))],
        status=status,
    )


@bp.get("/rounds/")
@public
def list_rounds() -> str:
    mark_shared()
    session = context.session()
    form = SearchForm(request.args)
    sheet = queries.find_rounds(session, form.wanted(), page=request.args.get("page", 1, type=int))
    return render_template(
        "rounds/list_rounds.html",
        form=form,
        sheet=sheet,
        chosen={"words": form.wanted()} if form.wanted() else {},
        compared=dossier.compare(sheet.rounds, queries.get_totals(session)),
        regions=queries.list_regions(session, context.lang()),
        notes=dossier.notes_timeline(queries.list_notes(session, None)),
    )


@bp.get("/rounds/<slug>/")
@public
def show_round(slug: str) -> ResponseReturnValue:
    session = context.session()
    round_ = queries.get_round(session, slug)
    if (answer := sight.elsewhere(round_)) is not None:
        return answer
    mark_shared()
    tallies = queries.get_tallies(session, round_.id)
    localities = queries.get_localities(session, tallies.get("locality", {}))
    collective = collective_complaints(session, round_.id, context.now())
    clocks = [item.clock for item in collective if item.clock]
    return render_template(
        "rounds/show_round.html",
        round=round_,
        linked=queries.list_linked_rounds(session, round_),
        maker=queries.find_maker(session, round_),
        figures=dossier.figures(round_, tallies, clocks),
        facts=dossier.facts(round_),
        timeline=dossier.timeline(round_, clocks),
        charts=dossier.charts(tallies, localities),
        by_role=crossing.grounds_by_role(tallies),
        by_place=crossing.grounds_by_place(tallies, localities),
        newest=texts.list_newest(session, round_.id),
        **_for_texts(texts.spots_of(tallies), localities),
        collective=collective,
        matrix=matrix_of(collective),
        ways=queries.count_ways(session, round_.id, tallies.get("all", {}).get("all", 0)) if collective else None,
        compared=dossier.compare(queries.list_beside(session, round_), queries.get_totals(session), round_),
        status=status,
        today=today(context.now()),
        zone=KAZAKHSTAN,
    )


@bp.get("/rounds/<slug>/complaints")
@public
def list_texts(slug: str) -> ResponseReturnValue:
    session = context.session()
    round_ = queries.get_round(session, slug)
    if (answer := sight.elsewhere(round_)) is not None:
        return answer
    mark_shared()
    tallies = queries.get_tallies(session, round_.id)
    spots = texts.spots_of(tallies)
    localities = queries.get_localities(session, {code for _role, code in spots})
    form = TextsForm(
        request.args, grounds=[c for c in data.grounds() if c in tallies.get("ground", {})], places=localities
    )
    page = request.args.get("page", 1, type=int)
    return render_template(
        "rounds/list_texts.html",
        round=round_,
        form=form,
        chosen=form.chosen(),
        sheet=texts.list_texts(session, round_.id, form.wanted(), spots, page=page),
        decided=dossier.decisions(tallies),
        **_for_texts(spots, localities),
    )


def _for_texts(spots: frozenset[Spot], localities: Mapping[str, Locality]) -> dict[str, Any]:
    """What the card of a released text needs."""
    return {
        "grounds": {**data.optional_grounds(), **data.grounds()},
        "text_of": text,
        "as_authors_state": as_authors_state(),
        "place_of": partial(_place_of, spots=spots, localities=localities),
    }


def _place_of(complaint: Complaint, *, spots: frozenset[Spot], localities: Mapping[str, Locality]) -> Locality | None:
    """Where the text comes from, if enough complaints share role and place."""
    code = complaint.locality_code
    return localities.get(code) if code and (complaint.role, code) in spots else None


@bp.get("/regions/<slug>/")
@public
def show_region(slug: str) -> str:
    mark_shared()
    session, language = context.session(), context.lang()
    region = queries.get_region(session, slug)
    rounds = queries.list_rounds_of_region(session, region.code)
    by_round = queries.get_tallies_by_round(session, [round_.id for round_ in rounds])
    tallies = dossier.added_up(by_round.values())
    return render_template(
        "rounds/show_region.html",
        region=region,
        compared=dossier.compare(rounds[: queries.PAGE], queries.get_totals(session)),
        are_more=len(rounds) > queries.PAGE,
        total=tallies.get("all", {}).get("all", 0),
        charts=dossier.charts(tallies, queries.get_localities(session, tallies.get("locality", {}))),
        by_role=crossing.rounds_by_role(rounds, by_round),
        notes=dossier.notes_timeline(queries.list_notes(session, region.code)),
        authorities=queries.list_authorities(session, region.code, language),
        localities=queries.list_localities(session, region.code, language),
    )


@bp.get("/about")
@public
def about() -> str:
    mark_shared(has_figures=False)
    return render_template(f"rounds/about.{context.lang()}.html")


@bp.get("/help")
@public
def help_page() -> str:
    mark_shared(has_figures=False)
    return render_template(f"rounds/help.{context.lang()}.html")


@bp.get("/privacy")
@public
def privacy() -> str:
    mark_shared(has_figures=False)
    return render_template(f"rounds/privacy.{context.lang()}.html")
