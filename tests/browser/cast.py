"""The people of the whole case: twelve parents, three providers, two who ask for a group, and those who work on it.

All are invented; addresses are at example.com, phones those of the samples.
"""

from __future__ import annotations

from typing import Final

from tests.browser.walking import Person

PASSWORD: Final = "a long example password"
OPERATOR: Final = "operator-of-case@example.com"
OWNER: Final = "owner-of-case@example.com"
DECLINED: Final = "declined-of-case@example.com"
EDITOR: Final = "editor-of-case@example.com"
READER: Final = "reader-of-case@example.com"
MODERATOR: Final = "moderator-of-case@example.com"
OFFICIAL: Final = "official-of-case@example.com"
WRONG_OFFICIAL: Final = "wrong-official-of-case@example.com"
JOINER: Final = "joiner-of-case@example.com"
LEAVER: Final = "leaver-of-case@example.com"

_NAMES: Final = (
    "Әбдіғалиева Гүлнұр Қайратқызы",
    "Һашимов Өмірбек Іліясұлы",
    "Ли Ольга Викторовна",
    "Ұзақбаев Марат Ңұрланұлы",
    "Өтегенова Жанар Серікқызы",
    "Касымов Данияр Серикулы",
    "Қалиева Үміт Ғаниқызы",
    "Иванова Мария Петровна",
    "Ыбыраев Һамит Қуанышұлы",
    "",  # tells what happened without a name
    "Мұқанова Әсел Ғаниқызы",
    "Оразбек Илья Тимурович",
    "Қожахметов Ғани Серікұлы",
    "Бекмұханбетова Күлән Сапарқызы",
    "Жұмабай Ақниет Сағынтайұлы",
)


def filers() -> list[Person]:
    """In the order of filing. The fourth does not agree to a collective complaint, the tenth gives no name, the
    twelfth has a phone only, the last three are providers; the third mistypes the IIN at first.
    """
    return [_filer(place, name) for place, name in enumerate(_NAMES, start=1)]


def _filer(place: int, name: str) -> Person:
    is_provider = place > 12
    return Person(
        name=name,
        lang="kk" if place % 2 else "ru",
        javascript=place % 4 < 2,
        role="provider" if is_provider else "parent",
        email="" if place in (10, 12) else f"case{place}@example.com",
        phone="8 701 000 00 01" if place in (10, 12) else "",
        organisation="«Үлгі үйірме» ЖШС" if is_provider else "",
        grounds=("SHORT_NOTICE", "PLACES_UNEVEN") if is_provider else ("SHORT_NOTICE", "SOLD_OUT_FAST"),
        demands=("REPEAT_ROUND", "PUBLISH_LOGS") if place % 3 else ("REPEAT_ROUND",),
        narrative=(
            f"Хабарландыруды кеш көрдік, орын қалмаған еді. Бұл {place}-шағым."
            if place % 2
            else f"Объявление увидели поздно, мест уже не было. Это жалоба {place}."
        ),
        agrees=place != 4,
        publishes=place == 1,
        more={"iin": "560412101011"} if place == 3 else {},
    )
