"""The form by which somebody joins, its receipt, and the page behind the mailed link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from complaints import tokens
from complaints.domain.complaint import LinkPurpose
from complaints.domain.errors import NotFound, StaleVersion, TooLate
from complaints.domain.petition import PetitionKind
from complaints.domain.references import hash_code
from complaints.mailed import get_link, hash_token
from complaints.models.complaints import ContactLink
from complaints.models.petitions import Petition, PetitionVersion, Publication, Supporter
from complaints.petitions import queries as petitions
from complaints.petitions.blueprint import bp
from complaints.petitions.joining import actions, queries
from complaints.petitions.joining.forms import ConfirmForm, JoinForm
from complaints.petitions.publishing import queries as published
from complaints.petitions.publishing.reading import letter_of
from complaints.petitions.publishing.views import PUBLIC, taken_off
from complaints.web import context, visits
from complaints.web.access import SAFE_METHODS, public, public_form
from complaints.web.filters import label, named
from complaints.web.headers import mark_for_one_browser, mark_personal
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

GONE: Final = 410
NOT_TAKEN: Final = 422
CHANGED: Final = 409
DISOWN: Final = "disown"
log = structlog.get_logger()


@dataclass(frozen=True)
class Offer:
    """What can be joined: a petition and the version of it that is public."""

    petition: Petition
    publication: Publication

    @property
    def version(self) -> PetitionVersion:
        return self.publication.version

    @property
    def scope(self) -> str:
        """What the form's token is signed for."""
        return f"join:{self.petition.id}"


@bp.route(PUBLIC + "join", methods=["GET", "POST"])
@public_form
def join_petition(petition_id: int) -> ResponseReturnValue:
    mark_for_one_browser()  # its token belongs to one receipt
    session = context.session()
    petition = published.get_petition(session, petition_id)
    if petition.kind is PetitionKind.INFORMATION_REQUEST:
        raise NotFound("petition", str(petition_id))
    offer = Offer(petition, published.list_publications(session, petition_id)[0])
    if request.method not in SAFE_METHODS:
        return _receive(offer)
    if offer.publication.ended_at is not None:
        return taken_off(petition, offer.publication)
    if petitions.find_submission(session, petition_id) is not None:
        return _closed(petition)
    return _show(offer, _form(None), tokens.new_token())


def _form(formdata: object) -> JoinForm:
    return JoinForm(formdata, asks_language=context.lang() == "en")


def _show(offer: Offer, form: JoinForm, token: str) -> str:
    form.token.data = tokens.sign_token(context.cipher(), offer.scope, token, now=context.now())
    form.version.data = str(offer.version.number)
    return render_template(
        "petitions/joining/join_petition.html",
        petition=offer.petition,
        version=offer.version,
        letter=letter_of(offer.version, context.lang()),
        form=form,
    )


def _closed(petition: Petition) -> str:
    return render_template("petitions/joining/closed.html", petition=petition)


def _receive(offer: Offer) -> ResponseReturnValue:
    form = _form(request.form)
    token, is_stale = _read_token(form, offer)
    earlier = queries.find_by_token(context.session(), tokens.hash_token(token))
    if earlier is not None:
        return _show_earlier(earlier, token, is_stale=is_stale)
    is_good = form.validate()
    if is_stale:
        form.refuse_token()
    if not is_good or is_stale:
        return _again(offer, form, token, NOT_TAKEN)
    return _take(offer, form, token)


def _again(offer: Offer, form: JoinForm, token: str, status: int) -> ResponseReturnValue:
    if offer.publication.ended_at is not None:
        return taken_off(offer.petition, offer.publication)
    return _show(offer, form, token), status


def _take(offer: Offer, form: JoinForm, token: str) -> ResponseReturnValue:
    session = context.session()
    read = int(form.version.data) if (form.version.data or "").isdecimal() else 0
    try:
        joined = actions.join_petition(
            session,
            cipher=context.cipher(),
            petition=offer.petition,
            version_number=read,
            person=form.person(context.lang()),
            token=token,
            now=context.now(),
        )
    except StaleVersion:
        session.rollback()
        form.tell_new_version()
        return _again(_reopened(offer.petition.id), form, token, CHANGED)
    except TooLate:
        session.rollback()
        offer = _reopened(offer.petition.id)
        if offer.publication.ended_at is not None:
            return taken_off(offer.petition, offer.publication)
        return _closed(offer.petition), CHANGED
    session.commit()
    log.info("petition_joined", number=joined.number, petition=offer.petition.id, repeat=joined.is_repeat)
    return _lead_to_receipt(joined.number, token, is_repeat=joined.is_repeat)


