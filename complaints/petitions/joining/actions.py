"""Joining a petition: one row and its mail in one transaction, once per token; confirming it by the mailed link."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints import tokens
from complaints.cipher import Cipher
from complaints.confirming import confirm_supporter, lock_supporter
from complaints.domain import references
from complaints.domain.complaint import ConfirmedBy, LetterLanguage, LinkPurpose
from complaints.domain.errors import StaleVersion, TooLate
from complaints.jobs import enqueue
from complaints.mailed import index_of_email, leave_link
from complaints.models.base import new_id
from complaints.models.complaints import ContactLink
from complaints.models.petitions import Petition, PetitionVersion, Supporter
from complaints.petitions.agreeing.actions import note_agreement
from complaints.petitions.joining import queries
from complaints.petitions.publishing.queries import find_latest
from complaints.petitions.queries import find_submission
from complaints.supporting import is_waiting

TABLE: Final = "supporters"
MOST_NUMBERS: Final = 5


@dataclass(frozen=True)
class Person:
    """Who joins, as values. At least one of phone and e-mail is given."""

    full_name: str
    postal_address: str
    iin: str | None
    phone: str | None
    email: str | None
    language: LetterLanguage


@dataclass(frozen=True)
class Joined:
    """`is_repeat`: the token was used before, and this is what it made."""

    number: str
    is_repeat: bool


def join_petition(
    session: Session,
    *,
    cipher: Cipher,
    petition: Petition,
    version_number: int,
    person: Person,
    token: str,
    now: datetime,
    is_example: bool = False,
) -> Joined:
    """Take the person up and queue the mail. The same token gives the same row, also when two come at once; the same
    person under another token is taken like anybody, marked, and counted once.

    Raises TooLate once the petition was handed in or taken off, StaleVersion when another version is public now.
    """
    earlier = queries.find_by_token(session, tokens.hash_token(token))
    if earlier is not None:
        return Joined(earlier.number, is_repeat=True)
    version = _check_open(session, petition, version_number)
    supporter = _supporter(petition, person, cipher, now=now)
    supporter.is_example = is_example
    supporter.token_hash = tokens.hash_token(token)
    supporter.code_hash = references.hash_code(tokens.code_of(cipher, token))
    winner = _insert(session, supporter)
    if winner is not supporter:
        return Joined(winner.number, is_repeat=True)
    note_agreement(session, supporter, version, now=now)
    if person.email:
        tell_joiner(session, cipher=cipher, supporter=supporter, address=person.email, now=now)
    return Joined(supporter.number, is_repeat=False)


def _check_open(session: Session, petition: Petition, version_number: int) -> PetitionVersion:
    """The public version. Until the transaction ends it is neither handed in nor frozen, published or taken off."""
    session.execute(select(Petition.id).where(Petition.id == petition.id).with_for_update(read=True)).all()
    latest = find_latest(session, petition.id)
    if latest is None or latest.ended_at is not None or find_submission(session, petition.id) is not None:
        raise TooLate
    if latest.version.number != version_number:
        raise StaleVersion(latest.version.number)
    return latest.version


def _supporter(petition: Petition, person: Person, cipher: Cipher, *, now: datetime) -> Supporter:
    """The row with everything about the person encrypted."""
    row_id = new_id()
    sealed = {
        f"{column}_enc": cipher.encrypt(TABLE, column, row_id, text)
        for column in ("full_name", "postal_address", "phone", "email", "iin")
        if (text := getattr(person, column))
    }
    return Supporter(
        id=row_id,
        petition_id=petition.id,
        language=person.language,
        joined_at=now,
        email_index=index_of_email(cipher, person.email) if person.email else None,
        iin_index=cipher.blind_index("iin", person.iin) if person.iin else None,
        **sealed,
    )


def _insert(session: Session, supporter: Supporter) -> Supporter:
    """Insert it under a free number. When another request was faster with the same token, give that one's row."""
    for _ in range(MOST_NUMBERS):
        supporter.number = references.new_number(secrets.token_bytes(5))
        if queries.is_taken(session, supporter.number):
            continue
        try:
            with session.begin_nested():
                session.add(supporter)
            return supporter
        except IntegrityError:
            faster = queries.find_by_token(session, supporter.token_hash)
            if faster is not None:
                return faster
    raise RuntimeError("no free number was found")


def tell_joiner(session: Session, *, cipher: Cipher, supporter: Supporter, address: str, now: datetime) -> None:
    """Queue the link to confirm: at most one an hour and three a day go to an address; invented examples get none."""
    if not supporter.is_example:
        link_id = leave_link(session, cipher, LinkPurpose.JOIN, address, now=now, supporter=supporter)
        enqueue(session, "petitions.send_join_link", {"link_id": link_id}, now=now)


def send_again(session: Session, *, cipher: Cipher, supporter: Supporter, now: datetime) -> None:
    """Ask for the link once more, as often as somebody likes: the limits of the address hold."""
    if supporter.email_enc is not None and is_waiting(supporter):
        address = cipher.decrypt(TABLE, "email", supporter.id, supporter.email_enc)
        tell_joiner(session, cipher=cipher, supporter=supporter, address=address, now=now)


def confirm_by_mail(session: Session, link: ContactLink, chosen: Iterable[Supporter], *, now: datetime) -> list[str]:
    """Confirm those that still have the link's address; the numbers of those that still were to confirm."""
    return [
        one.number
        for one in _in_one_order(chosen)
        if _has_address(session, link, one) and confirm_supporter(session, one, by=ConfirmedBy.MAIL_LINK, now=now)
    ]


def disown(session: Session, link: ContactLink, chosen: Iterable[Supporter]) -> list[str]:
    """Take the link's address off what its owner did not join; the numbers. The rows stay, unconfirmed."""
    taken = []
    for one in _in_one_order(chosen):
        if _has_address(session, link, one) and is_waiting(one):
            one.email_enc = one.email_index = None
            taken.append(one.number)
    session.flush()
    return taken


def _in_one_order(chosen: Iterable[Supporter]) -> list[Supporter]:
    """Locked in one order, two requests never wait crosswise."""
    return sorted(chosen, key=lambda one: one.id)


def _has_address(session: Session, link: ContactLink, supporter: Supporter) -> bool:
    lock_supporter(session, supporter)
    return supporter.email_index == link.address_index
