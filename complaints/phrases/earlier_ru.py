"""What a Russian letter says of a document handed in before: that it was, and what became of it.

Plain text for a field of a form, as in `letters_ru`. What is not known for certain is told as far as the group knows.
For a lawyer to read before real use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from complaints.domain.deadlines import Unit
from complaints.domain.lifecycle import Channel, Outcome
from complaints.domain.petition import LetterPart, PetitionKind
from complaints.phrases.ru import (
    NBSP,
    day,
    number,
    plural,
    registration_there,
)
from complaints.phrases.values import Earlier, Replied, SentBack, Told


@dataclass(frozen=True)
class Name:
    """What an earlier document is called inside a sentence."""

    accusative: str
    genitive: str


NAMES: Final[Mapping[PetitionKind | None, Name]] = {
    PetitionKind.COMPLAINT: Name("коллективную жалобу", "коллективной жалобы"),
    PetitionKind.APPEAL: Name("коллективное обращение", "коллективного обращения"),
    PetitionKind.INFORMATION_REQUEST: Name("запрос о предоставлении информации", "запроса о предоставлении информации"),
    PetitionKind.SUPERIOR_COMPLAINT: Name("жалобу в вышестоящий орган", "жалобы в вышестоящий орган"),
    None: Name("обращение", "обращения"),
}

CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.EOTINISH: "через систему e-Otinish",
    Channel.PAPER: "на бумаге",
    Channel.EMAIL: "по электронной почте",
}

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.MET: "удовлетворено",
    Outcome.PARTLY: "удовлетворено частично",
    Outcome.REFUSED: "отказано",
    Outcome.EVADED: "ответ по существу не дан",
    Outcome.NOT_ANSWERED: "ответ не дан",
}


def why_complained(earlier: Earlier | None, name: Name) -> str:
    """After «по имеющимся у нас сведениям,»."""
    if earlier and earlier.reply:
        if earlier.kind is PetitionKind.INFORMATION_REQUEST:
            return "запрошенная информация не предоставлена в полном объёме"
        return f"ответ на {name.accusative} удовлетворяет наши требования не полностью"
    if earlier and earlier.sent_back:
        return "поданный нами документ по существу не рассмотрен"
    return f"на {name.accusative} в установленный срок не дан ответ"


def treated(earlier: Earlier | None) -> str:
    """After «о», before what else a request is about; empty when it is about the round only."""
    return f"рассмотрении {NAMES[earlier.kind].genitive}{handed_in_on(earlier)} и о " if earlier else ""


def handed_in_on(earlier: Earlier | None) -> str:
    return f" (дата подачи{NBSP}– {day(earlier.handed_in_on)})" if earlier else ""


def asked_of(earlier: Earlier) -> Sequence[str]:
    """What a request asks about how the earlier document was treated."""
    materials = "собранных при его рассмотрении" if earlier.reply is None else "на которых основан ответ"
    answer = "когда будет дан ответ, продлевался ли срок рассмотрения и на каком основании;"
    return (
        "регистрационный номер и день регистрации указанного документа, подразделение и должности тех, кто его "
        "рассматривает или рассмотрел;",
        f"копии материалов, {materials};",
        *([answer] if earlier.reply is None and earlier.sent_back is None else ()),
    )


def told_of(told: Told, letter: str, so: str = "") -> Mapping[LetterPart, str]:
    """The parts about the earlier document; empty without one. `letter` is what is being written, in the genitive; `so`
    follows what the law says of silence and of reasons, which a letter without it leaves out.
    """
    earlier = told.earlier
    if earlier is None:
        return {LetterPart.EARLIER: "", LetterPart.SILENCE: ""}
    became = ""
    if earlier.reply:
        became = _answer(earlier, earlier.reply, so)
    elif earlier.sent_back:
        became = _back(earlier, earlier.sent_back, so)
    elif earlier.is_silent or so:
        became = _silence(earlier, letter, so)
    return {LetterPart.EARLIER: _handed_in(told, earlier), LetterPart.SILENCE: became}


def _handed_in(told: Told, earlier: Earlier) -> str:
    given = f" Номер, присвоенный органом: {earlier.outside_number}." if earlier.outside_number else ""
    return (
        f"{day(earlier.handed_in_on)} мы направили {earlier.body.dative} {NAMES[earlier.kind].accusative} по вопросу "
        f"{registration_there(told.facts)}.\n\n"
        f"Способ подачи{NBSP}– {CHANNELS[earlier.channel]}.{given} День регистрации, от которого считается "
        f"срок,{NBSP}– {day(earlier.registered_on)}.{_passed_on(earlier)}"
    )


def _passed_on(earlier: Earlier) -> str:
    if earlier.passed_on is None:
        return ""
    on, to = earlier.passed_on
    named = f": {to.nominative}" if to else ""
    return f" По имеющимся у нас сведениям, {day(on)} документ передан по компетенции{named}."


def _silence(earlier: Earlier, letter: str, so: str) -> str:
    extension = ", о продлении срока нас не извещали" if earlier.extendable else ""
    over = f" После последнего дня срока прошло рабочих дней: {number(earlier.days_over)}."
    term = (
        f"{_term(earlier)} По имеющимся у нас сведениям, на дату {letter} ответ не дан{extension}."
        f"{over if earlier.days_over else ''}"
    )
    refusal = (
        "Если административный акт не принят или административное действие не совершено в установленный срок, это "
        f"считается отказом ({earlier.refusal}). {so}"
    )
    return f"{term}\n\n{refusal}" if earlier.refusal and so else term


def _term(earlier: Earlier) -> str:
    norm = f" ({earlier.norm})" if earlier.norm else ""
    extended = f", {day(earlier.extended_on)} он продлён; " if earlier.extended_on else ", "
    return (
        f"Срок рассмотрения{NBSP}– {earlier.length}{NBSP}{_days(earlier)}{norm}{extended}последний день{NBSP}– "
        f"{day(earlier.due_on)}."
    )


def _back(earlier: Earlier, back: SentBack, so: str) -> str:
    """That it came back without an answer, and the days that passed."""
    deed = "возвращён" if back.is_returned else "оставлен без рассмотрения"
    over = f", из них после последнего дня срока{NBSP}– {number(back.days_over)}" if back.days_over else ""
    told = (
        f"{_term(earlier)} По имеющимся у нас сведениям, {day(back.on)} указанный документ {deed}; рабочих дней "
        f"от регистрации до этого дня{NBSP}– {number(back.days)}{over}. Ответ по существу не дан."
    )
    return f"{told}\n\nМы с этим не согласны. {so}" if so else told


def _answer(earlier: Earlier, reply: Replied, so: str) -> str:
    """The answer, what it says to each demand, and the days that passed."""
    numbered = f" №{NBSP}{reply.number}" if reply.number else ""
    over = f", из них после последнего дня срока{NBSP}– {number(reply.days_over)}" if reply.days_over else ""
    is_later = reply.first_on != reply.on
    first = f", первый ответ{NBSP}– {day(reply.first_on)}" if is_later else ""
    which = "первого ответа" if is_later else "ответа"
    term = (
        f"{_term(earlier)} Ответ{numbered} дан {day(reply.on)}{first}; рабочих дней от регистрации до "
        f"{which}{NBSP}– {number(reply.days)}{over}."
    )
    demands = [f"По требованию «{demand}»: {OUTCOMES[outcome]}." for demand, outcome in reply.outcomes if demand]
    if not demands:
        demands = [f"По запросу в целом: {OUTCOMES[outcome]}." for _demand, outcome in reply.outcomes]
    disagreed = [f"С таким ответом мы не согласны. {so}"] if so else []
    reasons = [f"Ответ должен быть мотивирован ({earlier.reasons})."] if so and earlier.reasons else []
    return "\n\n".join([term, *demands, *reasons, *disagreed])


def _days(earlier: Earlier) -> str:
    if earlier.unit is Unit.CALENDAR:
        return plural(earlier.length, "календарный день", "календарных дня", "календарных дней")
    return plural(earlier.length, "рабочий день", "рабочих дня", "рабочих дней")


def what_it_owes(earlier: Earlier | None, name: Name) -> str:
    is_answered = earlier is not None and earlier.reply is not None
    if earlier and earlier.kind is PetitionKind.INFORMATION_REQUEST:
        return (
            f"{'полностью ' if is_answered else ''}предоставить запрошенную информацию либо дать мотивированный отказ"
        )
    return f"{'повторно ' if is_answered else ''}рассмотреть {name.accusative} по существу и дать мотивированный ответ"
