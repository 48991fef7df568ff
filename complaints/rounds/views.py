"""The public pages about rounds: everything here is readable without an account and writes nothing."""

from __future__ import annotations

from flask import Blueprint, render_template

from complaints.rounds import dossier, queries
from complaints.rounds.collective import collective_complaints
from complaints.web import context
from complaints.web.access import public
from complaints.web.clocks import KAZAKHSTAN, clock_of, status

bp = Blueprint("rounds", __name__)
CARDS_ON_START = 3


@bp.get("/")
@public
def start() -> str:
    session = context.session()
    rounds, totals = queries.list_rounds(session), queries.get_totals(session)
    compared = dossier.compare(rounds, totals)
    taking = [item for item in compared if item.round.takes_complaints]
    now = context.now()
    clocks = [clock_of(submission, now) for submission in queries.list_submissions(session)][-CARDS_ON_START:]
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
    session = context.session()
    return render_template(
        "rounds/list_rounds.html",
        compared=dossier.compare(queries.list_rounds(session), queries.get_totals(session)),
        regions=queries.list_regions(session, context.lang()),
        notes=dossier.notes_timeline(queries.list_notes(session, None)),
    )


@bp.get("/rounds/<slug>/")
@public
def show_round(slug: str) -> str:
    session = context.session()
    round_ = queries.get_round(session, slug)
    tallies = queries.get_tallies(session, round_.id)
    localities = queries.get_localities(session, tallies.get("locality", {}))
    collective = collective_complaints(session, round_.id, context.now())
    clocks = [item.clock for item in collective if item.clock]
    return render_template(
        "rounds/show_round.html",
        round=round_,
        linked=queries.list_linked_rounds(session, round_),
        figures=dossier.figures(round_, tallies, clocks),
        facts=dossier.facts(round_),
        timeline=dossier.timeline(round_, clocks),
        charts=dossier.charts(tallies, localities),
        collective=collective,
        compared=dossier.compare(queries.list_rounds(session), queries.get_totals(session), round_),
        status=status,
        zone=KAZAKHSTAN,
    )


@bp.get("/regions/<slug>/")
@public
def show_region(slug: str) -> str:
    session, language = context.session(), context.lang()
    region = queries.get_region(session, slug)
    return render_template(
        "rounds/show_region.html",
        region=region,
        compared=dossier.compare(queries.list_rounds_of_region(session, region.code), queries.get_totals(session)),
        notes=dossier.notes_timeline(queries.list_notes(session, region.code)),
        authorities=queries.list_authorities(session, region.code, language),
        localities=queries.list_localities(session, region.code, language),
    )


@bp.get("/about")
@public
def about() -> str:
    return render_template(f"rounds/about.{context.lang()}.html")


@bp.get("/privacy")
@public
def privacy() -> str:
    return render_template(f"rounds/privacy.{context.lang()}.html")
