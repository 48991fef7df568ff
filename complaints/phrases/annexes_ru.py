"""What the annexes of a group's document say in Russian: titles, heads of columns, sentences above the tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from complaints.domain.complaint import Role
from complaints.domain.petition import PetitionKind
from complaints.domain.rounds import DurationFact, SaidBy
from complaints.phrases.ru import DAY, HOUR, NBSP, by_role, day, number, plural
from complaints.phrases.values import RoleCounts

TO_DOCUMENT: Final[Mapping[PetitionKind, str]] = MappingProxyType(
    {
        PetitionKind.COMPLAINT: "к коллективной жалобе",
        PetitionKind.APPEAL: "к коллективному обращению",
        PetitionKind.SUPERIOR_COMPLAINT: "к жалобе в вышестоящий орган",
        PetitionKind.INFORMATION_REQUEST: "к запросу",
    }
)
REGISTER: Final = "Реестр жалоб"
SIGNATURES: Final = "Подписи и согласия"
EVIDENCE: Final = "Доказательства"
TIMELINE: Final = "Хронология и сопоставления"
LIST: Final = "Перечень номеров во всех приложениях"
SIGNED: Final = "Подписали на бумажных листах"
AGREED: Final = "Согласились на портале, не подписывали"

PLACE: Final = "№"
NUMBER: Final = "Номер жалобы"
ANY_NUMBER: Final = "Номер"
PERSON: Final = "Фамилия, имя, отчество (при наличии); ИИН (БИН) при наличии"
ADDRESS: Final = "Почтовый адрес"
LOCALITY: Final = "Населённый пункт"
OTHER_LOCALITY: Final = "другой"
GROUNDS: Final = "Основания"
TEXT: Final = "Опубликованный текст"
AGREED_ON: Final = "Дата согласия"
SHEET: Final = "Версия/лист/строка"
SIGNED_ON: Final = "Дата подписи"
SIGNATURE: Final = "Подпись"
FILE: Final = "Файл"
HASH: Final = "SHA-256 исходного файла"
CAPTURED: Final = "Получен"
BY: Final = "Кто приложил"
IIN: Final = "ИИН"
BIN: Final = "БИН"
NO_ROWS: Final = "Нет."
NO_DAY: Final = "не указана"
GONE: Final = "исключён из списка"
UNKNOWN: Final = "неизвестно"
ROLES: Final[Mapping[Role, str]] = MappingProxyType({Role.PARENT: "родитель", Role.PROVIDER: "поставщик"})
SAID_BY: Final[Mapping[SaidBy, str]] = MappingProxyType(
    {
        SaidBy.AUTHORITY: "по словам органа",
        SaidBy.DOCUMENT: "по документу",
        SaidBy.FILERS: "по словам заявителей",
        SaidBy.PRESS: "по сообщениям СМИ",
        SaidBy.ESTIMATE: "по нашей оценке",
    }
)


def mark(kind: PetitionKind, dated_on: date, place: int) -> tuple[str, ...]:
    """The two lines at the top right of an annex."""
    return (f"Приложение{NBSP}{place}", f"{TO_DOCUMENT[kind]} от {day(dated_on)}")


def foot(place: int) -> str:
    """With {number} and {total} for the pages of the annex."""
    return f"приложение {place}, страница {{number}} из {{total}}"


def register_notes(kind: PetitionKind, included: RoleCounts) -> tuple[str, ...]:
    agreed_to = "совместной передачей" if kind is PetitionKind.APPEAL else "включением в этот документ"
    return (
        f"Авторы согласились на портале с {agreed_to} своих жалоб. Согласие дано на портале, без подписи.",
        f"Всего жалоб: {number(included.total)} ({by_role(included)}).",
    )


def signed_notes(count: int) -> tuple[str, ...]:
    attached = " Подписные листы прилагаются." if count else ""
    return (f"Всего подписали: {number(count)}.{attached}",)


def agreed_notes(authors: int, joined: int, versions: Mapping[int, int]) -> tuple[str, ...]:
    """`versions`: how many of those who joined agreed to the text of each version."""
    by_version = "; ".join(f"версия {which}{NBSP}– {number(count)}" for which, count in sorted(versions.items()))
    to_texts = (f"Присоединившиеся согласились с текстами: {by_version}.",) if versions else ()
    return (
        f"Всего согласились на портале: {number(authors + joined)}, в том числе авторы жалоб{NBSP}– {number(authors)}, "
        f"присоединившиеся без собственной жалобы{NBSP}– {number(joined)}. Согласие на портале не является подписью; "
        "в графе «Подпись» можно подписать до подачи.",
        *to_texts,
    )


def version(which: int) -> str:
    return f"версия {which}"


def evidence_notes(count: int) -> tuple[str, ...]:
    files = plural(count, "файл", "файла", "файлов")
    return (
        f"К жалобам реестра приложены: {number(count)} {files}. Исходные файлы хранятся без изменений; контрольная "
        "сумма позволяет проверить, что файл не изменён.",
    )


def list_note(list_sha256: str) -> str:
    return f"Контрольная сумма перечня (SHA-256), одна для всех экземпляров: {list_sha256}"


def size(size_bytes: int) -> str:
    """«512 КБ», «1,4 МБ»."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))}{NBSP}КБ"
    return f"{size_bytes / 1_000_000:.1f}{NBSP}МБ".replace(".", ",")


def lasting(fact: DurationFact | None) -> str:
    """«7 мин», «не менее 5 мин, не более 9 мин», «неизвестно»: in a cell of a table."""
    if fact is None:
        return UNKNOWN
    low, high = fact.low_minutes, fact.high_minutes
    if low is not None and low == high:
        return _minutes(low) if low else "менее 1 минуты"
    bounds = [f"не менее {_minutes(low)}"] if low else []
    bounds += [f"не более {_minutes(high)}"] if high is not None else []
    return ", ".join(bounds) or UNKNOWN


def _minutes(minutes: int) -> str:
    """Abbreviated, so that no case is needed: «1,5 ч», «1 ч 20 мин», «2 сут.»; the same figures as in Kazakh."""
    hours, rest = divmod(minutes, HOUR)
    if minutes >= 2 * DAY and minutes % DAY == 0:
        return f"{minutes // DAY}{NBSP}сут."
    if hours and rest == HOUR // 2:
        return f"{hours},5{NBSP}ч"
    parts = [f"{hours}{NBSP}ч" if hours else "", f"{rest}{NBSP}мин" if rest or not hours else ""]
    return NBSP.join(filter(None, parts))
