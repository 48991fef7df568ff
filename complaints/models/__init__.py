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
from complaints.models.complaints import (
    AddressMail,
    Complaint,
    ComplaintDemand,
    ComplaintGround,
    ComplaintGroup,
    ComplaintVersion,
    Confirmation,
    ContactLink,
    EvidenceFile,
    FilingDraft,
    Look,
)
from complaints.models.jobs import Job, Mail
from complaints.models.moderation import Likeness, ModerationDecision, PublicText, TextBand
from complaints.models.petitions import (
    Export,
    Petition,
    PetitionComplaint,
    PetitionDemand,
    PetitionLeaver,
    PetitionNorm,
    PetitionVersion,
    VersionComplaint,
)
from complaints.models.places import Authority, Locality, Programme, Region
from complaints.models.rounds import RegionNote, Round, RoundEvent, Tally
from complaints.models.submissions import Response, ResponseOutcome, Submission

__all__ = [
    "Account", "AccountSession", "AddressMail", "Authority", "Base", "Complaint", "ComplaintDemand", "ComplaintGround",
    "ComplaintGroup", "ComplaintVersion", "Confirmation", "ContactLink", "EvidenceFile", "Export", "FilingDraft",
    "Group", "GroupMember", "GroupRound", "Job", "Likeness", "Locality", "Look", "Mail", "ModerationDecision",
    "PasswordLink", "Petition", "PetitionComplaint", "PetitionDemand", "PetitionLeaver", "PetitionNorm",
    "PetitionVersion", "Programme", "PublicText", "Region", "RegionNote", "Response", "ResponseOutcome", "Round",
    "RoundEvent", "Submission", "Tally", "TextBand", "Throttle", "VersionComplaint", "new_id",
]  # fmt: skip
