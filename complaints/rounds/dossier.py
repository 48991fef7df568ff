"""A round's dossier as plain values in the reader's words: figures, facts, timeline, charts, comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from complaints import data
from complaints.answers import standing
from complaints.data import Ground
from complaints.domain.complaint import Mode, Role
from complaints.domain.lifecycle import RecordedBy
from complaints.domain.moderation import Decision, Reason
from complaints.domain.rounds import Basis, DurationFact, RoundState, SaidBy, Span, notice_period, sell_out_time
from complaints.models.places import Locality
from complaints.models.rounds import RegionNote, Round, RoundEvent
from complaints.models.submissions import Response
from complaints.rounds import ordering, wording
from complaints.rounds.queries import Tallies
from complaints.web.clocks import Clock, over_by
from complaints.web.filters import day, demand_label, label, moment, named, number, text
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

ONE_DAY: Final = timedelta(days=1)
DAYS_AS_DAYS: Final = 62
"""Up to so many days the chart has a column for each, above it one for each month (our choice: for a phone)."""
SETTLED: Final = frozenset({RoundState.ANNULLED, RoundState.REPEATED, RoundState.UPHELD})
Rows = list[tuple[str, int]]


@dataclass(frozen=True)
class Figure:
    """A figure card; `number` None is shown as "not known"."""

    number: str | None
    what: str
    source: str | None = None
    how: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of a timeline, in the reader's words."""

    when: str
    what: str
    said_by: str | None = None
    source: str | None = None
    source_url: str | None = None
    future: bool = False


@dataclass(frozen=True)
class Charts:
    """Rows of (words, number of complaints), as the charts show them."""

    grounds: Rows
    demands: Rows
    roles: Rows
    localities: Rows
    kinds: Rows
    """With a name and confirmed, with a name and not confirmed, without a name."""
    days: Rows


@dataclass(frozen=True)
class Compared:
    """One round beside the others."""

    round: Round
    held_on: str | None
    notice: str | None
    sold_out: str | None
    places: str | None
    complaints: int
    is_this: bool = False
    is_repeated: bool = False
    """This page's round repeats it."""
    repeats: bool = False
    """It repeats this page's round."""


def notice_of(round_: Round) -> DurationFact | None:
    return notice_period(
        Span(round_.announced_at_earliest, round_.announced_at_latest),
        Span(round_.opened_at_earliest, round_.opened_at_latest),
        Span(round_.notice_minutes_earliest, round_.notice_minutes_latest),
    )


def sell_out_of(round_: Round) -> DurationFact | None:
    return sell_out_time(
        Span(round_.opened_at_earliest, round_.opened_at_latest),
        Span(round_.sold_out_at_earliest, round_.sold_out_at_latest),
        Span(round_.sell_out_minutes_earliest, round_.sell_out_minutes_latest),
    )


def held_on(round_: Round) -> str | None:
    return wording.on_day(Span(round_.held_on_earliest, round_.held_on_latest))


def figures(round_: Round, tallies: Tallies, clocks: Sequence[Clock]) -> list[Figure]:
    """Notice, sold out in, complaints, answer due."""
    notice, sold_out = notice_of(round_), sell_out_of(round_)
    return [
        Figure(
            wording.lasting(notice),
            _("from the announcement to the start of registration"),
            _source(round_, notice),
            _how(notice, _("The time from the announcement to the opening, both as in the facts below.")),
        ),
        Figure(
            wording.lasting(sold_out),
            _("until no places were left"),
            _source(round_, sold_out),
            _how(sold_out, _("The time from the opening until the last place, both as in the facts below.")),
        ),
        _complaints_figure(tallies),
        _due_figure(clocks),
    ]


def _source(round_: Round, fact: DurationFact | None) -> str | None:
    return _("Source: %(source)s", source=round_.source) if fact and round_.source else None


def _how(fact: DurationFact | None, computed: str) -> str | None:
    if fact is None:
        return None
    if fact.basis is Basis.COMPUTED:
        return computed
    return _("Not computed: it is what the source reports. The exact times are not on record here.")


def _complaints_figure(tallies: Tallies) -> Figure:
    total = tallies.get("all", {}).get("all", 0)
    roles = tallies.get("role", {})
    parents, providers = roles.get(Role.PARENT, 0), roles.get(Role.PROVIDER, 0)
    said = [_("Parents: %(parents)s. Providers: %(providers)s.", parents=parents, providers=providers)]
    formal, confirmed = count_formal(tallies)
    if formal:
        said.append(_("Formal: %(formal)s, of them confirmed: %(confirmed)s.", formal=formal, confirmed=confirmed))
    return Figure(
        number(total),
        ngettext("complaint filed here", "complaints filed here", total),
        " ".join(said),
        _("A complaint filed on this site is counted from the moment it is filed until it is withdrawn."),
    )


