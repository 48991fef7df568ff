"""Reference data as the code reads it: files beside this module, loaded once into frozen values.

Grounds, demands, acts and norms are mappings by code; places, bodies, rounds and notes are tuples. What an operator
may change (regions' localities, authorities, rounds) is copied into tables once and read from there.
"""

from complaints.data.bodies import Authority, authorities
from complaints.data.cases import RegionNote, Round, RoundEvent, example_rounds, region_notes
from complaints.data.clock import calendar, confirmed_until, deadline_rules
from complaints.data.grounds import Demand, Ground, demands, evidence_kinds, grounds, grounds_for, optional_grounds
from complaints.data.norms import (
    Act,
    Confidence,
    Norm,
    Provision,
    acts,
    cite_en,
    cite_kk,
    cite_ru,
    norms,
    printable_norms_of_grounds,
)
from complaints.data.places import Locality, Programme, Region, localities, programmes, regions
from complaints.data.statements import Statement, statements
from complaints.data.texts import Text

__all__ = [
    "Act", "Authority", "Confidence", "Demand", "Ground", "Locality", "Norm", "Programme", "Provision", "Region",
    "RegionNote", "Round", "RoundEvent", "Statement", "Text", "acts", "authorities", "calendar", "cite_en", "cite_kk",
    "cite_ru", "confirmed_until", "deadline_rules", "demands", "evidence_kinds", "example_rounds", "grounds",
    "grounds_for", "localities", "norms", "optional_grounds", "printable_norms_of_grounds", "programmes",
    "region_notes", "regions", "statements",
]  # fmt: skip
