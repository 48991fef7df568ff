"""Where a person lives, learns or sends a child: postal addresses, schools, kindergartens and classes.

A region, a town or a district alone is no personal data here: it leads to thousands. An address begins to lead to a
door with a street, a micro-district or a flat (our choice).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from complaints.domain.moderation import PersonalData
from complaints.moderation.highlighting_numbers import GAP, Found

_CAPITAL: Final = "А-ЯЁӘІҢҒҮҰҚӨҺA-Z"
_NAME: Final = rf"[{_CAPITAL}][\w'’\-]{{0,50}}"
_NAMES: Final = rf"{_NAME}(?:{GAP}{_NAME}){{0,2}}"
_CASE: Final = r"\w{0,8}"
_NUMBER: Final = r"\d{1,4}(?:[а-яa-zА-Я](?!\w))?(?:[/\-]\d{1,4})?(?!\d)"
_SIGN: Final = rf"(?:№|N|номер)?{GAP}?"
_ORDINAL: Final = r"(?:[\s\-]{0,2}(?:ш[іы]|[іы]нш[іы]|[яйюеом]|ой|ей|го|му|ом|ем|ую)(?!\w))?[\s\-]{0,2}"

_STREET: Final = (
    rf"(?i:ул\.|ул\b|пр-?т\.?|просп\.|пер\.){GAP}?(?:{_NAMES}|[\w\-]{{3,}})"
    rf"|(?i:улиц\w{{1,3}}|проспект\w{{0,3}}|бульвар\w{{0,3}}|переул\w+){GAP}(?:{_NAMES}|[\w\-]{{3,}}(?=,?{GAP}\d))"
    rf"|(?<![\w\-])(?:{_NAMES}|[\w\-]{{3,50}}(?={GAP}\w+{GAP}?,?{GAP}?\d)){GAP}(?i:көшес|коше[сc]|көше|даңғыл|тұйығ|бульвары){_CASE}"
)
_MICRO: Final = (
    r"(?i:шағын[\s\-]?ауд\w*|ықшам[\s\-]?аудан\w*|мөлтек[\s\-]?аудан\w*|ш/а|м/а|ш\.а\.?|мкрн?\.?|микрорайон\w*|мк-?н)"
)
_DISTRICT: Final = (
    rf"(?<!\w)\d{{1,3}}{GAP}?[а-яА-Яa-zA-Z]?(?!\w){_ORDINAL}{_MICRO}(?!\w)"
    rf"|{_NAME}{GAP}{_MICRO}(?!\w)"
    rf"|(?<!\w){_MICRO}{GAP}?{_SIGN}(?:{_NUMBER}|«?{_NAME}»?)"
)
_HOUSE_KK: Final = r"(?i:үй(?:де|ден|ге|дің|ді|і|інде|іне|інің|міз)?|корпус\w*)(?!\w)"
_HOUSE: Final = (
    rf"(?<!\w)(?i:дом\w{{0,2}}|д\.|үй|уй|корпус|корп\.|блок){GAP}?{_SIGN}{_NUMBER}"
    rf"|(?<!\w){_NUMBER}{_ORDINAL}(?:{_HOUSE_KK}|(?i:дом(?:е|а)?)(?!\w))"
)
_FLAT: Final = (
    rf"(?<!\w)(?i:кв\.?|квартир\w+|пәтер\w*|патер\w*){GAP}?{_SIGN}\d{{1,4}}(?!\d)"
    rf"|(?<!\w)\d{{1,4}}{_ORDINAL}(?:(?i:пәтер\w*|патер\w*|квартир\w*)|(?i:кв)\b(?!\.?{GAP}?м))"
)
_TOWN: Final = (
    rf"(?<!\w)(?:(?i:г\.|гор\.|город|қ\.|п\.|пос\.|с\.|село|аул){GAP}?{_NAMES}|{_NAME}{GAP}(?i:қаласы|қ\.|ауылы|кенті)"
    rf"|{_NAME}(?=,))"
)
_PARTS: Final = re.compile(
    rf"(?P<street>{_STREET})|(?P<district>{_DISTRICT})|(?P<flat>{_FLAT})|(?P<house>{_HOUSE})|(?P<town>{_TOWN})"
    rf"|(?P<number>(?<!\w){_NUMBER})"
)  # fmt: skip
_ANCHORS: Final = frozenset({"street", "district"})
_JOINT: Final = re.compile(r"[ \t\u00a0,;:.\-–]{0,3}")
_NUMBER_ENDS_ADDRESS: Final = re.compile(rf"{GAP}?(?:[,.;:!?)\n]|$|(?:мекен|тұр|адрес))")

_KIND: Final = (
    r"(?i:мектеп|мектеб|мектебі|гимнази|лице[йя]|балабақша|балабакша|бөбекжай|бөбекжа|"
    r"школ|садик|детсад|детск\w+ сад|д/с|сад(?!\w)|сад[уеа](?!\w)|колледж|интернат)\w*"
)
_KIND_TAIL: Final = r"(?:[\s\-]{1,2}(?i:гимнази|лице|интернат|балабақша|школ)\w*)?"
_MANY: Final = r"(?!(?i:школ(?:ах|ам|ами)?|сад(?:ах|ов|ам|иков|иках)|садик(?:ов|ах)|гимназий|лицеев)(?!\w))"
_ADJECTIVE: Final = r"(?:(?i:орта|негізгі|бастауыш|жалпы білім беретін|средн\w+|начальн\w+|общеобразовательн\w+)\s)?"
_NOT_A_COUNT: Final = (
    r"(?!\d|\s?(?i:час|дн|раз|лет|год|мин|сағ|күн|рет|жыл|адам|чел|бала|реб|дет|ата-ана|родит|класс|сынып)|:|\.\d)"
)
_LETTER: Final = rf"[«\"“]?{GAP}?[{_CAPITAL}]{GAP}?[»\"”]?"
_CLASS: Final = rf"(?:[1-9]|1[01])[\s\-]?{_LETTER}"
_SCHOOL: Final = re.compile(
    rf"(?<!\w)(?:№{GAP}?)?\d{{1,3}}{_ORDINAL}{_ADJECTIVE}{_MANY}{_KIND}{_KIND_TAIL}"
    rf"|(?<!\w){_ADJECTIVE}(?:{_KIND}{_KIND_TAIL}|(?:К?ГУ )?[СОШ]{{2,3}}|ЯСШ){GAP}?"
    rf"(?:(?i:№|N|номер\w*){GAP}?\d{{1,3}}|\d{{1,3}}{_NOT_A_COUNT})"
    rf"|(?<!\w){_KIND}\s[«\"“][^»\"”\n]{{2,40}}[»\"”](?:{GAP}?№{GAP}?\d{{1,3}})?"
    rf"|[«\"“][^»\"”\n]{{2,40}}[»\"”]\s(?:№{GAP}?\d{{1,3}}|{_KIND})"
    rf"|{_NAMES}\s(?i:атындағы|атынд\.)\s(?:№{GAP}?\d{{1,3}}\s)?{_ADJECTIVE}{_KIND}{_KIND_TAIL}"
    rf"|(?<!\w){_KIND}\s(?i:имени|им\.){GAP}?{_NAMES}"
    rf"|(?<!\w){_CLASS}(?:\s?(?:,|(?i:и|және|мен))\s?{_CLASS})*\s?(?i:сынып|сыныб|класс|кл\.)\w*"
    rf"|(?<!\w)(?:[1-9]|1[01])\s?[«\"“][{_CAPITAL}][»\"”]"
)  # fmt: skip


def find(text: str) -> Iterator[Found]:
    schools = [match.span() for match in _SCHOOL.finditer(text)]
    yield from ((start, end, PersonalData.SCHOOL) for start, end in schools)
    for start, end in schools:
        text = text[:start] + "_" * (end - start) + text[end:]
    yield from ((*span, PersonalData.ADDRESS) for span in _addresses(text))


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Runs of parts with nothing but a comma between them, if one of them leads to a door."""
    run: list[re.Match[str]] = []
    for part in _PARTS.finditer(text):
        if run and not _JOINT.fullmatch(text, run[-1].end(), part.start()):
            yield from _address(text, run)
            run = []
        run.append(part)
    yield from _address(text, run)


def _address(text: str, run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    while run and run[-1].lastgroup == "town":
        run = run[:-1]
    while run and (run[-1].lastgroup == "number" and not _NUMBER_ENDS_ADDRESS.match(text, run[-1].end())):
        run = run[:-1]
    while run and run[0].lastgroup == "number":
        run = run[1:]
    kinds = {part.lastgroup for part in run}
    if kinds & _ANCHORS or {"house", "flat"} <= kinds or {"town", "flat"} <= kinds:
        yield run[0].start(), run[-1].end()
