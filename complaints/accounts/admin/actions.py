"""The operator's deeds. Each leaves one line in the log with the ids of who and what. The caller commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from complaints import mail
from complaints.accounts import actions
from complaints.accounts.queries import email_of, find_by_email
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.errors import Duplicate, NotFound, Unsuitable
from complaints.models import Account, Authority, Group, GroupMember, GroupRound, Locality, Region, new_id

log = structlog.get_logger()


@dataclass(frozen=True)
class Invitation:
    """Whom to let in. Officials need the authority, organisers may have the group."""

    email: str
    role: AccountRole
    language: str
    group_slug: str | None
    authority_slug: str | None


@dataclass(frozen=True)
class GroupEntry:
    name: str
    region_code: str
    purpose: str


@dataclass(frozen=True)
class AuthorityEntry:
    """Everything stored of an authority but its address on the site and its superior: names in all the cases a letter
    needs.
    """

    region_code: str | None
    role: str
    ru_nominative: str
    ru_genitive: str
    ru_dative: str
    ru_accusative: str
    kk_nominative: str
    kk_genitive: str
    kk_dative: str
    to_be_checked: bool
    confidence_note: str


@dataclass(frozen=True)
class LocalityEntry:
    kind: str
    name_kk: str
    name_ru: str


def invite(session: Session, invitation: Invitation, *, cipher: Cipher, viewer: Viewer, now: datetime) -> str:
    """Make an account and mail its one-time link. Returns the link's token. Raises what create_account raises."""
    token = actions.create_account(session, cipher=cipher, now=now, **asdict(invitation))
    account = find_by_email(session, invitation.email, cipher=cipher)
    if account is None:
        raise NotFound("account")
    _log("account_invited", viewer, account=account.id)
    _mail_link(session, account, token, cipher=cipher, now=now)
    return token


def renew_link(session: Session, account: Account, *, cipher: Cipher, viewer: Viewer, now: datetime) -> str:
    """Make and mail a new one-time link; the earlier ones stop working. Raises Unsuitable for a disabled account."""
    if account.disabled_at is not None:
        raise Unsuitable("disabled")
    token = actions.make_password_link(session, account_id=account.id, now=now)
    _log("link_renewed", viewer, account=account.id)
    _mail_link(session, account, token, cipher=cipher, now=now)
    return token


def disable_account(session: Session, account: Account, *, viewer: Viewer, now: datetime) -> None:
    """Close an account and end its sessions. Raises Unsuitable for one's own: an operator would lock everybody out."""
    if account.id == viewer.account_id:
        raise Unsuitable("own_account")
    account.disabled_at = account.disabled_at or now
    actions.end_all_sessions(session, account_id=account.id, now=now)
    _log("account_disabled", viewer, account=account.id)


def enable_account(account: Account, *, viewer: Viewer) -> None:
    account.disabled_at = None
    _log("account_enabled", viewer, account=account.id)


def create_group(
    session: Session, entry: GroupEntry, *, slug: str, round_ids: Collection[UUID], viewer: Viewer, now: datetime
) -> Group:
    """Raises Duplicate for a slug that is taken."""
    _only_one(session, Group.slug == slug, "slug")
    group = Group(id=new_id(), slug=slug, created_at=now, **asdict(entry))
    session.add(group)
    session.flush()
    _attach(session, group, round_ids)
    _log("group_created", viewer, group=group.id)
    return group


def edit_group(
    session: Session, group: Group, entry: GroupEntry, *, round_ids: Collection[UUID], viewer: Viewer
) -> None:
    _put(group, entry)
    _attach(session, group, round_ids)
    _log("group_edited", viewer, group=group.id)


def set_member(session: Session, group: Group, *, email: str, role: GroupRole, cipher: Cipher, viewer: Viewer) -> None:
    """Take the organiser with this address into the group, or change the role there.

    Raises NotFound for an address without an account, Unsuitable("role") for one that is not an organiser's and
    Unsuitable("last_owner") when nobody would own the group any more.
    """
    account = find_by_email(session, email, cipher=cipher)
    if account is None:
        raise NotFound("account")
    if account.role is not AccountRole.ORGANISER:
        raise Unsuitable("role")
    membership = session.get(GroupMember, (group.id, account.id))
    if membership is None:
        session.add(GroupMember(group_id=group.id, account_id=account.id, role=role))
    else:
        if role is not GroupRole.OWNER:
            _keep_an_owner(session, membership)
        membership.role = role
    _log("member_set", viewer, group=group.id, account=account.id, role=role.value)


