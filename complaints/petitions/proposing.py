"""What the builder proposes from the complaints themselves: demands, norms, and which complaints to leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from complaints import data
from complaints.domain.petition import ProposedNorm, propose_demands, propose_norms
from complaints.models.complaints import Complaint


def proposed_demands(complaints: Sequence[Complaint]) -> list[tuple[str, int]]:
    """Each demand of these complaints with how many made it, most asked first."""
    counts = Counter(demand.code for complaint in complaints for demand in complaint.demands)
    return propose_demands({code: counts[code] for code in data.demands()})


def proposed_norms(complaints: Sequence[Complaint]) -> list[ProposedNorm]:
    """Printable norms behind the grounds of these complaints, those of the most frequent grounds first."""
    counts = Counter(ground.code for complaint in complaints for ground in complaint.grounds)
    return propose_norms([code for code, _ in counts.most_common()], data.printable_norms_of_grounds())


def later_of_one_person(complaints: Sequence[Complaint]) -> frozenset[str]:
    """Numbers of complaints whose IIN or BIN an earlier one has too: possible duplicates, not proposed by us."""
    seen: set[str] = set()
    repeated = set()
    for complaint in complaints:
        mark = complaint.iin_index or complaint.bin_index
        if mark and mark in seen:
            repeated.add(complaint.number)
        seen.update({mark} if mark else ())
    return frozenset(repeated)


def offered_norms(complaints: Sequence[Complaint], chosen: Sequence[str]) -> list[ProposedNorm]:
    """The proposed norms, then those behind the demands and those chosen before: there is always one to take."""
    proposed = proposed_norms(complaints)
    known = {norm.norm_id for norm in proposed}
    of_demands = [norm for demand in data.demands().values() for norm in demand.norms if data.norms()[norm].printable]
    more = [norm for norm in dict.fromkeys([*of_demands, *chosen]) if norm not in known]
    return proposed + [ProposedNorm(norm, ()) for norm in more]
