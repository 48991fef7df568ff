"""Personal data that is made of digits or Latin signs: IIN, phones, papers, accounts, mail, links, dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from complaints.domain.moderation import PersonalData

Found = tuple[int, int, PersonalData]

GAP: Final = r"[ \t\u00a0\u202f]"
"""A space that does not end the line."""
_DASH: Final = r"\-\u2010-\u2015\u2212"
_BETWEEN: Final = rf"[ \t\u00a0\u202f.()/{_DASH}]{{0,3}}"
_MONTH: Final = (
    r"(?:қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан|"
    r"январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
)
_YEAR_WORD: Final = rf"{GAP}?(?:жыл\w*|ж\.|год[а-я]*|г\.?)"
_DAY: Final = (
    rf"\d{{1,2}}[./{_DASH}]\d{{1,2}}[./{_DASH}]\d{{2,4}}(?:{GAP}?(?:г\.?{GAP}?р\.?|г\.|ж\.|жыл\w*|год\w*))?"
    rf"|\d{{4}}{_YEAR_WORD}{GAP}\d{{1,2}}{GAP}?{_MONTH}"
    rf"|\d{{1,2}}{GAP}?{_MONTH}(?:{GAP}\d{{4}}(?:{_YEAR_WORD}(?!\w))?)?"
    rf"|(?:19|20)\d{{2}}{_YEAR_WORD}(?:{GAP}?(?:рождения|р\.))?"
)
_PAPER: Final = (
    r"куәл[іi]\w*|удостоверени\w*|паспорт\w*|төлқұжат\w*|свидетельств\w*|құжат\w*|удв|"
    r"өт[іi]н[іi][мш]\w*|заявк\w*|заявлени\w*|ваучер\w*|обращени\w*|шарт\w*|договор\w*"
)
_MAIL: Final = rf"(?<![\w.+{_DASH}])[\w.+{_DASH}]{{1,100}}{GAP}?@{GAP}?\w[\w\-]*(?:\.\w[\w\-]*)*\.[A-Za-zА-Яа-я]{{2,}}"
_NETWORK: Final = (
    r"инст[аы]\w*|instagram|insta|тг|телег\w*|telegram|tg|тик-?ток\w*|tiktok|вк|vk|фейсбук\w*|facebook|ник\w{0,4}"
)

_RULES: Final[tuple[tuple[PersonalData, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (PersonalData.EMAIL, _MAIL),
        (PersonalData.LINK, r"(?:https?://|www\.)[^\s<>«»\"]+"),
        (PersonalData.LINK, r"(?<![\w@.\-])(?:[a-z0-9\-]{1,60}\.){1,6}[a-z]{2,10}/[^\s<>«»\"]+"),
        (PersonalData.HANDLE, r"(?<![\w.])@[a-z0-9_.]{3,}"),
        (PersonalData.HANDLE, rf"(?<!\w)(?:{_NETWORK}){GAP}?[:{_DASH}]?{GAP}?"
         rf"(?P<it>(?=[a-z.]*[0-9_])[a-z][\w.]{{3,}})"),
        (PersonalData.DOCUMENT, rf"(?<!\w)[kк][zз]{GAP}?\d\d(?:{GAP}?[0-9a-z]){{14,18}}(?!\w)"),
        (PersonalData.DOCUMENT, rf"(?<![\d.])(?:\d{{4}}[ {_DASH}]?)(?:[\d*xх]{{4}}[ {_DASH}]?){{2}}\d{{4}}(?!\d)"),
        (PersonalData.PHONE, rf"(?<!\d)(?:\+{GAP}?)?[78]{_BETWEEN}[79](?:{_BETWEEN}\d){{9}}(?!\d)"),
        (PersonalData.PHONE, rf"(?<![\d.])\(?7(?:{_BETWEEN}\d){{9}}(?!\d)"),
        (PersonalData.PHONE, rf"(?<!\w)\+{GAP}?[1-69](?:{_BETWEEN}\d){{9,13}}(?!\d)"),
        (
            PersonalData.PHONE,
            rf"(?:тел\w*|нөмір\w*|номер\w*|звон\w*|хабарлас\w*|факс)[.:]?{GAP}*"
            rf"(?P<it>\d{{2,3}}[ {_DASH}]?\d\d[ {_DASH}]?\d\d)(?!\d)",
        ),
        (PersonalData.IIN, r"(?<!\d)\d{12}(?!\d)"),
        (
            PersonalData.IIN,
            rf"(?<![\d.,])\d{{2}}[ {_DASH}]?(?:0[1-9]|1[0-2])(?:[ \u00a0{_DASH}]?\d){{8}}(?!\d)",
        ),
        (PersonalData.IIN, rf"(?:ж\.?с\.?н|б\.?с\.?н|ии+н|бин|iin|bin)\w{{0,4}}[^\w\n]{{0,4}}(?:\w{{1,3}})?{GAP}?"
         rf"(?P<it>\d(?:[ \u00a0{_DASH}]?\d){{7,13}})(?!\d)"),
        (PersonalData.DOCUMENT, rf"(?:{_PAPER})[^\d\n.!?;]{{0,25}}?"
         rf"(?P<it>(?:№|n|no\.?)?{GAP}?[a-zа-я]?\d{{6,}})(?!\d)"),
        (PersonalData.DOCUMENT, rf"(?<!\w)(?:№{GAP}?)?[nн]?\d{{8,}}(?!\w)"),
        (PersonalData.DOCUMENT, rf"(?<!\w)\d{{3}}{GAP}?[a-z]{{2,3}}{GAP}?\d{{2}}(?!\w)"),
    )
)  # fmt: skip
_DATE: Final = re.compile(rf"(?<![\d.:])(?:{_DAY})(?!\d)", re.IGNORECASE)
_BORN_BEFORE: Final = re.compile(
    r"(?:туған|туылған|туылды|рожд[её]н|родил\w+|рождени\w*|д\.?\s?р\.?|туу)[^\d!?;\n]{0,25}$", re.IGNORECASE
)
_BORN_AFTER: Final = re.compile(
    r"^[^\d!?;\n]{0,12}?(?:туған|туылған|туылды|рождени\w|родил|г\.?\s?р(?:\.|\b)|т\.\s?ж)", re.IGNORECASE
)
_BORN_INSIDE: Final = re.compile(r"рождения|г\.?\s?р\.?$|\sр\.$", re.IGNORECASE)
_TAIL: Final = ".,;:!?)»\"'"


def find(text: str) -> Iterator[Found]:
    """Everything of these kinds; an earlier rule keeps its letters from the later ones."""
    rest = text
    for kind, pattern in _RULES:
        found = [_span(match) for match in pattern.finditer(rest)]
        yield from ((start, end, kind) for start, end in found)
        for start, end in found:
            rest = rest[:start] + "_" * (end - start) + rest[end:]
    yield from ((*match.span(), PersonalData.BIRTH_DATE) for match in _DATE.finditer(rest) if _is_of_birth(rest, match))


def _span(match: re.Match[str]) -> tuple[int, int]:
    """What the rule found, without the signs that end the sentence."""
    group = "it" if "it" in match.re.groupindex else 0
    words = match[group].rstrip(_TAIL)
    return match.end(group) - len(match[group].lstrip()), match.start(group) + len(words)


def _is_of_birth(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    return bool(
        _BORN_BEFORE.search(text[max(0, start - 45) : start])
        or _BORN_AFTER.search(text[end : end + 30])
        or _BORN_INSIDE.search(match[0])
    )
