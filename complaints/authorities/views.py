"""Pages and tables about authorities. The same for everybody, and no name of a person in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from complaints.authorities import queries
from complaints.authorities.blueprint import bp
from complaints.authorities.figures import Figures, Line, by_authority, line_of, longest_first, ranked, unranked
from complaints.authorities.serializers import authorities_as_csv, submissions_as_csv
from complaints.domain.lifecycle import Outcome
from complaints.models.submissions import Submission
from complaints.web import context
from complaints.web.access import public
from complaints.web.clocks import clock_of, status
from complaints.web.kept_pages import mark_shared

PAGE: Final = 50
CACHED_SECONDS: Final = 60


@bp.get("/authorities/")
@public
def list_authorities() -> Response:
    figures = by_authority(_lines(queries.list_submissions(context.session())))
    return _page("authorities/list_authorities.html", ranked=ranked(figures), unranked=unranked(figures))


@bp.get("/authorities/authorities.csv")
@public
def download_authorities() -> Response:
    figures = by_authority(_lines(queries.list_submissions(context.session())))
    return _csv(authorities_as_csv([*ranked(figures), *unranked(figures)]), "authorities.csv")


@bp.get("/authorities/<slug>/")
@public
def show_authority(slug: str) -> Response:
    figures = _figures(slug)
    number, pages = _place(len(figures.lines))
    return _page(
        "authorities/show_authority.html",
        figures=figures,
        shown=figures.lines[(number - 1) * PAGE : number * PAGE],
        number=number,
        pages=pages,
        Outcome=Outcome,
    )


@bp.get("/authorities/<slug>/submissions.csv")
@public
def download_submissions(slug: str) -> Response:
    return _csv(submissions_as_csv(_figures(slug).lines), f"{slug}.csv")


@bp.get("/overdue")
@public
def list_overdue() -> Response:
    lines, region = _late()
    number, pages = _place(len(lines))
    return _page(
        "authorities/list_overdue.html",
        lines=lines[(number - 1) * PAGE : number * PAGE],
        total=len(lines),
        regions=queries.list_regions(context.session()),
        region=region,
        number=number,
        pages=pages,
    )


@bp.get("/overdue.csv")
@public
def download_overdue() -> Response:
    """What the page with the same address lists, all pages of it."""
    return _csv(submissions_as_csv(_late()[0]), "overdue.csv")


def _figures(slug: str) -> Figures:
    """Raises NotFound."""
    session = context.session()
    authority = queries.get_authority(session, slug)
    return Figures(authority, _lines(queries.list_submissions(session, authority.id)))


def _late() -> tuple[list[Line], str]:
    """What is late now in the region that the address names, and its slug."""
    region = request.args.get("region", "")[:60]
    lines = _lines(queries.list_running(context.session(), region))
    return longest_first(line for line in lines if line.is_late_now), region


def _lines(submissions: Sequence[Submission]) -> list[Line]:
    now, calendar = context.now(), context.calendar()
    return [line_of(clock_of(submission, now), calendar) for submission in submissions]


def _place(total: int) -> tuple[int, int]:
    """The page that is asked for, and how many there are. One too far is the last."""
    pages = max(1, -(-total // PAGE))
    return min(max(request.args.get("page", 1, type=int), 1), pages), pages


def _page(template: str, **values: object) -> Response:
    mark_shared(has_figures=False)
    answer = make_response(render_template(template, status=status, **values))
    answer.headers["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
    answer.vary.add("Cookie")  # display and signing in change the frame of the page
    return answer


def _csv(content: str, name: str) -> Response:
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
