"""People whose data a test plants, to look for it where it must and where it must not show."""

from __future__ import annotations

from dataclasses import dataclass

ROUND = "damu-bala-mangystau-2025-03"
GROUP = "test-group"


@dataclass(frozen=True)
class Planted:
    """A person whose data must show in the official cut only."""

    full_name: str
    postal_address: str
    phone: str = "+77010000001"
    iin: str | None = None
    organisation: str | None = None


PEOPLE = [
    Planted("Әбдіқалықова Ғалия Һамитқызы", "130000, Ақтау қаласы, Өмірзақ көшесі, 1-үй", iin="910630201017"),
    Planted("Өтегенов Үміт Қайратұлы", "130000, Ақтау қаласы, Ұлытау көшесі, 2-үй"),
    Planted("Іңкәрбаев Ұлан Ңұрланұлы", "130200, Жаңаөзен қаласы, Ғарышкерлер, 3-үй"),
    Planted("Ким Ольга", "130000, город Актау, 14-й микрорайон, дом 29", organisation="ЖШС «Үлгі үйірмесі»"),
]
