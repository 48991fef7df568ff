"""Pages of the group's desk. Every one asks for the group first, as this viewer: strangers get "not found"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission, may_edit_group
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Forbidden, IllegalStep, StaleVersion
from complaints.domain.petition import NAMES_CHALLENGED, DeskState, PetitionKind
from complaints.models.petitions import Petition
from complaints.petitions import actions, builder, desk, queries
from complaints.petitions.blueprint import bp
from complaints.petitions.detached import list_detached
from complaints.petitions.forms import KINDS, BuilderForm, StartForm
from complaints.petitions.standing import is_chosen
from complaints.petitions.summing import Summary, summarise
from complaints.web import context
from complaints.web.access import requires
from complaints.web.clocks import today
from complaints.web.filters import named
from complaints.web.words import gettext as _

PETITION: Final = "/groups/<slug>/petitions/<int(max=2147483647):petition_id>/"


@bp.get("/groups/")
@requires(Permission.SEE_GROUP_DESK)
def list_groups() -> str:
    groups = queries.list_groups(context.session(), context.viewer())
    return render_template("petitions/list_groups.html", groups=groups)


@bp.get("/groups/<slug>/")
@requires(Permission.SEE_GROUP_DESK)
def show_group(slug: str) -> str:
    session, viewer = context.session(), context.viewer()
    group = queries.get_group(session, viewer, slug)
    asked = request.args.get("state", "")
    state = DeskState(asked) if asked in set(DeskState) else None
    return render_template(
        "petitions/show_group.html",
        group=group,
        role=queries.role_in(viewer, group),
        may_edit=may_edit_group(viewer, group.id),
        rounds=desk.list_rounds(session, group),
        detached=list_detached(session, group, now=context.now()),
        sheet=desk.list_cards(session, group, state, page=request.args.get("page", 1, type=int), now=context.now()),
        state=state,
        states=DeskState,
    )


@bp.route("/groups/<slug>/petitions/new", methods=["GET", "POST"])
@requires(Permission.PREPARE_PETITION)
def start_petition(slug: str) -> str | Response | tuple[str, int]:
    session, viewer = context.session(), context.viewer()
    group = queries.get_group(session, viewer, slug)
    if not may_edit_group(viewer, group.id):
        raise Forbidden(slug)
    rounds = {round_.slug: round_ for round_ in queries.list_rounds(session, group)}
    asked = request.args.get("round", "")
    late = asked in rounds and queries.are_mostly_late(session, rounds[asked].id, group.id)
    form = StartForm(data={"round": asked, "kind": _proposed_kind(late).value, "about": request.args.get("about", "")})
    form.round.choices = [(round_.slug, named(round_)) for round_ in rounds.values()]
    if not form.validate_on_submit():
        page = render_template("petitions/start_petition.html", group=group, form=form, kinds=KINDS, late=late)
        return (page, 422) if form.is_submitted() else page
    petition = actions.start_petition(
        session,
        viewer=viewer,
        group=group,
        round_=queries.get_round(session, group, form.round.data),
        kind=PetitionKind(form.kind.data),
        now=context.now(),
        is_example=context.settings().is_example,
        about=form.about.data or "",
    )
    session.commit()
    return redirect(url_for("petitions.show_petition", slug=slug, petition_id=petition.id), 303)


def _proposed_kind(late: bool) -> PetitionKind:
    """The kind that a link asked for; otherwise an appeal when most filed late: it has no term of three months."""
    asked = request.args.get("kind", "")
    if asked in set(PetitionKind):
        return PetitionKind(asked)
    return PetitionKind.APPEAL if late else PetitionKind.COMPLAINT


@bp.get(PETITION)
@requires(Permission.SEE_GROUP_DESK)
def show_petition(slug: str, petition_id: int) -> str:
    return _builder(queries.get_petition(context.session(), context.viewer(), slug, petition_id))


@bp.post(PETITION)
@requires(Permission.PREPARE_PETITION)
def save_petition(slug: str, petition_id: int) -> str | Response | tuple[str, int]:
    """Save the draft; with `do` go on to a page of it, so that nothing typed is lost on the way."""
    session = context.session()
    petition = queries.get_petition(session, context.viewer(), slug, petition_id)
    if not may_edit_group(context.viewer(), petition.group_id):
        raise Forbidden(slug)
    form = _form(petition)
    if not form.validate():
        return _builder(petition, form), 422
    if refused := _save(petition, form):
        return refused
    session.commit()
    if request.form.get("do") == "superior":
        actions.propose_superior(session, viewer=context.viewer(), petition=petition)
        session.commit()
    language = _language()
    here: dict[str, Any] = {"slug": slug, "petition_id": petition_id}
    match request.form.get("do"):
        case "freeze":
            return redirect(url_for("petitions.freeze_petition", **here), 303)
        case "complaints":
            return redirect(url_for("petitions.choose_complaints", **here), 303)
        case "text":
            return redirect(url_for("petitions.show_text", **here, language=language.value), 303)
        case _:
            flash(_("Saved."), "right")
            return redirect(url_for("petitions.show_petition", **here, letter=language.value), 303)


def _save(petition: Petition, form: BuilderForm) -> tuple[str, int] | None:
    """Save what was typed, or give the page that says why not, with everything typed in it."""
    session, cipher = context.session(), context.cipher()
    draft = form.draft(known_name=actions.get_representative(petition, cipher).full_name)
    is_about_another = draft.about_submission and form.about_was.data != draft.about_submission
    if form.kind_was.data != draft.kind or is_about_another:
        draft = actions.with_bodies_of_kind(session, petition, draft, today=today(context.now()))
    number = int(form.edit_number.data) if form.edit_number.data.isdecimal() else 0
    deed: dict[str, Any] = {
        "cipher": cipher,
        "viewer": context.viewer(),
        "petition": petition,
        "draft": draft,
        "edit_number": number,
    }
    try:
        actions.save_petition(session, **deed)
    except IllegalStep:
        form.kind.errors = [*form.kind.errors, _("A frozen version has its kind already. Start a new draft instead.")]
        return _builder(petition, form), 422
    except StaleVersion as error:
        form.edit_number.data = form.edit_number.raw_data = str(error.current)
        form.form_errors.append(
            _("Somebody else saved this draft first. Nothing you typed is lost: compare, then save again.")
        )
        session.refresh(petition)
        return _builder(petition, form, builder.compare(form, draft, actions.get_draft(petition, cipher))), 409
    return None


def _summary(petition: Petition) -> Summary:
    return summarise(context.session(), is_chosen(petition))


def _form(petition: Petition) -> BuilderForm:
    session, cipher = context.session(), context.cipher()
    return builder.builder_form(session, cipher, petition, context.lang(), _summary(petition))


def _language() -> LetterLanguage:
    """Of the letter that is shown beside the form."""
    wanted = request.args.get("letter") or context.lang()
    return LetterLanguage(wanted) if wanted in set(LetterLanguage) else LetterLanguage.KK


def _builder(
    petition: Petition, form: BuilderForm | None = None, differences: Sequence[builder.Difference] = ()
) -> str:
    session, viewer, cipher = context.session(), context.viewer(), context.cipher()
    language = _language()
    shown = builder.preview(session, cipher, viewer, petition, language=language, today=context.now().date())
    return render_template(
        "petitions/show_petition.html",
        petition=petition,
        form=form or builder.builder_form(session, cipher, petition, context.lang(), shown.included),
        shown=shown,
        language=language,
        languages=LetterLanguage,
        kinds=KINDS,
        reasons=builder.reasons(session, petition, shown.included),
        asked_by_all=builder.asked_by_all(session, petition),
        warnings=builder.warnings(petition),
        names_challenged=petition.kind in NAMES_CHALLENGED,
        differences=differences,
        eligible=queries.count_eligible(session, petition.round_id, petition.group_id, petition.id),
        submission=queries.find_submission(session, petition.id),
        leavers=queries.list_leavers(session, petition.versions[-1].id) if petition.versions else (),
        may_edit=may_edit_group(viewer, petition.group_id),
    )