def remove_member(session: Session, group: Group, account_id: UUID, *, viewer: Viewer) -> None:
    """Raises NotFound for no member, Unsuitable("last_owner") for the only owner."""
    membership = session.get(GroupMember, (group.id, account_id))
    if membership is None:
        raise NotFound("member", str(account_id))
    _keep_an_owner(session, membership)
    session.delete(membership)
    _log("member_removed", viewer, group=group.id, account=account_id)


def create_authority(
    session: Session, entry: AuthorityEntry, *, slug: str, superior_slug: str | None, viewer: Viewer
) -> Authority:
    """Raises Duplicate for a slug that is taken, NotFound for an unknown superior."""
    _only_one(session, Authority.slug == slug, "slug")
    superior = _superior(session, superior_slug)
    authority = Authority(id=new_id(), slug=slug, superior_id=superior.id if superior else None, **asdict(entry))
    session.add(authority)
    _log("authority_created", viewer, authority=authority.id)
    return authority


def edit_authority(
    session: Session, authority: Authority, entry: AuthorityEntry, *, superior_slug: str | None, viewer: Viewer
) -> None:
    """Raises NotFound for an unknown superior, Unsuitable("superior") for one that stands below the authority."""
    superior = _superior(session, superior_slug)
    above = superior
    while above is not None:
        if above.id == authority.id:
            raise Unsuitable("superior")
        above = above.superior
    _put(authority, entry)
    authority.superior_id = superior.id if superior else None
    _log("authority_edited", viewer, authority=authority.id)


def create_locality(session: Session, region: Region, entry: LocalityEntry, *, code: str, viewer: Viewer) -> Locality:
    """Raises Duplicate for a code that is taken, Unsuitable("code") for one of another region."""
    if not code.startswith(region.kato2):
        raise Unsuitable("code")
    _only_one(session, Locality.code == code, "code")
    locality = Locality(code=code, region_code=region.code, **asdict(entry))
    session.add(locality)
    _log("locality_created", viewer, locality=code)
    return locality


def edit_locality(locality: Locality, entry: LocalityEntry, *, viewer: Viewer) -> None:
    _put(locality, entry)
    _log("locality_edited", viewer, locality=locality.code)


def _mail_link(session: Session, account: Account, token: str, *, cipher: Cipher, now: datetime) -> None:
    mail.queue_mail(
        session,
        cipher=cipher,
        to=email_of(account, cipher=cipher),
        template="set_password",
        lang=account.language,
        context={"days": actions.LINK_LENGTH.days},
        secrets={"token": token},
        now=now,
    )


def _attach(session: Session, group: Group, round_ids: Collection[UUID]) -> None:
    """Exactly these rounds."""
    session.execute(delete(GroupRound).where(GroupRound.group_id == group.id))
    session.add_all(GroupRound(group_id=group.id, round_id=round_id) for round_id in round_ids)


def _keep_an_owner(session: Session, leaving: GroupMember) -> None:
    others = (
        GroupMember.group_id == leaving.group_id,
        GroupMember.account_id != leaving.account_id,
        GroupMember.role == GroupRole.OWNER,
    )
    if leaving.role is GroupRole.OWNER and not session.scalar(select(exists().where(*others))):
        raise Unsuitable("last_owner")


def _superior(session: Session, slug: str | None) -> Authority | None:
    if not slug:
        return None
    superior = session.scalar(select(Authority).where(Authority.slug == slug))
    if superior is None:
        raise NotFound("authority", slug)
    return superior


def _only_one(session: Session, same: Any, what: str) -> None:
    if session.scalar(select(exists().where(same))):
        raise Duplicate(what)


def _put(row: Any, entry: Any) -> None:
    for name, value in asdict(entry).items():
        setattr(row, name, value)


def _log(event: str, viewer: Viewer, **ids: UUID | str) -> None:
    log.info(event, by=str(viewer.account_id), **{name: str(value) for name, value in ids.items()})
