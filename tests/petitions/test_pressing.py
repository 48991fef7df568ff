"""A document is printed by a process of its own, which can be lost without harm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaints.domain.complaint import LetterLanguage
from complaints.petitions import pressing
from complaints.petitions.pressing import PressFailed, press
from complaints.petitions.printing import Sheaf
from tests.support.letters import letter, person, register

PEOPLE = {"7K2M-0001": person("Әбдіқалық Ғабит Һамитұлы")}


def sheaf() -> Sheaf:
    return Sheaf(letter(LetterLanguage.KK), register(LetterLanguage.KK, PEOPLE))


def test_the_child_prints_the_same_bytes() -> None:
    assert press(sheaf()) == sheaf().print()


def test_a_document_that_cannot_be_printed_is_told_by_the_name_of_the_error_alone() -> None:
    broken = replace(sheaf(), register=None)  # type: ignore[arg-type]
    with pytest.raises(PressFailed, match=r"UndefinedError|AttributeError") as told:
        press(broken)
    assert "Ғабит" not in str(told.value)


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressing, "WALL_SECONDS", 0.05)
    with pytest.raises(PressFailed, match="too long"):
        press(sheaf())
