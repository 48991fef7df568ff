"""Pages of accounts: the list, one account, making one, and the deeds on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaints.accounts.admin.authorities import queries as authorities
from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.groups import queries as groups
from complaints.accounts.admin.people import actions, queries
from complaints.accounts.admin.people.forms import CreateAccountForm, FindAccountForm
from complaints.accounts.admin.people.queries import AccountState, Person
from complaints.accounts.admin.replies import NOT_TAKEN, Answer, deed, page_asked, refuse, sealed_deed, show, to
from complaints.accounts.queries import find_by_email
from complaints.domain.access import AccountRole, Permission
from complaints.domain.errors import Duplicate, Unsuitable
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import named
from complaints.web.words import gettext as _

STATES: Final[Mapping[AccountState, Any]] = {
    AccountState.WORKS: _l("can sign in"),
    AccountState.UNUSED: _l("no password yet"),
    AccountState.DISABLED: _l("disabled"),
}


@bp.get("/accounts/")
@requires(Permission.ADMINISTER)
def list_accounts() -> str:
    return _list(FindAccountForm())


@bp.post("/accounts/find")
@requires(Permission.ADMINISTER)
def find_account() -> Answer:
    """Leads to the account with this address; the address itself stands in no link."""
    form = FindAccountForm()
    if form.validate_on_submit():
        found = find_by_email(context.session(), form.email.data, cipher=context.cipher())
        if found is not None:
            return to("show_account", account_id=found.id)
        refuse(form.email, _("No account has this address. Check each letter, or create the account."))
    return _list(form), NOT_TAKEN


def _list(form: FindAccountForm) -> str:
    role = _member(AccountRole, "role")
    state = _member(AccountState, "state")
    return render_template(
        "admin/list_accounts.html",
        form=form,
        sheet=queries.list_people(context.session(), role, state, cipher=context.cipher(), page=page_asked()),
        role=role,
        roles=AccountRole,
        state=state,
        states=STATES,
    )


@bp.route("/accounts/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def create_account() -> Answer:
    session = context.session()
    form = CreateAccountForm()
    form.offer(
        groups=[(group.slug, group.name) for group in groups.list_all(session)],
        authorities=[(body.slug, named(body)) for body in authorities.list_all(session, context.lang())],
    )
    if form.validate_on_submit():
        try:
            token = actions.create_account(session, form.entry(), **sealed_deed())
        except Duplicate:
            refuse(form.email, _("This address has an account already. Open it in the list of accounts."))
        else:
            session.commit()
            return _show_link(token, form.email.data, form.language.data)
    return show("admin/create_account.html", form)


@bp.get("/accounts/<uuid:account_id>/")
@requires(Permission.ADMINISTER)
def show_account(account_id: UUID) -> str:
    session, person = context.session(), _person(account_id)
    return render_template(
        "admin/show_account.html",
        person=person,
        codes=queries.get_codes(session, person.account),
        sessions=queries.count_sessions(session, person.account, now=context.now()),
    )


@bp.post("/accounts/<uuid:account_id>/link")
@requires(Permission.ADMINISTER)
def renew_link(account_id: UUID) -> Answer:
    session, person = context.session(), _person(account_id)
    try:
        token = actions.renew_link(session, person.account, **sealed_deed())
    except Unsuitable:
        flash(_("Enable the account first, then make a link."), "wrong")
        return to("show_account", account_id=account_id)
    session.commit()
    return _show_link(token, person.email, person.account.language)


@bp.post("/accounts/<uuid:account_id>/disable")
@requires(Permission.ADMINISTER)
def disable_account(account_id: UUID) -> Response:
    session, person = context.session(), _person(account_id)
    try:
        actions.disable_account(session, person.account, **deed())
    except Unsuitable:
        flash(_("You cannot disable your own account. Ask another site administrator."), "wrong")
    else:
        session.commit()
        flash(_("The account is disabled and signed out everywhere."), "right")
    return to("show_account", account_id=account_id)


@bp.post("/accounts/<uuid:account_id>/enable")
@requires(Permission.ADMINISTER)
def enable_account(account_id: UUID) -> Response:
    session, person = context.session(), _person(account_id)
    actions.enable_account(session, person.account, **deed())
    session.commit()
    flash(_("The account is enabled. Its password works again."), "right")
    return to("show_account", account_id=account_id)


@bp.post("/accounts/<uuid:account_id>/end-sessions")
@requires(Permission.ADMINISTER)
def end_sessions(account_id: UUID) -> Response:
    session, person = context.session(), _person(account_id)
    actions.end_sessions(session, person.account, **deed())
    session.commit()
    flash(_("The account is signed out everywhere."), "right")
    return to("show_account", account_id=account_id)


@bp.post("/accounts/<uuid:account_id>/reset-codes")
@requires(Permission.ADMINISTER)
def reset_codes(account_id: UUID) -> Response:
    session, person = context.session(), _person(account_id)
    was_reset = actions.reset_codes(session, person.account, **sealed_deed())
    session.commit()
    if was_reset:
        flash(
            _("One-time codes are reset and the account is signed out everywhere. The person is told by mail."), "right"
        )
    else:
        flash(_("No one-time codes are set up for this account: nothing was changed."))
    return to("show_account", account_id=account_id)


def _person(account_id: UUID) -> Person:
    return queries.get_person(context.session(), account_id, cipher=context.cipher())


def _member(members: Any, name: str) -> Any:
    """The member of a closed set that the address asks for, or None: what no choice fits counts as not chosen."""
    asked = request.args.get(name, "")
    return members(asked) if asked in set(members) else None


def _show_link(token: str, email: str, lang: str) -> str:
    """The answer to the POST itself, never a page of its own: the link is nowhere to be read a second time."""
    url = context.settings().public_url + url_for("accounts.set_password", token=token, lang=lang)
    return render_template("admin/show_link.html", url=url, email=email)
