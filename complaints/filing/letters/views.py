"""The filer's own letter to the authority, and the number that the authority gave it. By visit only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from complaints.data.portal import portal_form
from complaints.domain.complaint import LetterLanguage, OwnKind
from complaints.domain.evidence import ENDINGS
from complaints.filing.blueprint import bp
from complaints.filing.evidence.queries import list_of_complaint
from complaints.filing.letters import actions, wording_kk, wording_ru
from complaints.filing.letters.document import Annex, OwnLetter, compose_own_letter
from complaints.filing.letters.forms import OwnNumberForm
from complaints.filing.letters.panel import own_panel
from complaints.filing.letters.plain import plain_text
from complaints.filing.queries import get_complaint
from complaints.models import Complaint
from complaints.phrases import kk, ru
from complaints.portal import PortalLetter, fill
from complaints.web import context, visits
from complaints.web.access import SAFE_METHODS, public, public_form
from complaints.web.headers import mark_personal
from complaints.web.words import gettext as _
from complaints.wordings import read_words

NOT_TAKEN: Final = 422
WORDINGS: Final[Mapping[LetterLanguage, tuple[ModuleType, ModuleType]]] = MappingProxyType(
    {LetterLanguage.KK: (kk, wording_kk), LetterLanguage.RU: (ru, wording_ru)}
)


@bp.get("/complaints/<number>/letter")
@public
def show_letter(number: str) -> ResponseReturnValue:
    """The complaint as a letter: `?in=` its language, `?as=` a complaint or, when that is late, an appeal."""
    mark_personal()
    if not visits.may_see(number, now=context.now()):
        return redirect(url_for(".track", number=number))
    complaint = get_complaint(context.session(), number)
    if complaint.erased_at is not None:
        return redirect(url_for(".show_complaint", number=number))
    letter = _letter(complaint)
    words, say = WORDINGS[letter.language]
    paper = render_template(f"documents/_own_letter.{letter.language}.html", letter=letter, words=words, say=say)
    return render_template(
        "filing/letters/show_letter.html",
        complaint=complaint,
        letter=letter,
        words=words,
        say=say,
        plain=plain_text(paper),
        fields=fill(_for_portal(complaint, letter)),
        portal_words=portal_form()["fields"],
        languages=list(LetterLanguage),
        kinds=list(OwnKind),
    )


def _letter(complaint: Complaint) -> OwnLetter:
    files = list_of_complaint(context.session(), complaint, cipher=context.cipher())
    return compose_own_letter(
        complaint,
        read_words(complaint, context.cipher()),
        [Annex(file.kind, f"{complaint.number}-{file.place}.{ENDINGS[file.kind]}") for file in files],
        kind=OwnKind.APPEAL if request.args.get("as") == OwnKind.APPEAL else OwnKind.COMPLAINT,
        language=_language(complaint),
        now=context.now(),
    )


def _for_portal(complaint: Complaint, letter: OwnLetter) -> PortalLetter:
    """The text has a field of its own on the page."""
    bodies = (letter.challenged, letter.reviewing) if letter.is_complaint else (letter.reviewing,)
    return PortalLetter(
        language=letter.language,
        kind=letter.kind.value,
        region=getattr(complaint.round.region, f"name_{letter.language.value}"),
        addressees=[body.nominative for body in bodies],
        text="",
        is_collective=False,
        name=letter.applicant.full_name,
        address=letter.applicant.postal_address,
        phone=letter.applicant.phone,
    )


def _language(complaint: Complaint) -> LetterLanguage:
    """The one asked for, else that of the complaint."""
    asked = request.args.get("in", "")
    return LetterLanguage(asked) if asked in set(LetterLanguage) else complaint.language


@bp.route("/complaints/<number>/own", methods=["GET", "POST"])
@public_form
def keep_own_number(number: str) -> ResponseReturnValue:
    """What the authority gave the filer: kept, changed, or taken away by the button `do=forget`."""
    mark_personal()
    if not visits.may_see(number, now=context.now()):
        return redirect(url_for(".track", number=number), 303)
    complaint = get_complaint(context.session(), number)
    if complaint.erased_at is not None:
        return redirect(url_for(".show_complaint", number=number), 303)
    if request.method in SAFE_METHODS:
        return _show_own(complaint)
    if request.form.get("do") == "forget":
        actions.forget_own_number(complaint)
        context.session().commit()
        flash(_("The number of your own complaint is taken away."), "right")
        return _back(number)
    panel = own_panel(complaint, request.form)
    if not panel.form.validate():
        return render_template("filing/letters/own_number.html", complaint=complaint, own_panel=panel), NOT_TAKEN
    _keep(complaint, panel.form)
    return _back(number)


def _keep(complaint: Complaint, form: OwnNumberForm) -> None:
    actions.keep_own_number(
        context.session(),
        complaint,
        cipher=context.cipher(),
        kind=form.kind,
        number=form.own_number.data,
        registered_on=form.own_registered_on.data,
    )
    context.session().commit()
    flash(_("The number is kept. The last day for the answer is below."), "right")


def _show_own(complaint: Complaint) -> str:
    return render_template("filing/letters/own_number.html", complaint=complaint, own_panel=own_panel(complaint))


def _back(number: str) -> ResponseReturnValue:
    return redirect(url_for(".show_complaint", number=number, _anchor="own"), 303)
