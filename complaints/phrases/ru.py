"""Russian phrases of the letter that depend on values: dates, spans of time, numbers, who complains.

Whole sentences without values are in templates/documents. Numbers stand after a dash or colon where possible, so that
few plurals are needed; where one is, Russian has three forms. Structure after domain reference "Parts of a collective
complaint" (Code arts. 22, 63, 91, 93); the wording is ours.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from complaints.domain.rounds import DurationFact, Span
from complaints.phrases.values import RoleCounts, RoundFacts

NBSP: Final = "\u00a0"
MONTHS: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
HOUR: Final = 60
DAY: Final = 24 * HOUR


def number(value: int) -> str:
    """Groups of three from five digits up: 3500, 12 000."""
    return str(value) if value < 10_000 else f"{value:,}".replace(",", NBSP)


def plural(value: int, one: str, few: str, many: str) -> str:
    if value % 10 == 1 and value % 100 != 11:
        return one
    return few if value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14) else many


def day(value: date) -> str:
    return f"{value.day}{NBSP}{MONTHS[value.month - 1]} {value.year}{NBSP}года"


def when(held_on: Span[date]) -> str | None:
    """After «проведённой»: «29 марта 2025 года», «28 или 29 марта 2025 года», «в период с … по …». None: not known."""
    first, last = held_on.earliest, held_on.latest
    if first is None:
        return None if last is None else f"не позднее {day(last)}"
    if last is None:
        return f"не ранее {day(first)}"
    if first == last:
        return day(first)
    if last - first == timedelta(days=1):
        return f"{_shorter(first, last)} или {day(last)}"
    return f"в период с {_shorter(first, last)} по {day(last)}"


def _shorter(first: date, last: date) -> str:
    """The first day without the month or the year that the last day repeats."""
    if first.year != last.year:
        return day(first)
    return str(first.day) if first.month == last.month else f"{first.day}{NBSP}{MONTHS[first.month - 1]}"


def span_of_time(minutes: int) -> str:
    """Accusative, after «за»: «7 минут», «1,5 часа», «1 час 20 минут», «2 дня»."""
    if minutes >= 2 * DAY and minutes % DAY == 0:
        days = minutes // DAY
        return f"{days}{NBSP}{plural(days, 'день', 'дня', 'дней')}"
    hours, rest = divmod(minutes, HOUR)
    in_minutes = f"{rest}{NBSP}{plural(rest, 'минуту', 'минуты', 'минут')}"
    if not hours:
        return in_minutes
    if rest == HOUR // 2:
        return f"{hours},5{NBSP}часа"
    in_hours = f"{hours}{NBSP}{plural(hours, 'час', 'часа', 'часов')}"
    return f"{in_hours} {in_minutes}" if rest else in_hours


def within(fact: DurationFact | None) -> str | None:
    """«за 7 минут», «не менее чем за 5 минут и не более чем за 9 минут», or None when not known."""
    if fact is None:
        return None
    low, high = fact.low_minutes, fact.high_minutes
    if low is not None and low == high:
        return f"за {span_of_time(low)}" if low else "менее чем за 1 минуту"
    bounds = [f"не менее чем за {span_of_time(low)}"] if low else []
    bounds += [f"не более чем за {span_of_time(high)}"] if high is not None else []
    return " и ".join(bounds) or None


def places(span: Span[int]) -> str | None:
    """«3500», «от 3000 до 3500», «не менее 3000», or None when not known."""
    low, high = span.earliest, span.latest
    if low is None:
        return None if high is None else f"не более {number(high)}"
    if high is None:
        return f"не менее {number(low)}"
    return number(low) if low == high else f"от {number(low)} до {number(high)}"


def facts_sentence(facts: RoundFacts) -> str | None:
    """One sentence of all that is known about the round, worded as an allegation; None when nothing is."""
    clauses = []
    notice, offered, sold_out = within(facts.notice), places(facts.places), within(facts.sold_out)
    if notice:
        clauses.append(f"о регистрации было объявлено {notice} до её начала")
    if offered:
        clauses.append(f"число мест – {offered}" + (f", все они были заняты {sold_out}" if sold_out else ""))
    elif sold_out:
        clauses.append(f"все места были заняты {sold_out}")
    if facts.was_edited:
        clauses.append("после публикации объявление было изменено")
    return f"По имеющимся у нас сведениям, {'; '.join(clauses)}." if clauses else None


def registration(facts: RoundFacts) -> str:
    """«регистрации, проведённой 28 или 29 марта 2025 года», genitive: for the subject of the letter."""
    moment = when(facts.held_on)
    return f"регистрации, проведённой {moment}" if moment else "регистрации"


def registration_there(facts: RoundFacts) -> str:
    """The same with the platform: «регистрации, проведённой 29 марта 2025 года, на платформе …»."""
    return f"{registration(facts)} на платформе «{facts.platform}»"


def held(facts: RoundFacts) -> str:
    """After «при проведении»: «28 или 29 марта 2025 года регистрации»."""
    moment = when(facts.held_on)
    return f"{moment} регистрации" if moment else "регистрации"


def people(counts: RoleCounts) -> str:
    """Who complains, in the nominative."""
    counts = counts.or_both()
    parents = "родители (законные представители) детей" if counts.parents else ""
    providers = "поставщики услуг" if counts.providers else ""
    return " и ".join(filter(None, (parents, providers)))


def people_genitive(counts: RoleCounts) -> str:
    counts = counts.or_both()
    return " и ".join(filter(None, ("родителей" if counts.parents else "", "поставщиков" if counts.providers else "")))


def by_role(counts: RoleCounts) -> str:
    return f"от родителей{NBSP}– {number(counts.parents)}, от поставщиков{NBSP}– {number(counts.providers)}"


def harm(counts: RoleCounts) -> str:
    """Which rights are touched, for those who complain."""
    counts = counts.or_both()
    clauses = ["дети лишились равной возможности посещать бесплатные занятия"] if counts.parents else []
    if counts.providers:
        lost = "– равных" if counts.parents else "лишились равных"
        clauses.append(f"поставщики {lost} условий участия")
    return f"По нашему мнению, {', '.join(clauses)}."
