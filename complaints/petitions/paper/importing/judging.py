"""Who on paper is there already: compared with everybody on the site and with earlier rows. Pure values, no database.

The same IIN is the same person, and so are the same phone and name. A phone alone is often a family's, a name with its
address may be a father's and a son's, and a photocopied sheet brings one place twice: there a person says which it is.
Two different IIN are two people whatever else is alike. All of it is our choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz

from complaints.domain.folding import words_of
from complaints.domain.paper import RowReason

LIKE: Final = 85.0
"""How alike two addresses of one name must be, of 100: a missing «көшесі» or a postal code still is."""
MOST_TWINS: Final = 5


@dataclass(frozen=True)
class Known:
    """Somebody to compare with. `key` is a complaint's number, or sheet and row on paper; numbers are keyed hashes."""

    key: str
    full_name: str
    address: str
    iin: str | None = None
    phone: str | None = None
    place: tuple[int, int] | None = None
    """Sheet and row; None: on the site."""

    @property
    def is_online(self) -> bool:
        return self.place is None


@dataclass(frozen=True)
class Verdict:
    """`is_sure`: no person has to be asked."""

    reason: RowReason
    twins: str
    is_sure: bool


@dataclass
class People:
    """Everybody there so far."""

    _iins: dict[str, Known] = field(default_factory=dict)
    _phones: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    _names: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    _places: dict[tuple[int, int], list[Known]] = field(default_factory=lambda: defaultdict(list))

    def add(self, one: Known) -> None:
        if one.iin:
            self._iins.setdefault(one.iin, one)
        if one.phone:
            self._phones[one.phone].append(one)
        if one.place:
            self._places[one.place].append(one)
        self._names[name_key(one.full_name)].append(one)

    def judge(self, one: Known) -> Verdict | None:
        """Whom this one repeats or may repeat; None: nobody."""
        if one.iin and (same := self._iins.get(one.iin)):
            return _verdict([same], RowReason.NUMBER_ONLINE, RowReason.NUMBER_ON_PAPER, is_sure=True)
        phones = [other for other in self._phones.get(one.phone or "", ()) if not _differ(one, other)]
        named = [other for other in phones if name_key(other.full_name) == name_key(one.full_name)]
        if phones:
            found = named or phones
            return _verdict(found, RowReason.PHONE_ONLINE, RowReason.PHONE_ON_PAPER, is_sure=bool(named))
        if alike := list(self._alike(one)):
            return _verdict(alike, RowReason.NAME_ONLINE, RowReason.NAME_ON_PAPER, is_sure=False)
        there = self._places.get(one.place, []) if one.place else []
        return _verdict(there, RowReason.SAME_PLACE, RowReason.SAME_PLACE, is_sure=False) if there else None

    def _alike(self, one: Known) -> Iterator[Known]:
        address = words_of(one.address)
        for other in self._names.get(name_key(one.full_name), ()):
            if not _differ(one, other) and fuzz.token_set_ratio(address, words_of(other.address)) >= LIKE:
                yield other


def name_key(full_name: str) -> str:
    """Equal for one name however its parts are ordered, and with whichever keyboard it was typed."""
    return " ".join(sorted(words_of(full_name).split()))


def _differ(one: Known, other: Known) -> bool:
    return bool(one.iin and other.iin and one.iin != other.iin)


def _verdict(found: list[Known], online: RowReason, on_paper: RowReason, *, is_sure: bool) -> Verdict:
    reason = online if any(other.is_online for other in found) else on_paper
    return Verdict(reason, ", ".join(other.key for other in found[:MOST_TWINS]), is_sure)
