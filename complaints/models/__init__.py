"""The tables: typed columns, constraints and relationships. No queries and no rules live here."""

from complaints.models.accounts import (
    Account,
    AccountSession,
    Group,
    GroupMember,
    GroupRound,
    PasswordLink,
    Throttle,
)
from complaints.models.base import Base, new_id
from complaints.models.complaints import Complaint, ComplaintDemand, ComplaintGround, ComplaintGroup
from complaints.models.jobs import Job, Mail
from complaints.models.petitions import (
    Export,
    Petition,
    PetitionComplaint,
    PetitionDemand,
    PetitionNorm,
    PetitionVersion,
    VersionComplaint,
)
from complaints.models.places import Authority, Locality, Programme, Region
from complaints.models.rounds import RegionNote, Round, RoundEvent, Tally
from complaints.models.submissions import Response, ResponseOutcome, Submission

__all__ = [
    "Account", "AccountSession", "Authority", "Base", "Complaint", "ComplaintDemand", "ComplaintGround",
    "ComplaintGroup", "Export",
    "Group", "GroupMember", "GroupRound", "Job", "Locality", "Mail", "PasswordLink", "Petition", "PetitionComplaint",
    "PetitionDemand", "PetitionNorm", "PetitionVersion", "Programme", "Region", "RegionNote", "Response",
    "ResponseOutcome", "Round", "RoundEvent", "Submission", "Tally", "Throttle", "VersionComplaint", "new_id",
]  # fmt: skip
