"""The facts' names and what is wrong with them, in the reader's words; the import's command says them in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from complaints.domain.round_facts import Fault, What
from complaints.web.words import gettext as _

FACTS: Final[Mapping[str, Any]] = {
    "programme": _l("Programme"),
    "region": _l("Region"),
    "authority": _l("Run by"),
    "repeats": _l("Repeats the round"),
    "name_kk": _l("Name in Kazakh"),
    "name_ru": _l("Name in Russian"),
    "name_en": _l("Name in English"),
    "platform": _l("Platform"),
    "state": _l("State of the round"),
    "takes_complaints": _l("Takes complaints"),
    "held_on": _l("Held on"),
    "places_announced": _l("Places announced"),
    "announced_at": _l("Announced"),
    "opened_at": _l("Registration opened"),
    "sold_out_at": _l("Places ran out"),
    "closed_at": _l("Registration closed"),
    "notice_minutes": _l("Minutes from the announcement to the opening, as reported"),
    "sell_out_minutes": _l("Minutes until no places were left, as reported"),
    "summary_kk": _l("Summary in Kazakh"),
    "summary_ru": _l("Summary in Russian"),
    "summary_en": _l("Summary in English"),
    "outcome_kk": _l("Outcome in Kazakh"),
    "outcome_ru": _l("Outcome in Russian"),
    "outcome_en": _l("Outcome in English"),
    "source": _l("Source"),
    "confidence_kk": _l("How sure, in Kazakh"),
    "confidence_ru": _l("How sure, in Russian"),
    "confidence_en": _l("How sure, in English"),
    "kind": _l("What kind of event"),
    "said_by": _l("Who says so"),
    "days": _l("Day"),
    "at": _l("Exact time"),
    "text_kk": _l("What happened, in Kazakh"),
    "text_ru": _l("What happened, in Russian"),
    "text_en": _l("What happened, in English"),
    "source_url": _l("Link to the source"),
    "hidden": _l("Hidden"),
    "merged_into": _l("Merged into the round"),
    "merged_from": _l("Took over the round"),
    "complaints": _l("Complaints that moved"),
    "petitions": _l("Collective complaints that moved"),
    "events": _l("Events that moved"),
}
_MISSING: Final[Mapping[str, Any]] = {
    "name_kk": _l("Enter the name of the round in Kazakh."),
    "name_ru": _l("Enter the name of the round in Russian."),
    "text_kk": _l("Write in Kazakh what happened."),
    "text_ru": _l("Write in Russian what happened."),
    "source": _l("Say where this is known from: the site or the document, and its date."),
}
_UNKNOWN: Final[Mapping[str, Any]] = {
    "programme": _l("Choose the programme."),
    "region": _l("Choose the region."),
    "authority": _l("Choose an authority of the list, or leave it open."),
    "repeats": _l("Choose a round of the list, or leave it open."),
}
_TOO_EARLY: Final[Mapping[tuple[str, str], Any]] = {
    ("closed_at", "announced_at"): _l("Registration cannot close before it was announced. Check both times."),
    ("sold_out_at", "opened_at"): _l("Places cannot run out before registration opened. Check both times."),
    ("closed_at", "opened_at"): _l("Registration cannot close before it opened. Check both times."),
    ("closed_at", "sold_out_at"): _l("Places cannot run out after registration closed. Check both times."),
}
_OTHERS: Final[Mapping[What, Any]] = {
    What.OTHER_LANGUAGE_MISSING: _l("Write this in Kazakh and in Russian, or leave it empty in every language."),
    What.ELSEWHERE: _l("This authority belongs to another region. Choose one of this region or of the whole country."),
    What.ITSELF: _l("A round cannot repeat itself. Choose the round that was held before it."),
    What.IN_A_CIRCLE: _l("The rounds would repeat each other in a circle. Check which of them was held first."),
    What.BACKWARDS: _l("The first value comes after the second. Put the earlier or smaller one first."),
    What.OUTSIDE: _l("Registration opened on a day on which the round was not held. Check both."),
    What.NOT_YET: _l("This time is still to come. Enter it when it has happened."),
    What.NO_LINK: _l("Enter a link that begins with https:// or http://, or leave it empty."),
    What.FIXED: _l("Complaints about this round have been filed: its programme and region can no longer change."),
}


def fact_name(name: str) -> str:
    """What a fact is called; one that is not known here keeps its own name."""
    return str(FACTS[name]) if name in FACTS else name


def said(fault: Fault) -> str:
    """What to put right."""
    if fault.what is What.MISSING:
        return str(_MISSING[fault.name])
    if fault.what is What.UNKNOWN:
        return str(_UNKNOWN[fault.name])
    if fault.what is What.TOO_EARLY:
        return str(_TOO_EARLY[fault.name, fault.than])
    if fault.what is What.TOO_LONG:
        return _("Shorten this to %(most)s characters.", most=fault.than)
    if fault.what is What.OUT_OF_RANGE:
        return _("Enter a whole number, at most %(most)s.", most=fault.than)
    return str(_OTHERS[fault.what])
