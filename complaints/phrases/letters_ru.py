"""The paragraphs that a group's letter says in Russian unless the group words them itself.

Plain text for a field of a form: no markup, non-breaking spaces where a line must not end, a blank line between
paragraphs. Four kinds of document, each written for itself:

- collective complaint: Code arts. 22, 84, 91-93, 99, 100;
- collective appeal: an application (заявление, art. 4), not a message (сообщение): it asks the body to help people to
  their rights, a message only reports a breach. Arts. 22, 63, 64, 76, 84. For a lawyer to read before real use;
- request for information: Law on access to information arts. 6 and 11. It names no complaint's author;
- complaint to the superior body that an earlier document was not answered in time: Code arts. 22, 91-93, 99, 100. What
  is not known for certain, the silence above all, is told as far as the group knows. For a lawyer to read before real
  use: whether art. 91 reaches a request for information.
"""

from __future__ import annotations

from collections.abc import Mapping

from complaints.domain.petition import LetterPart, PetitionKind
from complaints.phrases.earlier_ru import NAMES, asked_of, handed_in_on, told_of, treated, what_it_owes, why_complained
from complaints.phrases.ru import (
    NBSP,
    by_role,
    facts_sentence,
    harm,
    held,
    number,
    people,
    registration,
    registration_there,
    when,
)
from complaints.phrases.values import Told

ORDER = "государственного творческого заказа"


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
    comma = "," if when(told.facts.held_on) else ""
    return {
        LetterPart.SUBJECT: (
            f"на результаты {registration(told.facts)} (административный акт){comma} "
            f"и на действия (бездействие) {body} при её проведении"
        ),
        LetterPart.INTRO: (
            f"Мы, {people(told.included)}, чьи жалобы перечислены в реестре (приложение{NBSP}1), обжалуем действия "
            f"(бездействие) {body} при проведении {held(told.facts)} на получение ваучеров {ORDER} "
            f"на платформе «{told.facts.platform}», а также её результаты."
        ),
        LetterPart.FACTS: facts_sentence(told.facts) or "",
        LetterPart.COLLECTED: _collected(told, "включением в коллективную жалобу"),
        LetterPart.EVIDENCE: "Обстоятельства подтверждаются материалами, перечисленными в приложениях.",
        LetterPart.HARM: harm(told.included),
        LetterPart.GOOD_FAITH: (
            "Просим при отмене итогов регистрации не ухудшать положение детей, добросовестно получивших ваучеры."
        ),
        LetterPart.REPLY: (
            "Мотивированное решение в установленный законом срок просим направить представителю заявителей на русском "
            "языке по указанному адресу или по электронной почте. О времени и месте заслушивания просим известить "
            "представителя заявителей."
        ),
    }


def _appeal(told: Told) -> Mapping[LetterPart, str]:
    return {
        LetterPart.SUBJECT: f"о проверке {registration_there(told.facts)}",
        LetterPart.INTRO: (
            f"Мы, {people(told.included)}, чьи жалобы перечислены в реестре (приложение{NBSP}1), обращаемся с просьбой "
            f"проверить, {_how_it_was_held(told)}, и принять меры, указанные ниже."
        ),
        LetterPart.FACTS: facts_sentence(told.facts) or "",
        LetterPart.COLLECTED: _collected(told, "совместной передачей государственному органу"),
        LetterPart.EVIDENCE: "Обстоятельства подтверждаются материалами, перечисленными в приложениях.",
        LetterPart.HARM: harm(told.included),
        LetterPart.GOOD_FAITH: (
            "Просим при пересмотре итогов регистрации не ухудшать положение детей, добросовестно получивших ваучеры."
        ),
        LetterPart.REPLY: (
            "Ответ по существу просим направить представителю заявителей на русском языке по указанному адресу или по "
            f"электронной почте в срок, установленный статьёй{NBSP}76 АППК{NBSP}РК (15{NBSP}рабочих дней со дня, "
            "следующего за днём регистрации). О продлении срока, о времени и месте заслушивания просим известить "
            "представителя заявителей."
        ),
    }


