"""Kazakh phrases of the letter that depend on values: dates, spans of time, numbers, who complains.

Written for themselves, not translated from the Russian ones: Kazakh keeps the singular after a number and puts the
verb last. No suffix is ever added to a number or a name; the words that need one stand after it. Months with their
endings are a closed list. For a native lawyer to read before real use.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from complaints.domain.rounds import DurationFact, Span
from complaints.phrases.values import RoleCounts, RoundFacts

NBSP: Final = "\u00a0"
MONTHS: Final = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
    "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
)  # fmt: skip
MONTHS_LOCATIVE: Final = (
    "қаңтарда", "ақпанда", "наурызда", "сәуірде", "мамырда", "маусымда",
    "шілдеде", "тамызда", "қыркүйекте", "қазанда", "қарашада", "желтоқсанда",
)  # fmt: skip
HOUR: Final = 60
DAY: Final = 24 * HOUR


def number(value: int) -> str:
    """Groups of three from five digits up: 3500, 12 000."""
    return str(value) if value < 10_000 else f"{value:,}".replace(",", NBSP)


def day(value: date) -> str:
    """Official style: «2025 жылғы 29 наурыз»."""
    return f"{_year(value)} {_day_of_month(value, MONTHS)}"


def when(held_on: Span[date]) -> str | None:
    """Before «өткізілген»: «2025 жылғы 29 наурызда», «2025 жылғы 28 немесе 29 наурызда». None: not known."""
    first, last = held_on.earliest, held_on.latest
    if first is None:
        return None if last is None else f"{_year(last)} {_day_of_month(last, MONTHS_LOCATIVE)} немесе одан бұрын"
    if last is None:
        return f"{_year(first)} {_day_of_month(first, MONTHS_LOCATIVE)} немесе одан кейін"
    if first == last:
        return f"{_year(first)} {_day_of_month(first, MONTHS_LOCATIVE)}"
    if last - first == timedelta(days=1):
        return f"{_shorter(first, last, MONTHS_LOCATIVE)} немесе {_longer(first, last, MONTHS_LOCATIVE)}"
    joint = "–" if (first.year, first.month) == (last.year, last.month) else " – "
    return f"{_shorter(first, last, MONTHS)}{joint}{_longer(first, last, MONTHS)} аралығында"


def _year(value: date) -> str:
    return f"{value.year}{NBSP}жылғы"


def _day_of_month(value: date, months: tuple[str, ...]) -> str:
    return f"{value.day}{NBSP}{months[value.month - 1]}"


def _shorter(first: date, last: date, months: tuple[str, ...]) -> str:
    """The year and the first day, without the month that the last day repeats."""
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{_year(first)} {first.day if same_month else _day_of_month(first, months)}"


def _longer(first: date, last: date, months: tuple[str, ...]) -> str:
    """The last day, with its year only when it is another one."""
    in_month = _day_of_month(last, months)
    return in_month if first.year == last.year else f"{_year(last)} {in_month}"


def span_of_time(minutes: int) -> str:
    """«7 минут», «1,5 сағат», «1 сағат 20 минут», «2 күн»."""
    if minutes >= 2 * DAY and minutes % DAY == 0:
        return f"{minutes // DAY}{NBSP}күн"
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest}{NBSP}минут"
    if rest == HOUR // 2:
        return f"{hours},5{NBSP}сағат"
    return f"{hours}{NBSP}сағат {rest}{NBSP}минут" if rest else f"{hours}{NBSP}сағат"


def lasting(fact: DurationFact | None) -> str | None:
    """Before «бұрын» or «ішінде»: «1,5 сағат», «кемінде 1 сағат, ең көбі 1,5 сағат». None: not known."""
    if fact is None:
        return None
    low, high = fact.low_minutes, fact.high_minutes
    if low is not None and low == high:
        return span_of_time(low) if low else f"1{NBSP}минуттан аз уақыт"
    bounds = [f"кемінде {span_of_time(low)}"] if low else []
    bounds += [f"ең көбі {span_of_time(high)}"] if high is not None else []
    return ", ".join(bounds) or None


def places(span: Span[int]) -> str | None:
    """«3500», «3000–3500 аралығында», «кемінде 3000», or None when not known."""
    low, high = span.earliest, span.latest
    if low is None:
        return None if high is None else f"ең көбі {number(high)}"
    if high is None:
        return f"кемінде {number(low)}"
    return number(low) if low == high else f"{number(low)}–{number(high)} аралығында"


def facts_sentence(facts: RoundFacts) -> str | None:
    """One sentence of all that is known about the round, worded as an allegation; None when nothing is."""
    clauses = []
    notice, offered, sold_out = lasting(facts.notice), places(facts.places), lasting(facts.sold_out)
    if notice:
        clauses.append(f"тіркеу туралы хабарландыру ол басталардан {notice} бұрын жарияланды")
    if offered:
        clauses.append(f"орын саны – {offered}" + (f", барлық орын {sold_out} ішінде таусылды" if sold_out else ""))
    elif sold_out:
        clauses.append(f"барлық орын {sold_out} ішінде таусылды")
    if facts.was_edited:
        clauses.append("хабарландыру жарияланғаннан кейін өзгертілді")
    return f"Бізде бар мәліметтерге сәйкес, {'; '.join(clauses)}." if clauses else None


def held(facts: RoundFacts) -> str:
    """«2025 жылғы 28 немесе 29 наурызда өткізілген», or nothing but the participle when the day is not known."""
    moment = when(facts.held_on)
    return f"{moment} өткізілген" if moment else "өткізілген"


def people(counts: RoleCounts) -> str:
    """Who complains, in the nominative."""
    counts = counts.or_both()
    parents = "ата-аналар (балалардың заңды өкілдері)" if counts.parents else ""
    providers = "өнім берушілер" if counts.providers else ""
    return " және ".join(filter(None, (parents, providers)))


def people_ablative(counts: RoleCounts) -> str:
    """After the region's genitive: «ата-аналары мен өнім берушілерінен»."""
    counts = counts.or_both()
    if counts.parents and counts.providers:
        return "ата-аналары мен өнім берушілерінен"
    return "ата-аналарынан" if counts.parents else "өнім берушілерінен"


def people_genitive(counts: RoleCounts) -> str:
    """After the region's genitive and before «өкілінен»: «ата-аналары мен өнім берушілерінің»."""
    counts = counts.or_both()
    if counts.parents and counts.providers:
        return "ата-аналары мен өнім берушілерінің"
    return "ата-аналарының" if counts.parents else "өнім берушілерінің"


def by_role(counts: RoleCounts) -> str:
    return f"ата-аналардан{NBSP}– {number(counts.parents)}, өнім берушілерден{NBSP}– {number(counts.providers)}"


def harm(counts: RoleCounts) -> str:
    """Which rights are touched, for those who complain."""
    counts = counts.or_both()
    parents = "балалар тегін сабақтарға қатысудың тең мүмкіндігінен" if counts.parents else ""
    providers = "өнім берушілер тең жағдайда қатысу мүмкіндігінен" if counts.providers else ""
    return f"Біздің пікірімізше, {', '.join(filter(None, (parents, providers)))} айырылды."
