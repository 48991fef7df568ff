"""The values that a printed text names, whatever its language: numbers and dates, taken from the words themselves."""

from __future__ import annotations

import re
from collections import Counter

from complaints.domain.complaint import LetterLanguage

KAZAKH = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"
RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
MONTHS = {LetterLanguage.KK: KAZAKH.split(), LetterLanguage.RU: RUSSIAN.split()}
PAGE_NUMBERS = {
    LetterLanguage.KK: r"(?:1-қосымша, )?\d+ беттің \d+-беті",
    LetterLanguage.RU: r"(?:приложение 1, )?страница \d+ из \d+",
}
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*(?:-[VIXLC]+\b)?")
"""Also «1,5», «12.04.2025» and the number of an act, «350-VI»."""


def values_in(text: str, language: LetterLanguage) -> Counter[str]:
    """How often each number and each month of a date stands there; the numbers of the pages are left out."""
    text = re.sub(PAGE_NUMBERS[language], " ", " ".join(text.split()))
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", "", text)
    months = {f"month {place}": month for place, month in enumerate(MONTHS[language], start=1)}
    dates = Counter({name: len(re.findall(rf"\d {month}", text)) for name, month in months.items()})
    return Counter(NUMBER.findall(text)) + dates
