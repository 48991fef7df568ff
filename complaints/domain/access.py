"""Who may do what: every permission of the product on one page.

A view declares one permission or that it is public; ownership is asked here too, of the viewer, with plain ids, so that
the answer never depends on a query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID


class AccountRole(StrEnum):
    ORGANISER = "organiser"
    OFFICIAL = "official"
    MODERATOR = "moderator"
    OPERATOR = "operator"


class GroupRole(StrEnum):
    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"


class Permission(StrEnum):
    USE_ACCOUNT = "use_account"
    """Sign out and see one's own account."""
    SEE_GROUP_DESK = "see_group_desk"
    PREPARE_PETITION = "prepare_petition"
    RECORD_SUBMISSION = "record_submission"
    LIST_COMPLAINTS = "list_complaints"
    """A group's list of the complaints about its rounds: numbers, answers, released texts, never names."""
    CONFIRM_COMPLAINT = "confirm_complaint"
    """Call a filer who gave only a phone, and record that the person was reached."""
    KEEP_GROUP = "keep_group"
    """Invite, remove and rank members, hand the group over, see who looked at names; leaving is every member's."""
    EDIT_ROUND = "edit_round"
    """Create rounds and put right the public facts of attached ones; every change is kept and shown."""
    PUBLISH_PETITION = "publish_petition"
    REPORT_RESPONSE = "report_response"
    """Record an answer that the group got on paper or by e-mail, marked as recorded by the group."""
    UNDO_CHANGE = "undo_change"
    """Undo a change of a public fact of a round."""
    MODERATE = "moderate"
    USE_DESK = "use_desk"
    """An official's list of what is addressed to the own authority."""
    RECORD_RESPONSE = "record_response"
    ADMINISTER = "administer"


ALLOWED: Final[Mapping[Permission, frozenset[AccountRole]]] = {
    Permission.USE_ACCOUNT: frozenset(AccountRole),
    Permission.SEE_GROUP_DESK: frozenset({AccountRole.ORGANISER}),
    Permission.PREPARE_PETITION: frozenset({AccountRole.ORGANISER}),
    Permission.RECORD_SUBMISSION: frozenset({AccountRole.ORGANISER}),
    Permission.LIST_COMPLAINTS: frozenset({AccountRole.ORGANISER}),
    Permission.CONFIRM_COMPLAINT: frozenset({AccountRole.ORGANISER}),
    Permission.KEEP_GROUP: frozenset({AccountRole.ORGANISER}),
    Permission.EDIT_ROUND: frozenset({AccountRole.ORGANISER}),
    Permission.PUBLISH_PETITION: frozenset({AccountRole.ORGANISER}),
    Permission.REPORT_RESPONSE: frozenset({AccountRole.ORGANISER}),
    Permission.UNDO_CHANGE: frozenset({AccountRole.MODERATOR}),
    Permission.MODERATE: frozenset({AccountRole.MODERATOR}),
    Permission.USE_DESK: frozenset({AccountRole.OFFICIAL}),
    Permission.RECORD_RESPONSE: frozenset({AccountRole.OFFICIAL}),
    Permission.ADMINISTER: frozenset({AccountRole.OPERATOR}),
}
NEEDS_CODE: Final = frozenset({AccountRole.OFFICIAL, AccountRole.MODERATOR, AccountRole.OPERATOR})
"""Roles that sign in with a one-time code in production: they see or decide what nobody else can. Our choice."""
EDITING_ROLES: Final = frozenset({GroupRole.OWNER, GroupRole.EDITOR})


@dataclass(frozen=True)
class Viewer:
    """Who is looking. Nobody is signed in when `account_id` is None."""

    account_id: UUID | None = None
    role: AccountRole | None = None
    authority_id: UUID | None = None
    groups: Mapping[UUID, GroupRole] = field(default_factory=dict)
    must_set_up_code: bool = False
    """Signed in by password alone where the role needs a one-time code too: nothing but the account is open yet."""

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None


ANONYMOUS: Final = Viewer()


def may(viewer: Viewer, permission: Permission) -> bool:
    """Whether the viewer's role has the permission at all. Ownership is asked by the functions below."""
    return viewer.role is not None and viewer.role in ALLOWED[permission]


def may_see_group(viewer: Viewer, group_id: UUID) -> bool:
    """Every member sees the group's desk: numbers, released text, petitions."""
    return may(viewer, Permission.SEE_GROUP_DESK) and group_id in viewer.groups


def may_edit_group(viewer: Viewer, group_id: UUID) -> bool:
    """Owner and editors prepare petitions and record submissions."""
    return may(viewer, Permission.PREPARE_PETITION) and viewer.groups.get(group_id) in EDITING_ROLES


def may_keep_group(viewer: Viewer, group_id: UUID) -> bool:
    """Only owners invite, remove and rank members, hand the group over and read the list of looks."""
    return may(viewer, Permission.KEEP_GROUP) and viewer.groups.get(group_id) is GroupRole.OWNER


def may_edit_round_for(viewer: Viewer, group_id: UUID) -> bool:
    """Owner and editors of a group; that the group is attached to the round is asked of the database."""
    return may(viewer, Permission.EDIT_ROUND) and viewer.groups.get(group_id) in EDITING_ROLES


def may_see_names(viewer: Viewer, group_id: UUID) -> bool:
    """Names of people: only owner and editors, only in the official cut of a frozen version."""
    return may_edit_group(viewer, group_id)


def may_publish_for(viewer: Viewer, group_id: UUID) -> bool:
    """Owner and editors put a frozen version on a public page and take it off again."""
    return may(viewer, Permission.PUBLISH_PETITION) and viewer.groups.get(group_id) in EDITING_ROLES


def may_confirm_for(viewer: Viewer, group_id: UUID) -> bool:
    """Owner and editors confirm by call or paper; seeing the phone for it is logged, and the filer sees that too."""
    return may(viewer, Permission.CONFIRM_COMPLAINT) and viewer.groups.get(group_id) in EDITING_ROLES


def may_answer_for(viewer: Viewer, authority_id: UUID) -> bool:
    """An official records answers of exactly one authority."""
    return may(viewer, Permission.RECORD_RESPONSE) and viewer.authority_id == authority_id
