"""What a Kazakh letter says of a document handed in before: that it was, and what became of it.

Written for itself, not translated. Plain text for a field of a form, as in `letters_kk`; no suffix is added to a number
or a date. For a native lawyer to read before real use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from complaints.domain.deadlines import Unit
from complaints.domain.lifecycle import Channel, Outcome
from complaints.domain.petition import LetterPart, PetitionKind
from complaints.domain.rounds import Span
from complaints.phrases.kk import NBSP, day, held, number, when
from complaints.phrases.values import Earlier, Replied, SentBack, Told


@dataclass(frozen=True)
class Name:
    """What an earlier document is called inside a sentence."""

    nominative: str
    dative: str
    accusative: str


NAMES: Final[Mapping[PetitionKind | None, Name]] = {
    PetitionKind.COMPLAINT: Name("ұжымдық шағым", "ұжымдық шағымға", "ұжымдық шағымды"),
    PetitionKind.APPEAL: Name("ұжымдық жолданым", "ұжымдық жолданымға", "ұжымдық жолданымды"),
    PetitionKind.INFORMATION_REQUEST: Name(
        "ақпарат беру туралы сұрау салу", "ақпарат беру туралы сұрау салуға", "ақпарат беру туралы сұрау салуды"
    ),
    PetitionKind.SUPERIOR_COMPLAINT: Name(
        "жоғары тұрған органға шағым",
        "жоғары тұрған органға берілген шағымға",
        "жоғары тұрған органға берілген шағымды",
    ),
    None: Name("жолданым", "жолданымға", "жолданымды"),
}

CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.EOTINISH: "e-Otinish жүйесі арқылы",
    Channel.PAPER: "қағаз түрінде",
    Channel.EMAIL: "электрондық пошта арқылы",
}

OF_DEMAND: Final[Mapping[Outcome, str]] = {
    Outcome.MET: "«{demand}» деген талап қанағаттандырылды.",
    Outcome.PARTLY: "«{demand}» деген талап ішінара қанағаттандырылды.",
    Outcome.REFUSED: "«{demand}» деген талапты қанағаттандырудан бас тартылды.",
    Outcome.EVADED: "«{demand}» деген талапқа мәні бойынша жауап берілмеді.",
    Outcome.NOT_ANSWERED: "«{demand}» деген талапқа жауап берілмеді.",
}

OF_REQUEST: Final[Mapping[Outcome, str]] = {
    Outcome.MET: "Сұрау салу қанағаттандырылды.",
    Outcome.PARTLY: "Сұрау салу ішінара қанағаттандырылды.",
    Outcome.REFUSED: "Сұрау салуды қанағаттандырудан бас тартылды.",
    Outcome.EVADED: "Сұрау салуға мәні бойынша жауап берілмеді.",
    Outcome.NOT_ANSWERED: "Сұрау салуға жауап берілмеді.",
}


def why_complained(earlier: Earlier | None, name: Name) -> str:
    if earlier and earlier.reply:
        if earlier.kind is PetitionKind.INFORMATION_REQUEST:
            return f"{name.dative} берілген жауапта сұратылған ақпарат толық берілмеген"
        return f"{name.dative} берілген жауапта талаптарымыз толық қанағаттандырылмаған"
    if earlier and earlier.sent_back:
        return "бізде бар мәліметтерге сәйкес, тапсырған құжатымыз мәні бойынша қаралған жоқ"
    return f"бізде бар мәліметтерге сәйкес, {name.dative} белгіленген мерзімде жауап берілген жоқ"


def treated(earlier: Earlier | None) -> str:
    """Before what else a request is about; empty when it is about the round only."""
    return f"{NAMES[earlier.kind].accusative}{handed_in_on(earlier)} қарау барысы және " if earlier else ""


def upper(words: str) -> str:
    """At the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def handed_in_on(earlier: Earlier | None) -> str:
    return f" (берілген күні{NBSP}– {day(earlier.handed_in_on)})" if earlier else ""


def asked_of(earlier: Earlier) -> Sequence[str]:
    """What a request asks about how the earlier document was treated."""
    materials = "оны қарау кезінде жиналған" if earlier.reply is None else "жауапқа негіз болған"
    answer = "жауаптың қашан берілетіні, қарау мерзімінің ұзартылған-ұзартылмағаны және оның негізі;"
    return (
        "аталған құжаттың тіркеу нөмірі мен тіркелген күні, оны қарап жатқан немесе қараған құрылымдық бөлімше мен "
        "адамдардың лауазымдары;",
        f"{materials} материалдардың көшірмелері;",
        *([answer] if earlier.reply is None and earlier.sent_back is None else ()),
    )


