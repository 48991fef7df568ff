"""From rows to the values of a letter: a body in its cases, norms by act, the facts of a round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from complaints import data
from complaints.domain.complaint import LetterLanguage
from complaints.domain.rounds import EventKind, Span, notice_period, sell_out_time
from complaints.models.places import Authority
from complaints.models.rounds import Round
from complaints.phrases.values import ActNorms, Body, NormLine, RoundFacts

BLANK: Final = Body(*["____________________"] * 4)
"""To be filled in by hand."""
CITATIONS: Final = {LetterLanguage.KK: data.cite_kk, LetterLanguage.RU: data.cite_ru}


def body(authority: Authority | None, language: LetterLanguage) -> Body:
    """The name in every case, as stored; blanks for a body that is not known."""
    if authority is None:
        return BLANK
    if language is LetterLanguage.KK:
        return Body(authority.kk_nominative, authority.kk_genitive, authority.kk_dative, authority.kk_nominative)
    return Body(authority.ru_nominative, authority.ru_genitive, authority.ru_dative, authority.ru_accusative)


def acts(norm_ids: Sequence[str], language: LetterLanguage) -> tuple[ActNorms, ...]:
    """The printable ones of these norms by act; acts in the order of the data, norms in the order of the law."""
    chosen = [norm for norm in data.norms().values() if norm.id in set(norm_ids) and norm.printable]
    order = sorted({norm.act for norm in chosen}, key=list(data.acts()).index)
    cite = CITATIONS[language]
    return tuple(
        ActNorms(
            act,
            data.acts()[act].title_kk if language is LetterLanguage.KK else data.acts()[act].title_ru,
            tuple(NormLine(norm.id, cite(norm), norm.text[language]) for norm in chosen if norm.act == act),
        )
        for act in order
    )


def facts(round_: Round, language: LetterLanguage) -> RoundFacts:
    """What is known of the round, for either letter."""
    announced = Span(round_.announced_at_earliest, round_.announced_at_latest)
    opened = Span(round_.opened_at_earliest, round_.opened_at_latest)
    sold_out = Span(round_.sold_out_at_earliest, round_.sold_out_at_latest)
    region = round_.region
    return RoundFacts(
        platform=round_.platform,
        region_genitive=region.kk_genitive if language is LetterLanguage.KK else region.ru_genitive,
        held_on=Span(round_.held_on_earliest, round_.held_on_latest),
        places=Span(round_.places_announced, round_.places_announced),
        notice=notice_period(announced, opened, Span(round_.notice_minutes_earliest, round_.notice_minutes_latest)),
        sold_out=sell_out_time(
            opened, sold_out, Span(round_.sell_out_minutes_earliest, round_.sell_out_minutes_latest)
        ),
        was_edited=any(event.kind is EventKind.ANNOUNCEMENT_EDITED for event in round_.events),
    )
