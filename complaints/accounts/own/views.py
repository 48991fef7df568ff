"""The own account: one page to see it, and a page for each deed that changes how one comes in."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints.accounts import actions as accounts
from complaints.accounts import sessions
from complaints.accounts.blueprint import bp
from complaints.accounts.codes.queries import count_spare_codes
from complaints.accounts.kept.queries import find_kept
from complaints.accounts.own import actions, queries
from complaints.accounts.own.forms import ChangeEmailForm, ChangePasswordForm, LanguageForm, RemindersForm
from complaints.accounts.proving.forms import ProofForm
from complaints.accounts.proving.views import prove
from complaints.accounts.queries import get_own_account, hash_token
from complaints.domain.access import AccountRole, Permission
from complaints.domain.errors import Duplicate, NotFound, TooManyTries, Unsuitable
from complaints.models import Account
from complaints.web import context
from complaints.web.access import SAFE_METHODS, public_form, requires
from complaints.web.headers import mark_personal
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422
GONE: Final = 410
TOO_MANY: Final = 429
FOLLOW_TERMS: Final = frozenset({AccountRole.ORGANISER, AccountRole.OFFICIAL})


@bp.get("/account/")
@requires(Permission.USE_ACCOUNT)
def account() -> str:
    session, viewer, now = context.session(), context.viewer(), context.now()
    row = queries.get_account(session, viewer)
    return render_template(
        "accounts/account.html",
        own=get_own_account(session, viewer, cipher=context.cipher()),
        codes_since=row.totp_since,
        spares=count_spare_codes(session, row),
        language=LanguageForm(data={"language": row.language}),
        reminders=RemindersForm(data={"reminders": actions.wanted_reminders(row)})
        if row.role in FOLLOW_TERMS
        else None,
        open_sessions=queries.list_sessions(session, viewer, now=now),
        this_one=hash_token(sessions.current_token()),
        kept=find_kept(session, viewer, token=sessions.kept_token(), now=now),
    )


def _reminders_of(row: Account) -> RemindersForm | None:
    """Only for those who follow terms."""
    return RemindersForm(data={"reminders": actions.wanted_reminders(row)}) if row.role in FOLLOW_TERMS else None


@bp.post("/account/language")
@requires(Permission.USE_ACCOUNT)
def change_language() -> Response:
    form = LanguageForm(request.form)
    if form.validate():
        queries.get_account(context.session(), context.viewer()).language = form.language.data
        context.session().commit()
        flash(_("Saved."), "right")
    return _back()


@bp.post("/account/reminders")
@requires(Permission.USE_ACCOUNT)
def choose_reminders() -> Response:
    form = RemindersForm(request.form)
    if form.validate():
        row = queries.get_account(context.session(), context.viewer())
        actions.choose_reminders(row, form.reminders.data or [])
        context.session().commit()
        flash(_("Saved."), "right")
    return _back()


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def change_password() -> Answer:
    session = context.session()
    row = queries.get_account(session, context.viewer())
    form = ask_proof(ChangePasswordForm(_sent()), row)
    if refused := refuse_unproven("accounts/change_password.html", form, row):
        return refused
    actions.change_password(session, row, form.password.data, token=sessions.current_token(), now=context.now())
    session.commit()
    flash(_("Your password is changed. You stay signed in here and are signed out everywhere else."), "right")
    return _back()


@bp.route("/account/email", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def change_email() -> Answer:
    """The same answer whether another account has the address: the mail says it, to the owner of the mailbox."""
    session, template = context.session(), "accounts/change_email.html"
    row = queries.get_account(session, context.viewer())
    form = ask_proof(ChangeEmailForm(_sent()), row)
    if refused := refuse_unproven(template, form, row):
        return refused
    try:
        actions.change_email(session, row, form.email.data, cipher=context.cipher(), now=context.now())
    except Unsuitable:
        form.refuse_own()
        return render_template(template, form=form), NOT_TAKEN
    except TooManyTries as error:
        return render_template(template, form=form, too_many=error), TOO_MANY
    finally:
        session.commit()
    flash(_("We sent a mail to the new address. Open the link in it within a day; until then the old address counts."))
    return _back()


@bp.route("/account/email/<token>", methods=["GET", "POST"])
@public_form
def confirm_email(token: str) -> Answer:
    """A GET changes nothing, so that a mail scanner that opens the link confirms nothing."""
    mark_personal()
    session = context.session()
    change = queries.find_email_change(session, token=token, now=context.now())
    if change is None:
        return render_template("accounts/email_link_gone.html"), GONE
    if request.method in SAFE_METHODS:
        return render_template("accounts/confirm_email.html")
    try:
        actions.confirm_email(session, change, cipher=context.cipher(), now=context.now())
    except (NotFound, Duplicate):
        return render_template("accounts/email_link_gone.html"), GONE
    finally:
        session.commit()
    flash(_("Your new e-mail address counts from now on. Sign in with it."), "right")
    return _back()


@bp.post("/account/sessions/<uuid:session_id>/end")
@requires(Permission.USE_ACCOUNT)
def end_session(session_id: UUID) -> Response:
    actions.end_one_session(context.session(), context.viewer(), session_id, now=context.now())
    context.session().commit()
    flash(_("That device is signed out."), "right")
    return _back()


@bp.post("/account/sessions/end-others")
@requires(Permission.USE_ACCOUNT)
def end_other_sessions() -> Response:
    session, account_id = context.session(), context.viewer().account_id
    if account_id is None:
        raise NotFound("account")
    ended = accounts.end_other_sessions(
        session, account_id=account_id, token=sessions.current_token(), now=context.now()
    )
    session.commit()
    flash(ngettext("%(num)s other device is signed out.", "%(num)s other devices are signed out.", ended), "right")
    return _back()


def ask_proof(form: Any, row: Account) -> Any:
    """The form with a field for the code only where the account has codes."""
    if row.totp_since is None:
        form.ask_no_code()
    return form


def refuse_unproven(template: str, form: ProofForm, row: Account, **shown: object) -> Answer | None:
    """The page, as long as the form is not sent, not complete, or does not prove who is asking; then None."""
    if request.method in SAFE_METHODS:
        return render_template(template, form=form, **shown)
    if not form.validate():
        return render_template(template, form=form, **shown), NOT_TAKEN
    try:
        is_proven = prove(form, row)
    except TooManyTries as error:
        return render_template(template, form=form, too_many=error, **shown), TOO_MANY
    return None if is_proven else (render_template(template, form=form, **shown), NOT_TAKEN)


def _sent() -> Any:
    return request.form if request.method == "POST" else None


def _back() -> Response:
    return redirect(url_for("accounts.account"), 303)
