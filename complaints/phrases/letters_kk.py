"""The paragraphs that a group's letter says in Kazakh unless the group words them itself.

Written for themselves, not translated from the Russian ones. Plain text for a field of a form: no markup, non-breaking
spaces and hyphens where a line must not end, a blank line between paragraphs. Four kinds of document:

- ұжымдық шағым: Code arts. 22, 84, 91-93, 99, 100;
- ұжымдық жолданым: by its form арыз (art. 4), because it asks for help with people's rights; хабар only reports a
  breach. Arts. 22, 63, 64, 76, 84. For a native lawyer to read before real use;
- ақпарат беру туралы сұрау салу: Law on access to information arts. 6 and 11. It names no complaint's author;
- жоғары тұрған органға шағым, when an earlier document was not answered in time: Code arts. 22, 91-93, 99, 100. A body
  has no accusative here, so a duty is laid on it in the dative («міндетін жүктеу»). For a native lawyer to read before
  real use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from complaints.domain.deadlines import Unit
from complaints.domain.lifecycle import Channel
from complaints.domain.petition import LetterPart, PetitionKind
from complaints.domain.rounds import Span
from complaints.phrases.kk import NBSP, by_role, day, facts_sentence, harm, held, number, people, when
from complaints.phrases.values import Earlier, Told

NB_HYPHEN: Final = "\u2011"
ANNEX: Final = f"1{NB_HYPHEN}қосымша"
VOUCHERS: Final = "мемлекеттік шығармашылық тапсырыс ваучерлерін алу үшін"


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
    PetitionKind.SUPERIOR_COMPLAINT: Name("әрекетсіздікке шағым", "әрекетсіздікке шағымға", "әрекетсіздікке шағымды"),
    None: Name("жолданым", "жолданымға", "жолданымды"),
}
CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.EOTINISH: "e-Otinish жүйесі арқылы",
    Channel.PAPER: "қағаз түрінде",
    Channel.EMAIL: "электрондық пошта арқылы",
}


def paragraphs(kind: PetitionKind, told: Told) -> Mapping[LetterPart, str]:
    """The proposed text of each part of this kind, in the order of the letter; empty where nothing is known."""
    return {
        PetitionKind.COMPLAINT: _complaint,
        PetitionKind.APPEAL: _appeal,
        PetitionKind.INFORMATION_REQUEST: _request,
        PetitionKind.SUPERIOR_COMPLAINT: _superior_complaint,
    }[kind](told)


def _complaint(told: Told) -> Mapping[LetterPart, str]:
    body = told.challenged.genitive
    return {
        LetterPart.SUBJECT: (
            f"{held(told.facts)} тіркеудің нәтижелеріне (әкімшілік актіге) және {body} оны өткізу кезіндегі "
            "әрекеттеріне (әрекетсіздігіне)"
        ),
        LetterPart.INTRO: (
            f"Біз, шағымдары тізілімде ({ANNEX}) көрсетілген {people(told.included)}, {body} "
            f"«{told.facts.platform}» платформасында {VOUCHERS} {held(told.facts)} тіркеу кезіндегі әрекеттеріне "
            "(әрекетсіздігіне) және тіркеудің нәтижелеріне шағым жасаймыз."
        ),
        LetterPart.FACTS: facts_sentence(told.facts) or "",
        LetterPart.COLLECTED: _collected(told, "ұжымдық шағымға қосуға"),
        LetterPart.EVIDENCE: "Мән-жайлар қосымшаларда көрсетілген материалдармен расталады.",
        LetterPart.HARM: harm(told.included),
        LetterPart.GOOD_FAITH: (
            "Тіркеу нәтижелерінің күші жойылған кезде ваучерді адал жолмен алған балалардың жағдайын нашарлатпауды "
            "сұраймыз."
        ),
        LetterPart.REPLY: (
            "Заңда белгіленген мерзімде қазақ тіліндегі уәжді шешімді арыз иелері өкілінің осы шағымда көрсетілген "
            "пошталық немесе электрондық мекенжайына жіберуді сұраймыз. Тыңдаудың уақыты мен орны туралы арыз "
            "иелерінің өкілін хабардар етуді сұраймыз."
        ),
    }


def _appeal(told: Told) -> Mapping[LetterPart, str]:
    return {
        LetterPart.SUBJECT: f"«{told.facts.platform}» платформасында {held(told.facts)} тіркеуді тексеру туралы",
        LetterPart.INTRO: (
            f"Біз, шағымдары тізілімде ({ANNEX}) көрсетілген {people(told.included)}, «{told.facts.platform}» "
            f"платформасында {VOUCHERS} {held(told.facts)} тіркеудің қалай жүргізілгенін тексеруді және төменде "
            "көрсетілген шараларды қабылдауды сұраймыз."
        ),
        LetterPart.FACTS: facts_sentence(told.facts) or "",
        LetterPart.COLLECTED: _collected(told, "мемлекеттік органға бірге беруге"),
        LetterPart.EVIDENCE: "Мән-жайлар қосымшаларда көрсетілген материалдармен расталады.",
        LetterPart.HARM: harm(told.included),
        LetterPart.GOOD_FAITH: (
            "Тіркеу нәтижелері қайта қаралған кезде ваучерді адал жолмен алған балалардың жағдайын нашарлатпауды "
            "сұраймыз."
        ),
        LetterPart.REPLY: (
            f"Мәні бойынша жауапты ҚР{NBSP}ӘРПК-нің 76{NB_HYPHEN}бабында белгіленген мерзімде (тіркелгеннен кейінгі "
            f"күннен бастап 15{NBSP}жұмыс күні) қазақ тілінде арыз иелері өкілінің осы жолданымда көрсетілген пошталық "
            "немесе электрондық мекенжайына жіберуді сұраймыз. Мерзімнің ұзартылғаны, тыңдаудың уақыты мен орны туралы "
            "арыз иелерінің өкілін хабардар етуді сұраймыз."
        ),
    }


def _request(told: Told) -> Mapping[LetterPart, str]:
    return {
        LetterPart.SUBJECT: f"«{told.facts.platform}» платформасында {held(told.facts)} тіркеу туралы",
        LetterPart.INTRO: (
            f"«{told.facts.platform}» платформасында {VOUCHERS} {held(told.facts)} тіркеудің қалай жүргізілгені туралы "
            "ақпарат беруді сұраймыз."
        ),
        LetterPart.FACTS: facts_sentence(told.facts) or "",
        LetterPart.COLLECTED: (
            f"Порталда осы тіркеуге қатысты барлығы {number(told.collected.total)} шағым жиналды "
            f"({by_role(told.collected)}). Сұратылып отырған мәліметтер орындардың қалай бөлінгенін анықтау үшін қажет."
        ),
        LetterPart.ASKED: "\n\n".join(
            (
                "тіркеу журналы: тіркеудің ашылған, өтінімдердің қабылданған және ваучерлердің берілген уақыты;",
                "әрбір өнім беруші, аудан және қала бойынша орындардың саны және берілген ваучерлердің саны;",
                "қабылданбаған және күші жойылған өтінімдер мен ваучерлердің саны, олардың күшін жою "
                "уақыты мен негіздері;",
                "тіркеу туралы хабарландырудың жарияланған күні мен уақыты және оған енгізілген барлық өзгерістер.",
            )
        ),
        LetterPart.REPLY: (
            "Ақпаратты қазақ тілінде, мүмкіндігінше электрондық файл түрінде, Заңның "
            f"11{NB_HYPHEN}бабында белгіленген мерзімде (күнтізбелік 15{NBSP}күн) осы сұрау салуда көрсетілген "
            "электрондық немесе пошталық мекенжайға жіберуді сұраймыз. Ақпараттың қандай да бір бөлігін беруден бас "
            "тартылса, уәжді жауап беруді сұраймыз. Арыз иелері мен балалардың дербес деректерін қоспауды сұраймыз."
        ),
    }


def _superior_complaint(told: Told) -> Mapping[LetterPart, str]:
    body, earlier = told.challenged, told.earlier
    name = NAMES[earlier.kind if earlier else None]
    handed_in = f" (берілген күні{NBSP}– {day(earlier.handed_in_on)})" if earlier else ""
    return {
        LetterPart.SUBJECT: f"{body.genitive} {name.accusative}{handed_in} қарау кезіндегі әрекетсіздігіне",
        LetterPart.INTRO: (
            f"Біз, шағымдары тізілімде ({ANNEX}) көрсетілген {people(told.included)}, {body.genitive} әрекетсіздігіне "
            f"шағым жасаймыз: бізде бар мәліметтерге сәйкес, {name.dative} белгіленген мерзімде жауап берілген жоқ."
        ),
        LetterPart.EARLIER: _handed_in(told, earlier) if earlier else "",
        LetterPart.SILENCE: _silence(earlier) if earlier else "",
        LetterPart.FACTS: facts_sentence(told.facts) or "",
        LetterPart.COLLECTED: _collected(told, "ұжымдық шағымға қосуға"),
        LetterPart.EVIDENCE: "Мән-жайлар қосымшаларда көрсетілген материалдармен расталады.",
        LetterPart.HARM: harm(told.included),
        LetterPart.ASKED: "\n\n".join(
            (
                f"{body.dative} {_what_it_owes(earlier, name)} міндетін жүктеу",
                "Аталған құжатта көтерілген мәселелерді мәні бойынша қарау",
            )
        ),
        LetterPart.GOOD_FAITH: (
            "Тіркеу нәтижелерінің күші жойылған кезде ваучерді адал жолмен алған балалардың жағдайын нашарлатпауды "
            "сұраймыз."
        ),
        LetterPart.REPLY: (
            "Заңда белгіленген мерзімде қазақ тіліндегі уәжді шешімді арыз иелері өкілінің осы шағымда көрсетілген "
            "пошталық немесе электрондық мекенжайына жіберуді сұраймыз. Тыңдаудың уақыты мен орны туралы арыз "
            "иелерінің өкілін хабардар етуді сұраймыз."
        ),
    }


def _handed_in(told: Told, earlier: Earlier) -> str:
    given = f" Орган берген нөмір{NBSP}– {earlier.outside_number}." if earlier.outside_number else ""
    moment = when(Span(earlier.handed_in_on, earlier.handed_in_on))
    return (
        f"{moment} біз {earlier.body.dative} «{told.facts.platform}» платформасында {held(told.facts)} тіркеу "
        f"мәселесі бойынша {NAMES[earlier.kind].nominative} жолдадық.\n\n"
        f"Беру тәсілі{NBSP}– {CHANNELS[earlier.channel]}.{given} Құжаттың тіркелген күні (мерзім осы "
        f"күнге қарай есептеледі){NBSP}– {day(earlier.registered_on)}."
    )


def _silence(earlier: Earlier) -> str:
    norm = f" ({earlier.norm})" if earlier.norm else ""
    extension = ", мерзімнің ұзартылғаны туралы бізге хабарланған жоқ" if earlier.extendable else ""
    over = f" Мерзімнің соңғы күнінен кейін өткен жұмыс күндерінің саны{NBSP}– {number(earlier.days_over)}."
    unit = "күнтізбелік күн" if earlier.unit is Unit.CALENDAR else "жұмыс күні"
    term = (
        f"Қарау мерзімі{NBSP}– {earlier.length}{NBSP}{unit}{norm}, соңғы күні{NBSP}– {day(earlier.due_on)}. Бізде бар "
        f"мәліметтерге сәйкес, осы шағым жазылған күнге дейін жауап берілген жоқ{extension}."
        f"{over if earlier.days_over else ''}"
    )
    refusal = (
        "Әкімшілік акт белгіленген мерзімде қабылданбаса немесе әкімшілік әрекет жасалмаса, бұл бас тарту деп "
        f"есептеледі ({earlier.refusal}). Сондықтан жоғары тұрған органға жүгінеміз."
    )
    return f"{term}\n\n{refusal}" if earlier.refusal else term


def _what_it_owes(earlier: Earlier | None, name: Name) -> str:
    """Before «міндетін жүктеу»."""
    if earlier and earlier.kind is PetitionKind.INFORMATION_REQUEST:
        return "сұратылған ақпаратты беру не оны беруден уәжді түрде бас тарту"
    return f"{name.accusative} мәні бойынша қарап, уәжді жауап беру"


def _collected(told: Told, agreed_to: str) -> str:
    return (
        f"Порталда осы тіркеуге қатысты барлығы {number(told.collected.total)} шағым жиналды "
        f"({by_role(told.collected)}). Тізілімге авторлары порталда {agreed_to} келісім берген "
        f"{number(told.included.total)} шағым енгізілді ({by_role(told.included)}). Тізілімдегі шағымдар туралы "
        "жиынтық мәлімет негіздер бойынша кестеде келтірілген; бір шағымда бірнеше негіз болуы мүмкін."
    )
