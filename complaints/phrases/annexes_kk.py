"""What the annexes of a group's document say in Kazakh: titles, heads of columns, sentences above the tables.

Written for themselves, as the letters: no suffix hangs on a number. For a native lawyer to read before real use.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from complaints.domain.complaint import Role
from complaints.domain.petition import PetitionKind
from complaints.domain.rounds import DurationFact, SaidBy
from complaints.phrases import kk
from complaints.phrases.kk import NBSP, by_role, day, number
from complaints.phrases.values import RoleCounts

TO_DOCUMENT: Final[Mapping[PetitionKind, str]] = MappingProxyType(
    {
        PetitionKind.COMPLAINT: "ұжымдық шағымға",
        PetitionKind.APPEAL: "ұжымдық жолданымға",
        PetitionKind.SUPERIOR_COMPLAINT: "жоғары тұрған органға берілген шағымға",
        PetitionKind.INFORMATION_REQUEST: "сұрау салуға",
    }
)
REGISTER: Final = "Шағымдар тізілімі"
SIGNATURES: Final = "Қойылған қолдар мен келісімдер"
EVIDENCE: Final = "Дәлелдемелер"
TIMELINE: Final = "Оқиғалар барысы және салыстыру"
LIST: Final = "Барлық қосымшадағы нөмірлер тізбесі"
SIGNED: Final = "Қағаз парақтарға қол қойғандар"
AGREED: Final = "Порталда келісім берген, бірақ қол қоймағандар"

PLACE: Final = "№"
NUMBER: Final = "Шағым нөмірі"
ANY_NUMBER: Final = "Нөмірі"
PERSON: Final = "Тегі, аты, әкесінің аты (бар болса); ЖСН (БСН) (бар болса)"
ADDRESS: Final = "Пошталық мекенжайы"
LOCALITY: Final = "Елді мекен"
OTHER_LOCALITY: Final = "басқа"
GROUNDS: Final = "Негіздер"
TEXT: Final = "Жарияланған мәтін"
AGREED_ON: Final = "Келісім күні"
SHEET: Final = "Нұсқа/парақ/жол"
SIGNED_ON: Final = "Қол қойылған күні"
SIGNATURE: Final = "Қолы"
FILE: Final = "Файл"
HASH: Final = "Бастапқы файлдың бақылау сомасы (SHA-256)"
CAPTURED: Final = "Алынған уақыты"
BY: Final = "Кім қоса берген"
IIN: Final = "ЖСН"
BIN: Final = "БСН"
NO_ROWS: Final = "Жоқ."
NO_DAY: Final = "көрсетілмеген"
GONE: Final = "тізімнен шығарылған"
UNKNOWN: Final = "белгісіз"
ROLES: Final[Mapping[Role, str]] = MappingProxyType({Role.PARENT: "ата-ана", Role.PROVIDER: "өнім беруші"})
SAID_BY: Final[Mapping[SaidBy, str]] = MappingProxyType(
    {
        SaidBy.AUTHORITY: "органның айтуынша",
        SaidBy.DOCUMENT: "құжат бойынша",
        SaidBy.FILERS: "арыз иелерінің айтуынша",
        SaidBy.PRESS: "БАҚ хабарлауынша",
        SaidBy.ESTIMATE: "біздің бағалауымызша",
    }
)


def mark(kind: PetitionKind, dated_on: date, place: int) -> tuple[str, ...]:
    """The two lines at the top right of an annex."""
    return (f"{day(dated_on)} күнгі", f"{TO_DOCUMENT[kind]} {place}-қосымша")


def foot(place: int) -> str:
    """With {number} and {total} for the pages of the annex."""
    return f"{place}-қосымша, {{total}} беттің {{number}}-беті"


def register_notes(kind: PetitionKind, included: RoleCounts) -> tuple[str, ...]:
    agreed_to = "мемлекеттік органға бірге беруге" if kind is PetitionKind.APPEAL else "осы құжатқа қосуға"
    return (
        f"Авторлар өз шағымдарын {agreed_to} порталда келісім берді. Келісім порталда берілген, қол қойылмаған.",
        f"Барлық шағым – {number(included.total)} ({by_role(included)}).",
    )


def signed_notes(count: int) -> tuple[str, ...]:
    attached = " Қол қою парақтары қоса беріледі." if count else ""
    return (f"Қол қойғандардың жалпы саны – {number(count)}.{attached}",)


def agreed_notes(authors: int, joined: int, versions: Mapping[int, int]) -> tuple[str, ...]:
    """`versions`: how many of those who joined agreed to the text of each version."""
    by_version = "; ".join(f"{which}-нұсқа{NBSP}– {number(count)}" for which, count in sorted(versions.items()))
    to_texts = (f"Қосылғандардың саны, келісім берген мәтініне қарай: {by_version}.",) if versions else ()
    return (
        f"Порталда келісім бергендердің жалпы саны – {number(authors + joined)}, оның ішінде шағым авторлары – "
        f"{number(authors)}, өз шағымын бермей қосылғандар – {number(joined)}. Порталда берілген келісім қойылған қол "
        "болып есептелмейді; құжат тапсырылғанға дейін «Қолы» бағанына қол қоюға болады.",
        *to_texts,
    )


def version(which: int) -> str:
    return f"{which}-нұсқа"


def evidence_notes(count: int) -> tuple[str, ...]:
    return (
        f"Тізілімдегі шағымдарға қоса берілген файлдар саны – {number(count)}. Бастапқы файлдар өзгертілмей сақталады; "
        "бақылау сомасы арқылы файлдың өзгермегенін тексеруге болады.",
    )


def list_note(list_sha256: str) -> str:
    return f"Тізбенің бақылау сомасы (SHA-256), барлық дана үшін бірдей: {list_sha256}"


def size(size_bytes: int) -> str:
    """«512 КБ», «1,4 МБ»."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))}{NBSP}КБ"
    return f"{size_bytes / 1_000_000:.1f}{NBSP}МБ".replace(".", ",")


def lasting(fact: DurationFact | None) -> str:
    """«7 минут», «кемінде 5 минут, ең көбі 9 минут», «белгісіз»: in a cell of a table."""
    return kk.lasting(fact) or UNKNOWN
