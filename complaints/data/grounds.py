"""What people complain of (grounds) and what they ask for (demands), by code, in the order of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from complaints.data.files import read_yaml
from complaints.data.texts import Text
from complaints.domain.complaint import Role


@dataclass(frozen=True)
class Ground:
    """`norms` are ids of norms, `evidence` codes of evidence_kinds() that fit. `help` is empty only for OTHER.

    A `sensitive` ground accuses somebody of an offence: its texts are never shown without a moderator.
    """

    code: str
    roles: frozenset[Role]
    sensitive: bool
    label: Text
    help: Text
    norms: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Demand:
    code: str
    label: Text
    norms: tuple[str, ...]


@cache
def grounds() -> Mapping[str, Ground]:
    """The grounds of every round, OTHER last."""
    return MappingProxyType(
        {row["code"]: _ground(row) for row in read_yaml("grounds")["grounds"] if not row["optional"]}
    )


@cache
def optional_grounds() -> Mapping[str, Ground]:
    """Grounds about what came after a round; no form offers them unless its round is set to (our choice)."""
    return MappingProxyType({row["code"]: _ground(row) for row in read_yaml("grounds")["grounds"] if row["optional"]})


def grounds_for(role: Role) -> Mapping[str, Ground]:
    """The grounds that this role may choose."""
    return {code: ground for code, ground in grounds().items() if role in ground.roles}


@cache
def demands() -> Mapping[str, Demand]:
    rows = read_yaml("grounds")["demands"]
    return MappingProxyType({row["code"]: Demand(row["code"], Text.of(row), tuple(row["norms"])) for row in rows})


@cache
def evidence_kinds() -> Mapping[str, Text]:
    """What each kind of proof that a ground names is called within a sentence: "a screenshot of the announcement"."""
    return MappingProxyType({row["code"]: Text.of(row) for row in read_yaml("grounds")["evidence_kinds"]})


def _ground(row: Mapping[str, Any]) -> Ground:
    return Ground(
        code=row["code"],
        roles=frozenset(Role(role) for role in row["roles"]),
        sensitive=row["sensitive"],
        label=Text.of(row),
        help=Text.of(row, "help_"),
        norms=tuple(row["norms"]),
        evidence=tuple(row["evidence"]),
    )