def _reopened(petition_id: int) -> Offer:
    session = context.session()
    return Offer(published.get_petition(session, petition_id), published.list_publications(session, petition_id)[0])


def _read_token(form: JoinForm, offer: Offer) -> tuple[str, bool]:
    """The bare token, and whether it cannot be joined with any more as it was signed."""
    try:
        return tokens.read_token(context.cipher(), offer.scope, form.token.data or "", now=context.now()), False
    except tokens.ExpiredToken as expired:
        return expired.token, True
    except tokens.BadToken:
        return tokens.new_token(), True


def _show_earlier(earlier: Supporter, token: str, *, is_stale: bool) -> ResponseReturnValue:
    """A form that was sent before made one row; its receipt is shown again for a day."""
    if earlier.erased_at is not None:
        return render_template("petitions/joining/erased.html", petition_id=earlier.petition_id), GONE
    if is_stale or not _is_code_of(earlier, token):
        return redirect(url_for("filing.track", number=earlier.number), 303)
    return _lead_to_receipt(earlier.number, token, is_repeat=True)


def _lead_to_receipt(number: str, token: str, *, is_repeat: bool) -> ResponseReturnValue:
    visits.open_as_filer(number, token, now=context.now())
    if is_repeat:
        flash(_("This form was sent before; here is its receipt. For another person, open a new form."))
    return redirect(url_for(".joining_receipt", number=number), 303)


@bp.get("/petitions/joined/<number>/receipt")
@public
def joining_receipt(number: str) -> ResponseReturnValue:
    mark_personal()
    token = visits.find_token(number, now=context.now())
    if token is None:
        return redirect(url_for("filing.track", number=number))
    supporter = queries.get_supporter(context.session(), number)
    return render_template(
        "petitions/joining/receipt.html",
        supporter=supporter,
        petition=supporter.petition,
        code=tokens.code_of(context.cipher(), token) if _is_code_of(supporter, token) else None,
    )


def _is_code_of(supporter: Supporter, token: str) -> bool:
    """Whether the code that derives from the token is still this one's."""
    return hash_code(tokens.code_of(context.cipher(), token)) == supporter.code_hash


@bp.route("/petitions/confirm/<token>", methods=["GET", "POST"])
@public_form
def confirm_joining(token: str) -> ResponseReturnValue:
    """A GET only shows, so that a mail scanner that opens the link confirms nothing."""
    mark_personal()
    session = context.session()
    try:
        link = get_link(session, hash_token(token), LinkPurpose.JOIN, now=context.now())
    except NotFound:
        return render_template("petitions/joining/link_gone.html"), GONE
    waiting = sorted(queries.list_waiting(session, link), key=lambda one: one.id != link.supporter_id)
    ticked = [one.number for one in waiting if one.id == link.supporter_id]
    form = ConfirmForm(request.form if request.method == "POST" else None, data={"numbers": ticked})
    form.offer([(one.number, _line(one)) for one in waiting])
    if request.method in SAFE_METHODS or not waiting:
        return render_template("petitions/joining/confirm.html", form=form, waiting=waiting)
    if not form.validate():
        return render_template("petitions/joining/confirm.html", form=form, waiting=waiting), NOT_TAKEN
    _do(link, [one for one in waiting if one.number in form.numbers.data])
    return redirect(url_for(".confirm_joining", token=token), 303)


def _do(link: ContactLink, chosen: Sequence[Supporter]) -> None:
    """Confirming is what the form does when no button is named: the key Enter sends it so."""
    session, disowns = context.session(), request.form.get("do") == DISOWN
    if disowns:
        done = actions.disown(session, link, chosen)
        said = _("We took your address off. No more mails about it come to you.")
    else:
        done = actions.confirm_by_mail(session, link, chosen, now=context.now())
        said = ngettext("Confirmed: you joined.", "Confirmed: you joined %(num)s times.", len(done))
    session.commit()
    if done:
        flash(said, "right")
    for number in done:
        log.info("joining_disowned" if disowns else "joining_confirmed", number=number)


def _line(supporter: Supporter) -> str:
    return _(
        "%(number)s: %(kind)s No. %(id)s, %(round)s",
        number=supporter.number,
        kind=label(supporter.petition.kind),
        id=supporter.petition_id,
        round=named(supporter.petition.round),
    )
