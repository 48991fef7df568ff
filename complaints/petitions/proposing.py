"""What the builder proposes from the complaints themselves: demands and norms, from how many people say what."""

from __future__ import annotations

from collections.abc import Sequence

from complaints import data
from complaints.domain.petition import ProposedNorm, propose_demands, propose_norms
from complaints.petitions.summing import Summary


def proposed_demands(included: Summary) -> list[tuple[str, int]]:
    """Each demand of these complaints with how many made it, most asked first."""
    return propose_demands({code: included.demands[code] for code in data.demands()})


def proposed_norms(included: Summary) -> list[ProposedNorm]:
    """Printable norms behind the grounds of these complaints, those of the most frequent grounds first."""
    codes = [code for code in data.grounds() if included.of_ground(code)]
    frequent = sorted(codes, key=lambda code: -included.of_ground(code))
    return propose_norms(frequent, data.printable_norms_of_grounds())


def offered_norms(included: Summary, chosen: Sequence[str]) -> list[ProposedNorm]:
    """The proposed norms, then those behind the demands and those chosen before: there is always one to take."""
    proposed = proposed_norms(included)
    known = {norm.norm_id for norm in proposed}
    of_demands = [norm for demand in data.demands().values() for norm in demand.norms if data.norms()[norm].printable]
    more = [norm for norm in dict.fromkeys([*of_demands, *chosen]) if norm not in known]
    return proposed + [ProposedNorm(norm, ()) for norm in more]
