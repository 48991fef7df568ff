"""Labels of the domain's closed sets in the interface, their choices in forms and the tones of their tags. Grounds,
demands and norms have theirs in `data`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from complaints.domain.access import AccountRole, GroupRole
from complaints.domain.changes import Subject
from complaints.domain.complaint import (
    ConfirmedBy,
    LearnedFrom,
    LetterLanguage,
    LinkPurpose,
    LookedAt,
    Mode,
    OwnKind,
    Role,
    ScreenResult,
)
from complaints.domain.evidence import EvidenceKind, EvidenceState
from complaints.domain.groups import RequestState
from complaints.domain.lifecycle import AttachmentKind, Channel, Outcome, RecordedBy, SubmissionState
from complaints.domain.moderation import Decision, LikenessKind, LikenessState, PersonalData, Reason, TextState
from complaints.domain.petition import Cut, ExportState, PetitionKind
from complaints.domain.rounds import EventKind, RoundState, SaidBy

_LABELS: Final[list[tuple[StrEnum, Any]]] = [
    (Role.PARENT, _l("Parent or legal representative")),
    (Role.PROVIDER, _l("Provider")),
    (Mode.EVIDENCE, _l("Evidence only, without my name")),
    (Mode.FORMAL, _l("Formal complaint, with my name")),
    (LetterLanguage.KK, _l("Kazakh")),
    (LetterLanguage.RU, _l("Russian")),
    (LearnedFrom.OFFICIAL_SITE, _l("Official website")),
    (LearnedFrom.SOCIAL_NETWORK, _l("Social network")),
    (LearnedFrom.MESSENGER, _l("Messenger chat")),
    (LearnedFrom.SCHOOL, _l("School or kindergarten")),
    (LearnedFrom.PROVIDER, _l("A provider")),
    (LearnedFrom.MEDIA, _l("News media")),
    (LearnedFrom.ACQUAINTANCE, _l("An acquaintance")),
    (LearnedFrom.OTHER, _l("Another source")),
    (ScreenResult.GOT_PLACE, _l("I got a place")),
    (ScreenResult.NO_PLACES, _l("No places left")),
    (ScreenResult.ERROR, _l("An error")),
    (ScreenResult.QUEUE, _l("A queue or endless waiting")),
    (ScreenResult.COULD_NOT_SIGN_IN, _l("I could not sign in")),
    (ScreenResult.DID_NOT_TRY, _l("I did not try")),
    (ConfirmedBy.MAIL_LINK, _l("by the link in the mail")),
    (ConfirmedBy.CALL, _l("by a call of a group member")),
    (ConfirmedBy.PAPER, _l("by a signature on paper")),
    (OwnKind.COMPLAINT, _l("A complaint")),
    (OwnKind.APPEAL, _l("An appeal (application, message)")),
    (LinkPurpose.CONFIRM, _l("To confirm a complaint")),
    (LinkPurpose.RECOVER, _l("To replace a lost code")),
    (LinkPurpose.JOIN, _l("To confirm joining a collective complaint")),
    (LookedAt.PHONE, _l("Your phone number")),
    (LookedAt.OFFICIAL_FILE, _l("The official copy, with names")),
    (EvidenceKind.JPEG, _l("JPEG picture")),
    (EvidenceKind.PNG, _l("PNG picture")),
    (EvidenceKind.WEBP, _l("WebP picture")),
    (EvidenceKind.PDF, _l("PDF document")),
    (EvidenceState.WAITING, _l("Being checked")),
    (EvidenceState.READY, _l("Ready")),
    (EvidenceState.FAILED, _l("Could not be read")),
    (TextState.WAITING, _l("Waiting for a moderator")),
    (TextState.RELEASED, _l("Published")),
    (TextState.HELD, _l("Not published")),
    (Decision.RELEASE, _l("Published as written")),
    (Decision.BLANK, _l("Published with words blanked out")),
    (Decision.HOLD, _l("Not published")),
    (Reason.PERSONAL_DATA, _l("Personal data of somebody")),
    (Reason.CHILD_NAMED, _l("A child can be recognised")),
    (Reason.ACCUSATION, _l("A named person is accused")),
    (Reason.INSULT, _l("Insulting words")),
    (Reason.THREAT, _l("A threat")),
    (Reason.OFF_TOPIC, _l("Not about this registration")),
    (Reason.ADVERTISING, _l("Advertising")),
    (Reason.NOT_READABLE, _l("The text cannot be understood")),
    (PersonalData.NAME, _l("Name of a person")),
    (PersonalData.IIN, _l("IIN or BIN")),
    (PersonalData.PHONE, _l("Phone number")),
    (PersonalData.EMAIL, _l("E-mail address")),
    (PersonalData.HANDLE, _l("Name in a social network")),
    (PersonalData.LINK, _l("Link")),
    (PersonalData.ADDRESS, _l("Postal address")),
    (PersonalData.SCHOOL, _l("School, kindergarten or class")),
    (PersonalData.DOCUMENT, _l("Number of a document or account")),
    (PersonalData.BIRTH_DATE, _l("Date of birth")),
    (LikenessKind.SAME_PERSON, _l("The same person")),
    (LikenessKind.SAME_TEXT, _l("The same text")),
    (LikenessState.OPEN, _l("Not looked at yet")),
    (LikenessState.JOINED, _l("Joined: counted once")),
    (LikenessState.DISMISSED, _l("Different people")),
    (RoundState.OPEN, _l("Open")),
    (RoundState.CLOSED, _l("Closed")),
    (RoundState.ANNULLED, _l("Annulled")),
    (RoundState.REPEATED, _l("Repeated")),
    (RoundState.UPHELD, _l("Upheld")),
    (EventKind.ANNOUNCED, _l("Announced")),
    (EventKind.ANNOUNCEMENT_EDITED, _l("Announcement changed")),
    (EventKind.OPENED, _l("Registration opened")),
    (EventKind.SOLD_OUT, _l("Places ran out")),
    (EventKind.CLOSED, _l("Registration closed")),
    (EventKind.APPEALED, _l("People appealed")),
    (EventKind.ANNULLED, _l("Results annulled")),
    (EventKind.REPEATED, _l("Registration repeated")),
    (EventKind.ANSWERED, _l("Authority answered")),
    (EventKind.OTHER, _l("Other event")),
    (SaidBy.AUTHORITY, _l("The authority states")),
    (SaidBy.DOCUMENT, _l("A document shows")),
    (SaidBy.FILERS, _l("Filers report")),
    (SaidBy.PRESS, _l("The press reports")),
    (SaidBy.ESTIMATE, _l("Our estimate")),
    (PetitionKind.COMPLAINT, _l("Collective complaint")),
    (PetitionKind.APPEAL, _l("Collective appeal")),
    (PetitionKind.INFORMATION_REQUEST, _l("Request for information")),
    (Cut.OFFICIAL, _l("Official copy, with names")),
    (Cut.PUBLIC, _l("Public copy, without personal data")),
    (ExportState.QUEUED, _l("Waiting")),
    (ExportState.DONE, _l("Ready")),
    (ExportState.REMOVED, _l("Removed, because somebody in it left")),
    (Channel.EOTINISH, _l("e-Otinish")),
    (Channel.PAPER, _l("On paper")),
    (Channel.EMAIL, _l("By e-mail")),
    (SubmissionState.SUBMITTED, _l("Handed in")),
    (SubmissionState.REGISTERED, _l("Registered")),
    (SubmissionState.ANSWERED, _l("Answered")),
    (Outcome.MET, _l("Met")),
    (Outcome.PARTLY, _l("Partly met")),
    (Outcome.REFUSED, _l("Refused")),
    (Outcome.EVADED, _l("Evaded")),
    (Outcome.NOT_ANSWERED, _l("Not answered")),
    (RecordedBy.OFFICIAL, _l("Recorded by the authority")),
    (RecordedBy.ORGANISER, _l("Recorded by the group")),
    (AttachmentKind.PROOF, _l("Proof of the hand-over")),
    (AttachmentKind.SCAN, _l("Scan of the answer")),
    (RequestState.WAITING, _l("Waiting for the site administrator")),
    (RequestState.ADMITTED, _l("Admitted")),
    (RequestState.DECLINED, _l("Declined")),
    (Subject.ROUND, _l("Registration round")),
    (Subject.EVENT, _l("Event of the timeline")),
    (Subject.GROUP, _l("Group")),
    (Subject.GROUP_REQUEST, _l("Request for a group")),
    (Subject.ACCOUNT, _l("Account")),
    (Subject.INVITATION, _l("Invitation")),
    (Subject.AUTHORITY, _l("Authority")),
    (Subject.REGION, _l("Region")),
    (Subject.LOCALITY, _l("City or district")),
    (Subject.PROGRAMME, _l("Programme")),
    (Subject.DAY_OFF, _l("Day off")),
    (Subject.JOB, _l("Task in the queue")),
    (Subject.PUBLICATION, _l("Public page of a collective complaint")),
    (AccountRole.ORGANISER, _l("Organiser")),
    (AccountRole.OFFICIAL, _l("Official")),
    (AccountRole.MODERATOR, _l("Moderator")),
    (AccountRole.OPERATOR, _l("Site operator")),
    (GroupRole.OWNER, _l("Owner")),
    (GroupRole.EDITOR, _l("Editor")),
    (GroupRole.READER, _l("Reader")),
]
TONES: Final[Mapping[StrEnum, str]] = {
    RoundState.OPEN: "right",
    RoundState.CLOSED: "plain",
    RoundState.ANNULLED: "late",
    RoundState.REPEATED: "right",
    RoundState.UPHELD: "plain",
    Outcome.MET: "right",
    Outcome.PARTLY: "late",
    Outcome.REFUSED: "wrong",
    Outcome.EVADED: "wrong",
    Outcome.NOT_ANSWERED: "wrong",
}
"""The tone of the tag that names a state of a round or an outcome; no value stands in both sets."""
# Members of different sets may share a value (two are "closed"), and a StrEnum member equals its value.
LABELS: Final[Mapping[tuple[type[StrEnum], str], Any]] = {
    (type(member), member.value): text for member, text in _LABELS
}


def choices_of(members: type[StrEnum]) -> list[SelectChoice]:
    """All members as the choices of a field, in their order."""
    return [SelectChoice(member.value, LABELS[members, member.value]) for member in members]
