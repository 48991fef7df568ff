"""What keeps a complaint from being taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from complaints.domain.complaint import Mode, Role
from complaints.domain.filing import Fault, Filing, find_faults

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
BOTH, PARENTS, PROVIDERS = frozenset(Role), frozenset({Role.PARENT}), frozenset({Role.PROVIDER})
ROLES = {"BOTH": BOTH, "PARENTS": PARENTS, "PROVIDERS": PROVIDERS, "OTHER": BOTH}
PARENT = Filing(
    role=Role.PARENT,
    mode=Mode.FORMAL,
    has_name=True,
    has_organisation=False,
    has_address=True,
    has_contact=True,
    grounds=("BOTH", "PARENTS"),
    learned_at=NOW,
    attempted_at=None,
    has_narrative=False,
    demands=("REPEAT_ROUND",),
    consents_to_processing=True,
)
PROVIDER = replace(PARENT, role=Role.PROVIDER, grounds=("PROVIDERS",), has_name=False, has_organisation=True)
NAMELESS = {"has_name": False, "has_organisation": False, "has_address": False, "has_contact": False}


def faults(filing: Filing, **changes: Any) -> tuple[Fault, ...]:
    return find_faults(replace(filing, **changes), roles_of_grounds=ROLES, now=NOW)


@pytest.mark.parametrize(
    ("filing", "changes", "expected"),
    [
        (PARENT, {}, ()),
        (PROVIDER, {}, ()),
        (PROVIDER, {"has_name": True, "has_organisation": False}, ()),
        (PARENT, NAMELESS, (Fault.NO_NAME, Fault.NO_ADDRESS, Fault.NO_CONTACT)),
        (PROVIDER, NAMELESS, (Fault.NO_NAME_OR_ORGANISATION, Fault.NO_ADDRESS, Fault.NO_CONTACT)),
        (PARENT, {**NAMELESS, "mode": Mode.EVIDENCE}, ()),
        (PARENT, {**NAMELESS, "mode": None}, ()),
        (PARENT, {"has_name": False, "has_organisation": True}, (Fault.NO_NAME,)),
        (PARENT, {"grounds": ()}, (Fault.NO_GROUND,)),
        (PARENT, {"grounds": ("PROVIDERS",)}, (Fault.GROUND_OF_THE_OTHER_ROLE,)),
        (PROVIDER, {"grounds": ("PARENTS", "BOTH")}, (Fault.GROUND_OF_THE_OTHER_ROLE,)),
        (PARENT, {"grounds": ("NO_SUCH",)}, (Fault.GROUND_OF_THE_OTHER_ROLE,)),
        (PARENT, {"role": None, "grounds": ("PROVIDERS",)}, ()),
        (PARENT, {"learned_at": NOW + timedelta(seconds=1)}, (Fault.LEARNED_IN_FUTURE,)),
        (PARENT, {"learned_at": NOW - timedelta(days=3000)}, ()),
        (PARENT, {"attempted_at": NOW}, ()),
        (PARENT, {"attempted_at": NOW + timedelta(minutes=1)}, (Fault.ATTEMPTED_IN_FUTURE,)),
        (PARENT, {"grounds": ("OTHER",)}, (Fault.NO_WORDS_FOR_OTHER,)),
        (PARENT, {"grounds": ("OTHER",), "has_narrative": True}, ()),
        (PARENT, {"demands": ()}, (Fault.NO_DEMAND,)),
        (PARENT, {"consents_to_processing": False}, (Fault.NO_CONSENT,)),
    ],
)
def test_every_fault_is_found_in_the_order_of_the_form(
    filing: Filing, changes: dict[str, Any], expected: tuple[Fault, ...]
) -> None:
    assert faults(filing, **changes) == expected
