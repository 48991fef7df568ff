"""The tables: typed columns, constraints and relationships. No queries and no rules live here."""

from complaints.models.accounts import (
    Account,
    AccountSession,
    EmailChange,
    Group,
    GroupMember,
    GroupRequest,
    GroupRound,
    Invitation,
    KeptForm,
    PasswordLink,
    SpareCode,
    Throttle,
)
from complaints.models.base import Base, new_id
from complaints.models.changes import Change, DayOverride
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
from complaints.models.jobs import Job, Mail, MailStop
from complaints.models.moderation import Likeness, ModerationDecision, PublicText, TextBand
from complaints.models.paper import PaperImport, PaperRow, PaperSheets
from complaints.models.petitions import (
    Agreement,
    Export,
    Petition,
    PetitionComplaint,
    PetitionDemand,
    PetitionLeaver,
    PetitionNorm,
    PetitionText,
    PetitionVersion,
    Publication,
    Supporter,
    VersionComplaint,
    VersionSupporter,
)
from complaints.models.places import Authority, Locality, Programme, Region
from complaints.models.rounds import RegionNote, Round, RoundEvent, Tally
from complaints.models.site import Site
from complaints.models.submissions import (
    AnswerTemplate,
    Attachment,
    HappenedEvent,
    Remark,
    Reminder,
    Response,
    ResponseOutcome,
    Submission,
)

__all__ = [
    "Account", "AccountSession", "AddressMail", "Agreement", "AnswerTemplate", "Attachment", "Authority", "Base",
    "Change", "Complaint", "ComplaintDemand", "ComplaintGround", "ComplaintGroup", "ComplaintVersion", "Confirmation",
    "ContactLink", "DayOverride", "EmailChange", "EvidenceFile", "Export", "FilingDraft", "Group", "GroupMember",
    "GroupRequest", "GroupRound", "HappenedEvent", "Invitation", "Job", "KeptForm", "Likeness", "Locality", "Look",
    "Mail", "MailStop", "ModerationDecision", "PaperImport", "PaperRow", "PaperSheets", "PasswordLink", "Petition",
    "PetitionComplaint", "PetitionDemand", "PetitionLeaver", "PetitionNorm", "PetitionText", "PetitionVersion",
    "Programme", "PublicText", "Publication", "Region", "RegionNote", "Remark", "Reminder", "Response",
    "ResponseOutcome", "Round", "RoundEvent", "Site", "SpareCode", "Submission", "Supporter", "Tally", "TextBand",
    "Throttle", "VersionComplaint", "VersionSupporter", "new_id",
]  # fmt: skip
