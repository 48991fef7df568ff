"""Authorities by name in Kazakh order, those whose names wait to be checked first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, selectinload

from complaints.accounts.admin.sheets import Sheet, cut, with_words
from complaints.database import in_kazakh_order
from complaints.domain.errors import NotFound
from complaints.models import Account, Authority, Petition, Round, Submission


def list_all(session: Session, lang: str) -> Sequence[Authority]:
    name = Authority.kk_nominative if lang == "kk" else Authority.ru_nominative
    loaded = select(Authority).options(selectinload(Authority.region), selectinload(Authority.superior))
    order = (Authority.to_be_checked.desc(), in_kazakh_order(name), Authority.id)
    return session.scalars(loaded.order_by(*order)).all()


def list_authorities(
    session: Session, lang: str, *, words: str, only_to_be_checked: bool, page: int
) -> Sheet[Authority]:
    """A page of those whose name, in either language, or address has these words."""
    found = [body for body in list_all(session, lang) if body.to_be_checked or not only_to_be_checked]
    return cut(with_words(found, words, lambda body: (body.kk_nominative, body.ru_nominative, body.slug)), page)


def get_authority(session: Session, slug: str) -> Authority:
    """Raises NotFound."""
    found = session.scalar(select(Authority).where(Authority.slug == slug))
    if found is None:
        raise NotFound("authority", slug)
    return found


def is_in_use(session: Session, authority: Authority) -> bool:
    """Whether anything refers to it: then links to its pages are out in the world, and its slug stays."""
    own = authority.id
    used = (
        exists().where(Account.authority_id == own),
        exists().where(Authority.superior_id == own),
        exists().where(Round.authority_id == own),
        exists().where(Submission.authority_id == own),
        exists().where(or_(Petition.reviewing_body_id == own, Petition.challenged_body_id == own)),
    )
    return session.scalar(select(or_(*used))) or False