def count_formal(tallies: Tallies) -> tuple[int, int]:
    """How many complaints have a name, and of how many the person was reached."""
    formal = tallies.get("mode", {}).get(Mode.FORMAL, 0)
    return formal, tallies.get("confirmed", {}).get(Mode.FORMAL, 0)


def _due_figure(clocks: Sequence[Clock]) -> Figure:
    what = _("answer of the authority")
    if not clocks:
        return Figure(_("no term yet"), what, _("No collective complaint has been handed in yet."))
    running = [clock for clock in clocks if clock.runs]
    answered = [clock.answer.responded_on for clock in clocks if clock.answer]
    if not running and answered:
        return Figure(_("received"), what, _("Answered on %(day)s.", day=day(max(answered))))
    if not running:
        return Figure(_("none"), what, _("It ended without an answer: see what happened below."))
    first = min(running, key=lambda clock: clock.due_on)
    how = _("The term is explained with the collective complaint below.")
    if first.is_overdue:
        return Figure(over_by(first.days_over), what, _("It was due on %(day)s.", day=day(first.due_on)), how)
    left = ngettext("%(num)s working day left", "%(num)s working days left", first.days_left)
    return Figure(day(first.due_on), _("the answer of the authority is due"), left, how)


def facts(round_: Round) -> list[tuple[str, str | None]]:
    """What is on record, known, within bounds or not known."""
    zone = round_.region.time_zone
    return [
        (_("Programme"), named(round_.programme)),
        (_("Platform"), round_.platform or None),
        (_("Run by"), named(round_.authority) if round_.authority else None),
        (_("Held on"), held_on(round_)),
        (_("Places announced"), wording.counted(round_.places_announced)),
        (_("Announced"), wording.at_moment(Span(round_.announced_at_earliest, round_.announced_at_latest), zone)),
        (_("Registration opened"), wording.at_moment(Span(round_.opened_at_earliest, round_.opened_at_latest), zone)),
        (_("Places ran out"), wording.at_moment(Span(round_.sold_out_at_earliest, round_.sold_out_at_latest), zone)),
        (_("Registration closed"), wording.at_moment(Span(round_.closed_at_earliest, round_.closed_at_latest), zone)),
        (_("Outcome"), named(round_, "outcome") or None),
        (_("Source"), round_.source or None),
        (_("How sure"), named(round_, "confidence") or None),
    ]


def timeline(round_: Round, clocks: Iterable[Clock]) -> list[Line]:
    """The events on record in their order, with what was handed in, answered and is due put in by date."""
    zone = round_.region.time_zone
    dated = [(known, _event_line(event, zone)) for known, event in ordering.dated(round_.events, zone)]
    for clock in clocks:
        dated += _clock_lines(clock)
    return [line for _day, line in sorted(dated, key=lambda item: item[0])]


def _event_line(event: RoundEvent, zone: str) -> Line:
    return Line(
        when=when_of(event, zone),
        what=named(event, "text"),
        said_by=label(event.said_by),
        source=event.source or None,
        source_url=event.source_url or None,
    )


def when_of(event: RoundEvent, zone: str) -> str:
    """When it happened, as far as it is known."""
    known = moment(event.at, zone) if event.at else wording.on_day(Span(event.day_earliest, event.day_latest))
    return known or _("day not known")


def _clock_lines(clock: Clock) -> list[tuple[date, Line]]:
    submission = clock.submission
    petition = submission.version.petition
    name = _("%(kind)s No. %(id)s", kind=label(petition.kind), id=petition.id)
    authority = named(submission.authority)
    handed_in = _("%(name)s was handed in. Addressed to: %(authority)s.", name=name, authority=authority)
    lines = [(submission.handed_in_on, Line(day(submission.handed_in_on), handed_in, label(SaidBy.FILERS)))]
    lines += [(answer.responded_on, _answer_line(answer, authority)) for answer in standing(submission.responses)]
    if clock.runs:
        due = _("Last day for the answer to %(name)s.", name=name)
        lines.append((clock.due_on, Line(day(clock.due_on), due, future=not clock.is_overdue)))
    return lines