def _request(told: Told) -> Mapping[LetterPart, str]:
    return {
        LetterPart.SUBJECT: f"о {treated(told.earlier)}{registration_there(told.facts)}",
        LetterPart.INTRO: f"Просим предоставить информацию о {treated(told.earlier)}том, {_how_it_was_held(told)}.",
        **(told_of(told, "этого запроса") if told.earlier else {}),
        LetterPart.FACTS: facts_sentence(told.facts) or "",
        LetterPart.COLLECTED: (
            f"Всего на портале собрано жалоб на эту регистрацию: {number(told.collected.total)} "
            f"({by_role(told.collected)}). Запрашиваемые сведения нужны, чтобы установить, как были распределены места."
        ),
        LetterPart.ASKED: "\n\n".join(
            (
                *(asked_of(told.earlier) if told.earlier else ()),
                "журнал регистрации: время её открытия, время приёма заявок и выдачи ваучеров;",
                "число мест и число выданных ваучеров по каждому поставщику, району и городу;",
                "число отклонённых и аннулированных заявок и ваучеров, время и основания аннулирования;",
                "дата и время публикации объявления о регистрации и все изменения, внесённые в него.",
            )
        ),
        LetterPart.REPLY: (
            "Информацию просим предоставить на русском языке, по возможности в виде электронного файла, по указанному "
            f"электронному или почтовому адресу в срок, установленный статьёй{NBSP}11 Закона (15{NBSP}календарных "
            "дней). Если в предоставлении какой-либо части информации будет отказано, просим дать мотивированный "
            "ответ. Персональные данные заявителей и детей просим не включать."
        ),
    }


def _superior_complaint(told: Told) -> Mapping[LetterPart, str]:
    body, earlier = told.challenged, told.earlier
    name = NAMES[earlier.kind if earlier else None]
    has_acted = earlier is not None and (earlier.reply or earlier.sent_back)
    deeds = "действия (бездействие)" if has_acted else "бездействие"
    reason = why_complained(earlier, name)
    return {
        LetterPart.SUBJECT: f"на {deeds} {body.genitive} при рассмотрении {name.genitive}{handed_in_on(earlier)}",
        LetterPart.INTRO: (
            f"Мы, {people(told.included)}, чьи жалобы перечислены в реестре (приложение{NBSP}1), обжалуем {deeds} "
            f"{body.genitive}: по имеющимся у нас сведениям, {reason}."
        ),
        **told_of(told, "этой жалобы", so="Поэтому мы обращаемся в вышестоящий орган."),
        LetterPart.FACTS: facts_sentence(told.facts) or "",
        LetterPart.COLLECTED: _collected(told, "включением в коллективную жалобу"),
        LetterPart.EVIDENCE: "Обстоятельства подтверждаются материалами, перечисленными в приложениях.",
        LetterPart.HARM: harm(told.included),
        LetterPart.ASKED: "\n\n".join(
            (
                f"Обязать {body.accusative} {what_it_owes(earlier, name)}",
                "Рассмотреть по существу вопросы, поставленные в указанном документе",
            )
        ),
        LetterPart.GOOD_FAITH: (
            "Просим при отмене итогов регистрации не ухудшать положение детей, добросовестно получивших ваучеры."
        ),
        LetterPart.REPLY: (
            "Мотивированное решение в установленный законом срок просим направить представителю заявителей на русском "
            "языке по указанному адресу или по электронной почте. О времени и месте заслушивания просим известить "
            "представителя заявителей."
        ),
    }


def _collected(told: Told, agreed_to: str) -> str:
    return (
        f"Всего на портале собрано жалоб на эту регистрацию: {number(told.collected.total)} "
        f"({by_role(told.collected)}). В реестр включены жалобы, авторы которых согласились на портале с их "
        f"{agreed_to}: {number(told.included.total)} ({by_role(told.included)}). Сводка жалоб реестра по основаниям "
        "приведена в таблице; в одной жалобе может быть несколько оснований."
    )


def _how_it_was_held(told: Told) -> str:
    moment = when(told.facts.held_on)
    day = f" {moment}" if moment else ""
    return f"как была проведена{day} регистрация на получение ваучеров {ORDER} на платформе «{told.facts.platform}»"
