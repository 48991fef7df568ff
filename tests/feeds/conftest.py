"""The hand-over of the tests of answers, with its people."""

from __future__ import annotations

from tests.responses.conftest import (  # fixtures are found by their names
    answer,
    case,
    hand_in,
    make_reader,
    official,
    organiser,
    petition,
    submission,
)

__all__ = ["answer", "case", "hand_in", "make_reader", "official", "organiser", "petition", "submission"]