def told_of(told: Told, letter: str, so: str = "") -> Mapping[LetterPart, str]:
    """The parts about the earlier document; empty without one. `letter` is what is being written, before «жазылған»;
    `so` follows what the law says of silence and of reasons, which a letter without it leaves out.
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
    given = f" Орган берген нөмір{NBSP}– {earlier.outside_number}." if earlier.outside_number else ""
    return (
        f"{_moment(earlier.handed_in_on)} біз {earlier.body.dative} «{told.facts.platform}» платформасында "
        f"{held(told.facts)} тіркеу мәселесі бойынша {NAMES[earlier.kind].nominative} жолдадық.\n\n"
        f"Беру тәсілі{NBSP}– {CHANNELS[earlier.channel]}.{given} Құжаттың тіркелген күні (мерзім осы "
        f"күнге қарай есептеледі){NBSP}– {day(earlier.registered_on)}.{_passed_on(earlier)}"
    )


def _passed_on(earlier: Earlier) -> str:
    if earlier.passed_on is None:
        return ""
    on, to = earlier.passed_on
    named = f" Құжат жолданған орган{NBSP}– {to.nominative}." if to else ""
    return f" Бізде бар мәліметтерге сәйкес, {_moment(on)} құжат құзыретіне қарай басқа органға жолданды.{named}"


def _moment(on: date) -> str:
    return when(Span(on, on)) or ""


def _silence(earlier: Earlier, letter: str, so: str) -> str:
    extension = ", мерзімнің ұзартылғаны туралы бізге хабарланған жоқ" if earlier.extendable else ""
    over = f" Мерзімнің соңғы күнінен кейін өткен жұмыс күндерінің саны{NBSP}– {number(earlier.days_over)}."
    term = (
        f"{_term(earlier)} Бізде бар мәліметтерге сәйкес, {letter} жазылған күнге дейін жауап берілген жоқ{extension}."
        f"{over if earlier.days_over else ''}"
    )
    refusal = (
        "Әкімшілік акт белгіленген мерзімде қабылданбаса немесе әкімшілік әрекет жасалмаса, бұл бас тарту деп "
        f"есептеледі ({earlier.refusal}). {so}"
    )
    return f"{term}\n\n{refusal}" if earlier.refusal and so else term


def _term(earlier: Earlier) -> str:
    norm = f" ({earlier.norm})" if earlier.norm else ""
    unit = "күнтізбелік күн" if earlier.unit is Unit.CALENDAR else "жұмыс күні"
    extended = f", ол {_moment(earlier.extended_on)} ұзартылды; " if earlier.extended_on else ", "
    return f"Қарау мерзімі{NBSP}– {earlier.length}{NBSP}{unit}{norm}{extended}соңғы күні{NBSP}– {day(earlier.due_on)}."


def _back(earlier: Earlier, back: SentBack, so: str) -> str:
    """That it came back without an answer, and the days that passed."""
    deed = "аталған құжат қайтарылды" if back.is_returned else "аталған құжат қараусыз қалдырылды"
    over = f", оның ішінде мерзімнің соңғы күнінен кейін{NBSP}– {number(back.days_over)}" if back.days_over else ""
    told = (
        f"{_term(earlier)} Бізде бар мәліметтерге сәйкес, {_moment(back.on)} {deed}; тіркелген күннен осы күнге дейін "
        f"өткен жұмыс күндерінің саны{NBSP}– {number(back.days)}{over}. Мәні бойынша жауап берілген жоқ."
    )
    return f"{told}\n\nБұл шешіммен келіспейміз. {so}" if so else told


def _answer(earlier: Earlier, reply: Replied, so: str) -> str:
    """The answer, what it says to each demand, and the days that passed."""
    numbered = f" №{NBSP}{reply.number} хатпен" if reply.number else ""
    over = f", оның ішінде мерзімнің соңғы күнінен кейін{NBSP}– {number(reply.days_over)}" if reply.days_over else ""
    is_later = reply.first_on != reply.on
    first = f" Бірінші жауаптың күні{NBSP}– {day(reply.first_on)}." if is_later else ""
    which = "бірінші жауапқа" if is_later else "жауапқа"
    term = (
        f"{_term(earlier)} {_moment(reply.on)}{numbered} жауап берілді.{first} Тіркелген күннен {which} дейін өткен "
        f"жұмыс күндерінің саны{NBSP}– {number(reply.days)}{over}."
    )
    demands = [OF_DEMAND[outcome].format(demand=demand) for demand, outcome in reply.outcomes if demand]
    if not demands:
        demands = [OF_REQUEST[outcome] for _demand, outcome in reply.outcomes]
    disagreed = [f"Берілген жауаппен келіспейміз. {so}"] if so else []
    reasons = [f"Жауап уәжді болуға тиіс ({earlier.reasons})."] if so and earlier.reasons else []
    return "\n\n".join([term, *demands, *reasons, *disagreed])


def what_it_owes(earlier: Earlier | None, name: Name) -> str:
    """Before «міндетін жүктеу»."""
    is_answered = earlier is not None and earlier.reply is not None
    if earlier and earlier.kind is PetitionKind.INFORMATION_REQUEST:
        return f"сұратылған ақпаратты {'толық ' if is_answered else ''}беру не оны беруден уәжді түрде бас тарту"
    return f"{name.accusative} мәні бойынша {'қайта ' if is_answered else ''}қарап, уәжді жауап беру"
