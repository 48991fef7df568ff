"""The log of changes as a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l

from complaints.accounts.admin.authorities.forms import AUTHORITY_ROLES
from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.history import queries
from complaints.accounts.admin.history.forms import ChangesForm
from complaints.accounts.admin.places.forms import LOCALITY_KINDS
from complaints.accounts.admin.replies import page_asked
from complaints.domain.access import AccountRole, GroupRole, Permission
from complaints.domain.changes import Subject
from complaints.domain.complaint import LetterLanguage
from complaints.domain.groups import RequestState
from complaints.models import Change
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import label
from complaints.web.words import gettext as _

UUID_LENGTH: Final = 36
ZONE: Final = ZoneInfo("Asia/Almaty")
NAMES: Final[dict[str, Any]] = {
    "authority": _l("Authority"),
    "code": _l("Code"),
    "codes": _l("One-time codes"),
    "confidence_note": _l("Where the names come from"),
    "decree": _l("Decree"),
    "deed": _l("Deed"),
    "disabled": _l("Disabled"),
    "events": _l("Events taken over"),
    "group": _l("Group"),
    "groups": _l("Groups"),
    "invitation": _l("Invitation"),
    "is_working": _l("Working day"),
    "kind": _l("Kind"),
    "language": _l("Language"),
    "kk_dative": _l("Kazakh, dative (кімге? неге?)"),
    "kk_genitive": _l("Kazakh, genitive (кімнің? ненің?)"),
    "kk_locative": _l("Kazakh, locative (қайда?)"),
    "kk_nominative": _l("Kazakh, nominative (кім? не?)"),
    "merged_from": _l("Merged from"),
    "merged_into": _l("Merged into"),
    "name": _l("Name"),
    "name_en": _l("Name in English"),
    "name_kk": _l("Name in Kazakh"),
    "name_ru": _l("Name in Russian"),
    "petitions": _l("Collective complaints"),
    "complaints": _l("Complaints"),
    "petition": _l("Collective complaint"),
    "purpose": _l("Purpose"),
    "region": _l("Region"),
    "region_code": _l("Region"),
    "repeats": _l("Repeats the round"),
    "rows_counted": _l("Rows that count"),
    "rows_left_out": _l("Rows that do not count"),
    "role": _l("Role"),
    "rounds": _l("Registration rounds"),
    "ru_accusative": _l("Russian, accusative (кого? что?)"),
    "ru_dative": _l("Russian, dative (кому? чему?)"),
    "ru_genitive": _l("Russian, genitive (кого? чего?)"),
    "ru_locative_phrase": _l("Russian, where (где?)"),
    "ru_nominative": _l("Russian, nominative (кто? что?)"),
    "slug": _l("Address on the site"),
    "state": _l("State"),
    "superior": _l("Superior body"),
    "takes_complaints": _l("Takes complaints"),
    "tasks": _l("Tasks"),
    "texts": _l("Texts"),
    "to_be_checked": _l("To be checked"),
    "version": _l("Version"),
}
"""What the values of an entry are called. Facts of rounds are not here: the round's own history tells them in words."""
VALUES: Final[dict[str, Any]] = {
    "link_renewed": _l("a new one-time link was made"),
    "sessions_ended": _l("signed out everywhere"),
    "dead": _l("given up"),
    "waiting": _l("waiting"),
    "retried": _l("tried again"),
    "sent_again": _l("sent again"),
    "revoked": _l("taken back"),
    **dict(AUTHORITY_ROLES),
    **dict(LOCALITY_KINDS),
}
CODES: Final = {
    "authority", "code", "group", "invitation", "merged_from", "merged_into",
    "region", "region_code", "repeats", "rounds", "slug", "superior",
}  # fmt: skip
"""Values that are slugs, codes or ids, in Latin letters in every language."""
PAGES: Final = {
    Subject.ACCOUNT: ("accounts.admin.show_account", "account_id"),
    Subject.GROUP: ("accounts.admin.show_group", "slug"),
    Subject.AUTHORITY: ("accounts.admin.edit_authority", "slug"),
    Subject.REGION: ("accounts.admin.edit_region", "slug"),
    Subject.PROGRAMME: ("accounts.admin.edit_programme", "slug"),
    Subject.DAY_OFF: ("accounts.admin.set_day", "iso"),
    Subject.ROUND: ("rounds.show_history", "slug"),
}


@dataclass(frozen=True)
class Row:
    """One value of an entry, in words."""

    name: str
    before: str
    after: str
    member: str | None
    """The account whose role in a group it is."""
    is_code: bool
    is_english: bool


@bp.get("/changes/")
@requires(Permission.ADMINISTER)
def list_changes() -> str:
    form = ChangesForm(request.args)
    subject, day = form.wanted()
    return render_template(
        "admin/list_changes.html",
        form=form,
        sheet=queries.list_changes(context.session(), subject, day, zone=ZONE, page=page_asked()),
        chosen={"subject": subject, "day": day.isoformat() if day else None},
        page_of=page_of,
        rows_of=rows_of,
        in_words=in_words,
    )


def page_of(change: Change) -> str | None:
    """Where the changed thing is; none for what has no page of its own."""
    endpoint, name = PAGES.get(change.subject, ("", ""))
    place: dict[str, Any] = {name: change.key}
    return url_for(endpoint, **place) if endpoint else None


def rows_of(entry: queries.Entry) -> tuple[list[Row], int]:
    """Each value that has a name here, and how many others there are."""
    rows = [row_of(*value) for value in entry.values if value[0] in NAMES or is_member(value[0])]
    return rows, len(entry.values) - len(rows)


def row_of(name: str, before: Any, after: Any) -> Row:
    words = _("Role of a member") if is_member(name) else str(NAMES[name])
    member = name if is_member(name) else None
    return Row(words, in_words(before), in_words(after), member, name in CODES, name.endswith("_en"))


def is_member(name: str) -> bool:
    """Roles in a group stand under the ids of the accounts."""
    return len(name) == UUID_LENGTH and name.count("-") == 4


def in_words(value: Any) -> str:
    """A value of the log as people read it."""
    if value is None or value in ("", []):
        return _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and value in VALUES:
        return str(VALUES[value])
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    for members in (AccountRole, GroupRole, RequestState, LetterLanguage):
        if value in set(members):
            return label(members(value))
    return str(value)