def _answer_line(response: Response, authority: str) -> Line:
    """Marked as the group's record where the authority did not record it itself."""
    answered = (
        _("%(authority)s answered, number %(number)s.", authority=authority, number=response.number)
        if response.number
        else _("%(authority)s answered.", authority=authority)
    )
    is_own = response.recorded_as is RecordedBy.OFFICIAL
    return Line(day(response.responded_on), answered, label(SaidBy.AUTHORITY if is_own else response.recorded_as))


def notes_timeline(notes: Iterable[RegionNote]) -> list[Line]:
    return [
        Line(
            when=wording.on_day(Span(note.day_earliest, note.day_latest)) or _("day not known"),
            what=named(note, "text"),
            said_by=label(SaidBy.PRESS),
            source=f"{note.source}. {named(note, 'confidence')}",
        )
        for note in notes
    ]


def charts(tallies: Tallies, localities: Mapping[str, Locality]) -> Charts:
    def place(code: str) -> str:
        return named(localities[code]) if code in localities else _("Another place")

    return Charts(
        grounds=_by_value(tallies.get("ground", {}), ground_label),
        demands=_by_value(tallies.get("demand", {}), demand_label),
        roles=_by_value(tallies.get("role", {}), lambda role: label(Role(role))),
        localities=_by_value(tallies.get("locality", {}), place),
        kinds=_kind_rows(tallies),
        days=day_rows(tallies),
    )


def _kind_rows(tallies: Tallies) -> Rows:
    formal, confirmed = count_formal(tallies)
    rows = [
        (_("Formal, confirmed"), confirmed),
        (_("Formal, not confirmed yet"), formal - confirmed),
        (label(Mode.EVIDENCE), tallies.get("mode", {}).get(Mode.EVIDENCE, 0)),
    ]
    return sorted(rows, key=lambda row: -row[1])


def ground_label(code: str) -> str:
    return text(ground_of(code).label)


def ground_of(code: str) -> Ground:
    """Also one that no form offers any more. Raises KeyError for an unknown code."""
    return data.grounds().get(code) or data.optional_grounds()[code]


def added_up(tallies: Iterable[Tallies]) -> Tallies:
    """The figures of several rounds together."""
    total: dict[str, Counter[str]] = {}
    for of_round in tallies:
        for dimension, counts in of_round.items():
            total.setdefault(dimension, Counter()).update(counts)
    return total


def decisions(tallies: Tallies) -> list[tuple[str, int, Rows]]:
    """What moderators decided about texts: the decision, how many texts, and how many for each reason."""
    said = {"released": Decision.RELEASE, "blanked": Decision.BLANK, "held": Decision.HOLD}
    return [
        (label(decision), counts.get("all", 0), _by_value(_without_all(counts), lambda reason: label(Reason(reason))))
        for dimension, decision in said.items()
        if (counts := tallies.get(dimension, {}))
    ]


def _without_all(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {key: count for key, count in counts.items() if key != "all"}


def day_rows(tallies: Tallies) -> Rows:
    """Each day from the first complaint to the last, also those without one; months when that is too many."""
    counts = {date.fromisoformat(key): count for key, count in tallies.get("day", {}).items()}
    if not counts:
        return []
    first, last = min(counts), max(counts)
    if (last - first).days >= DAYS_AS_DAYS:
        return _month_rows(counts, first, last)
    every = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    return [(day(one), counts.get(one, 0)) for one in every]


def _month_rows(counts: Mapping[date, int], first: date, last: date) -> Rows:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    sums = dict.fromkeys(months, 0)
    for one, count in counts.items():
        sums[one.year * 12 + one.month - 1] += count
    return [(wording.month_of(date(index // 12, index % 12 + 1, 1)), count) for index, count in sums.items()]


def _by_value(counts: Mapping[str, int], name: Callable[[str], str]) -> Rows:
    """Most first; equal ones keep their order."""
    rows = [(name(key), count) for key, count in counts.items()]
    return sorted(rows, key=lambda row: -row[1])


def compare(rounds: Iterable[Round], totals: Mapping[UUID, int], this: Round | None = None) -> list[Compared]:
    return [
        Compared(
            round=other,
            held_on=held_on(other),
            notice=wording.lasting(notice_of(other)),
            sold_out=wording.lasting(sell_out_of(other)),
            places=wording.counted(other.places_announced),
            complaints=totals.get(other.id, 0),
            is_this=this is not None and other.id == this.id,
            is_repeated=this is not None and other.id == this.repeats_id,
            repeats=this is not None and other.repeats_id == this.id,
        )
        for other in rounds
    ]
