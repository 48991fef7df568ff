"""Names of people. The library airlock_pii knows given names, endings and the words around them; this module adds what
people type in complaints and it does not know: names without capitals, Kazakh endings, kin, and «мені ... деп атайды».

With the library the corpus of the tests finds names that no short list of endings would (`Сауле`, `Ким Ольги`); it is
pure Python without dependencies, and stays behind `find`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from airlock_pii import EntityType, detect

from complaints.domain.moderation import PersonalData
from complaints.moderation.highlighting_numbers import GAP, Found

_CAPITAL: Final = "А-ЯЁӘІҢҒҮҰҚӨҺ"
_SMALL: Final = "а-яёәіңғүұқөһ"
_LETTER: Final = _CAPITAL + _SMALL
_WORD: Final = re.compile(rf"[{_LETTER}]+(?:-[{_LETTER}]+)*")
_PATRONYMIC: Final = (
    rf"(?i:[{_LETTER}]{{3,40}}(?:қызы|ұлы|кызы|улы|қызын|ович|евич|овн[аыуео]й?|евн[аыуео]й?|иничн[аыуе]|ильичн[аыуе])"
    rf"(?:[{_SMALL}]{{0,4}}))(?!\w)"
)
_SURNAME_KK: Final = (
    rf"[{_CAPITAL}][{_SMALL}]{{2,40}}(?:[её]в|ов|ин)а?"
    rf"(?:(?:т[аеы]р|л[ае]р|д[ае]р)?(?:[ндт][ыі]ң|[ғгқкн][ае]|[дтн][аыеі]н?|[пбм]ен|)|)(?!\w)"
)
_INITIALS: Final = (
    rf"[{_CAPITAL}]\.{GAP}?(?:[{_CAPITAL}]\.{GAP}?)?[{_CAPITAL}][{_SMALL}]{{2,}}"
    rf"|[{_CAPITAL}][{_SMALL}]{{2,}}{GAP}[{_CAPITAL}]\.(?:{GAP}?[{_CAPITAL}]\.)?"
)
_ANY_NAME: Final = rf"[{_LETTER}]{{3,}}"
_CAPITAL_NAME: Final = rf"[{_CAPITAL}][{_LETTER}]{{2,}}(?:{GAP}[{_CAPITAL}][{_LETTER}]{{2,}}){{0,2}}"
_CALLED: Final = (
    rf"(?i:меня зовут|мое имя|моё имя|моя фамилия|по имени|(?<!\w)фио|менің атым|(?<!\w)атым|есімім|"
    rf"фамилиям|аты-жөнім|тегім|(?<!\w)есімі|по фамилии|зовут){GAP}?[:\-–—]?{GAP}?"
    rf"(?P<it>{_ANY_NAME}(?:{GAP}(?=[{_CAPITAL}]|{_PATRONYMIC}){_ANY_NAME}){{0,2}})"
)
_KIN: Final = (
    rf"(?<!\w)(?i:ұлым|қызым|балам|сын|сына|сыну|сыном|доч[ькейри]+|дочка|внук|внучка|немере\w{{2,4}}|жиен\w{{2,4}}|"
    rf"әпке\w{{1,2}}|іні\w|сіңл[іi]\w|қайын\w+|жолдас\w{{2}}|күйеу\w{{1,2}}|муж|мужа|жена|жены|сестра|брат|соседк\w{{1,2}}|"
    rf"сосед\w{{0,2}}|көрш\w{{2,5}}|подруг\w{{1,2}}|құрбы\w{{1,2}}|тренер\w{{0,3}}|апай\w{{0,5}}|ағай\w{{0,3}}|мұғалім\w*|"
    rf"учител\w+|воспитател\w+|методист\w{{0,2}}|сотрудни\w+|директор\w{{0,4}}|басшы\w{{0,3}}|маман\w{{0,3}}|менеджер\w{{0,3}}|оператор\w{{0,3}}|ип|жк){GAP}"
    rf"(?P<it>{_CAPITAL_NAME})"
)
_SAID_OF: Final = rf"(?P<it>{_CAPITAL_NAME}){GAP}(?i:деген|есімді|атты){GAP}(?i:\w+)"
_RULES: Final = tuple(
    re.compile(pattern) for pattern in (rf"(?<!\w)(?:{_INITIALS})", rf"(?<!\w){_SURNAME_KK}", _CALLED, _KIN, _SAID_OF)
)
_PATRONYMICS: Final = re.compile(rf"(?<![\w\-]){_PATRONYMIC}")
_SMALL_SURNAME: Final = re.compile(rf"[{_SMALL}]{{2,}}(?:[её]в|ов|[иы]н)(?:а|ой|у|ым|ой|[ғқ]а|[гк]е|[тн][ыі]ң)?")
_INSTITUTION_AFTER: Final = re.compile(
    rf"\w*{GAP}(?i:атындағы|атынд|облы|обл\.|аудан|қала|ауыл|көше|мәдениет үй|орталығы «|өзен|тау(?!\w))"
)
_INSTITUTION_BEFORE: Final = re.compile(
    r"(?i:(?<!\w)(?:им\.|имени|область|области|областью|обл\.|районе?|района|город|города|городе|г\.|аул|село|селе|"
    r"ул\.|улиц\w+))\s?$"
)
_PLACES: Final = re.compile(
    r"(?i:ақтау|актау|жаңаөзен|жанаозен|бейнеу|маңғыстау|мангистау|мангыстау|алматы|астан|шымкент|түркістан|туркестан|"
    r"жетісу|жетысу|мұнайлы|мунайл|қарақия|каракия|түпқараған|тупкараган|құрық|курык|шетпе|форт|шевченко|боранқұл|"
    r"атырау|ақтөбе|актобе|қызылорда|кызылорда|қостанай|костанай|павлодар|семей|тараз|орал|уральск|қарағанды|караганд|"
    r"қазақстан|казахстан|егов|наурыз)\w*"
)


def find(text: str) -> Iterator[Found]:
    """Names of people in the text; a name of a place or of an institution is left out."""
    spans = [*_by_library(text), *_by_rules(text), *_without_capitals(text)]
    for start, end in (_whole_words(text, *span) for span in spans):
        if not _is_of_a_place(text, start, end):
            yield start, end, PersonalData.NAME


def _by_library(text: str) -> Iterator[tuple[int, int]]:
    for entity in detect(text, types=EntityType.PERSON):
        yield entity.start, entity.end


def _by_rules(text: str) -> Iterator[tuple[int, int]]:
    for rule in _RULES:
        for match in rule.finditer(text):
            yield match.span("it" if "it" in rule.groupindex else 0)


def _without_capitals(text: str) -> Iterator[tuple[int, int]]:
    """Given names and surnames typed in small letters, asked of the library one word at a time with a capital; a
    patronymic with the word before it.
    """
    for match in _PATRONYMICS.finditer(text):
        yield match.span()
    small = [match for match in _WORD.finditer(text) if match[0].islower() and len(match[0]) > 3]
    known = _known({match[0] for match in small})
    for place, match in enumerate(small):
        if match[0] in known:
            yield match.span()
            beside = small[max(0, place - 1) : place + 2]
            yield from (near.span() for near in beside if _is_surname_beside(text, match, near))


def _is_surname_beside(text: str, given: re.Match[str], near: re.Match[str]) -> bool:
    between = text[min(given.end(), near.end()) : max(given.start(), near.start())]
    return between in {" ", "\u00a0"} and _SMALL_SURNAME.fullmatch(near[0]) is not None


def _known(words: set[str]) -> set[str]:
    """Those of the words that the library takes for a name by themselves."""
    listed = sorted(words)
    sheet = "".join(f"{word.capitalize()}.\n" for word in listed)
    starts = {entity.start for entity in detect(sheet, types=EntityType.PERSON)}
    known, place = set(), 0
    for word in listed:
        if place in starts:
            known.add(word)
        place += len(word) + 2
    return known


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a word cut in two: a Kazakh ending belongs to the name."""
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return start, end


def _is_of_a_place(text: str, start: int, end: int) -> bool:
    return bool(
        _PLACES.fullmatch(text, start, end)
        or _INSTITUTION_AFTER.match(text, end)
        or _INSTITUTION_BEFORE.search(text[max(0, start - 20) : start])
    )
