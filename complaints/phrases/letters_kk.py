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
from typing import Final

from complaints.domain.petition import LetterPart, PetitionKind
from complaints.phrases.earlier_kk import (
    NAMES,
    asked_of,
    handed_in_on,
    told_of,
    treated,
    upper,
    what_it_owes,
    why_complained,
)
from complaints.phrases.kk import NBSP, by_role, facts_sentence, harm, held, number, people
from complaints.phrases.values import Told

NB_HYPHEN: Final = "\u2011"
ANNEX: Final = f"1{NB_HYPHEN}қосымша"
VOUCHERS: Final = "мемлекеттік шығармашылық тапсырыс ваучерлерін алу үшін"


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
        LetterPart.SUBJECT: (
            f"{treated(told.earlier)}«{told.facts.platform}» платформасында {held(told.facts)} тіркеу туралы"
        ),
        LetterPart.INTRO: (
            f"{upper(treated(told.earlier))}«{told.facts.platform}» платформасында "
            f"{VOUCHERS} {held(told.facts)} тіркеудің қалай жүргізілгені туралы "
            "ақпарат беруді сұраймыз."
        ),
        **(told_of(told, "осы сұрау салу") if told.earlier else {}),
        LetterPart.FACTS: facts_sentence(told.facts) or "",
        LetterPart.COLLECTED: (
            f"Порталда осы тіркеуге қатысты барлығы {number(told.collected.total)} шағым жиналды "
            f"({by_role(told.collected)}). Сұратылып отырған мәліметтер орындардың қалай бөлінгенін анықтау үшін қажет."
        ),
        LetterPart.ASKED: "\n\n".join(
            (
                *(asked_of(told.earlier) if told.earlier else ()),
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
    has_acted = earlier is not None and (earlier.reply or earlier.sent_back)
    deeds = "әрекетіне (әрекетсіздігіне)" if has_acted else "әрекетсіздігіне"
    reason = why_complained(earlier, name)
    return {
        LetterPart.SUBJECT: f"{body.genitive} {name.accusative}{handed_in_on(earlier)} қарау кезіндегі {deeds}",
        LetterPart.INTRO: (
            f"Біз, шағымдары тізілімде ({ANNEX}) көрсетілген {people(told.included)}, {body.genitive} {deeds} "
            f"шағым жасаймыз: {reason}."
        ),
        **told_of(told, "осы шағым", so="Сондықтан жоғары тұрған органға жүгінеміз."),
        LetterPart.FACTS: facts_sentence(told.facts) or "",
        LetterPart.COLLECTED: _collected(told, "ұжымдық шағымға қосуға"),
        LetterPart.EVIDENCE: "Мән-жайлар қосымшаларда көрсетілген материалдармен расталады.",
        LetterPart.HARM: harm(told.included),
        LetterPart.ASKED: "\n\n".join(
            (
                f"{body.dative} {what_it_owes(earlier, name)} міндетін жүктеу",
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


def _collected(told: Told, agreed_to: str) -> str:
    return (
        f"Порталда осы тіркеуге қатысты барлығы {number(told.collected.total)} шағым жиналды "
        f"({by_role(told.collected)}). Тізілімге авторлары порталда {agreed_to} келісім берген "
        f"{number(told.included.total)} шағым енгізілді ({by_role(told.included)}). Тізілімдегі шағымдар туралы "
        "жиынтық мәлімет негіздер бойынша кестеде келтірілген; бір шағымда бірнеше негіз болуы мүмкін."
    )
