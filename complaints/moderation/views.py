"""Pages of moderators: the queue, one text with what was found in it, and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints import data
from complaints.domain.access import Permission
from complaints.domain.errors import StaleVersion
from complaints.domain.moderation import Decision, PersonalData, TakenByAnother, TextState
from complaints.models.moderation import PublicText
from complaints.moderation import actions, queries
from complaints.moderation.blanking import blanked
from complaints.moderation.blueprint import bp
from complaints.moderation.forms import DecisionForm, TextsForm, kind_of, member
from complaints.moderation.highlighting import Highlight, find_personal_data
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import moment
from complaints.web.words import gettext as _

Answer = str | tuple[str, int] | Response
CONFLICT: Final = 409
NOT_TAKEN: Final = 422
Piece = tuple[str, PersonalData | None]


@bp.get("/moderation/")
@requires(Permission.MODERATE)
def list_texts() -> str:
    session, viewer = context.session(), context.viewer()
    form = TextsForm(request.args, queries.list_rounds(session, viewer))
    wanted = form.wanted()
    return render_template(
        "moderation/list_texts.html",
        form=form,
        wanted=wanted,
        states=list(TextState),
        sheet=queries.list_texts(session, viewer, wanted, page=request.args.get("page", 1, type=int)),
        waiting=queries.count_waiting(session, viewer),
        holder=lambda text: actions.holder(text, now=context.now()),
        chosen={"language": wanted.language, "round": wanted.round_slug},
    )


@bp.post("/moderation/take")
@requires(Permission.MODERATE)
def take_next() -> Response:
    session, viewer = context.session(), context.viewer()
    wanted = TextsForm(request.form, queries.list_rounds(session, viewer)).wanted()
    wanted = queries.Wanted(TextState.WAITING, wanted.language, wanted.round_slug)
    complaint_id = actions.take_next(session, viewer, wanted, now=context.now())
    session.commit()
    if complaint_id is None:
        flash(_("No text waits that another moderator has not taken."))
        return redirect(url_for("moderation.list_texts", language=wanted.language, round=wanted.round_slug), 303)
    return to_text(complaint_id)


@bp.post("/moderation/texts/<uuid:complaint_id>/take")
@requires(Permission.MODERATE)
def take_text(complaint_id: UUID) -> Response:
    try:
        actions.take_text(context.session(), context.viewer(), complaint_id, now=context.now())
    except TakenByAnother as taken:
        context.session().rollback()
        flash(taken_until(taken), "late")
    context.session().commit()
    return to_text(complaint_id)


@bp.post("/moderation/texts/<uuid:complaint_id>/give-back")
@requires(Permission.MODERATE)
def give_back(complaint_id: UUID) -> Response:
    actions.give_back(context.session(), context.viewer(), complaint_id)
    context.session().commit()
    flash(_("The text is back in the queue."))
    return redirect(url_for("moderation.list_texts"), 303)


@bp.get("/moderation/texts/<uuid:complaint_id>")
@requires(Permission.MODERATE)
def show_text(complaint_id: UUID) -> str:
    text = queries.get_text(context.session(), context.viewer(), complaint_id)
    words, highlights = read(text)
    return show(text, words, highlights, DecisionForm(words, highlights, actions.seen(text)))


@bp.post("/moderation/texts/<uuid:complaint_id>")
@requires(Permission.MODERATE)
def decide(complaint_id: UUID) -> Answer:
    """With `do=preview` nothing is decided: the page comes back with what the public would read."""
    text = queries.get_text(context.session(), context.viewer(), complaint_id)
    words, highlights = read(text)
    form = DecisionForm(words, highlights, actions.seen(text))
    if form.had_seen() != actions.seen(text):
        return stale(text, words, highlights, form)
    if request.form.get("do") == "preview":
        is_sound = form.validate_for_preview()
        page = show(text, words, highlights, form, preview=preview_of(words, form) if is_sound else None)
        return page if is_sound else (page, NOT_TAKEN)
    if not form.validate():
        return show(text, words, highlights, form), NOT_TAKEN
    return record(text, form) or conflict(complaint_id)


def record(text: PublicText, form: DecisionForm) -> Response | None:
    """Keep the decision; None when another moderator or the filer was faster."""
    try:
        actions.decide(
            context.session(),
            cipher=context.cipher(),
            viewer=context.viewer(),
            complaint_id=text.complaint_id,
            had_seen=form.had_seen(),
            verdict=form.verdict(),
            now=context.now(),
        )
    except (StaleVersion, TakenByAnother):
        context.session().rollback()
        return None
    context.session().commit()
    flash(_("The decision is recorded. The filer sees it."), "right")
    return redirect(url_for("moderation.list_texts"), 303)


def conflict(complaint_id: UUID) -> Answer:
    """The text as it stands now, with everything that was typed."""
    text = queries.get_text(context.session(), context.viewer(), complaint_id)
    words, highlights = read(text)
    return stale(text, words, highlights, DecisionForm(words, highlights, actions.seen(text)))


def stale(text: PublicText, words: str, highlights: Sequence[Highlight], form: DecisionForm) -> Answer:
    """What was typed stays; who decided first, or what the filer changed, is on the page."""
    holder = actions.holder(text, now=context.now())
    if form.had_seen().complaint_version != text.complaint_version:
        message = _("The filer has corrected the text meanwhile. Read it again: your decision is not recorded.")
        form.blanks.data = [choice.value for choice in form.blanks.choices]
    elif holder not in {None, context.viewer().account_id} and text.taken_until is not None:
        message = taken_until(TakenByAnother(text.taken_until))
    else:
        message = _("Another decision about this text was recorded meanwhile. Yours is not recorded; look at both.")
    form.form_errors.append(message)
    return show(text, words, highlights, form), CONFLICT


def show(
    text: PublicText, words: str, highlights: Sequence[Highlight], form: DecisionForm, preview: str | None = None
) -> str:
    session, viewer = context.session(), context.viewer()
    holder = actions.holder(text, now=context.now())
    return render_template(
        "moderation/show_text.html",
        text=text,
        complaint=text.complaint,
        grounds=[data.grounds()[ground.code] for ground in text.complaint.grounds],
        is_sensitive=queries.is_sensitive(text.complaint),
        alike=queries.find_alike(session, [text.complaint_id]).get(text.complaint_id, ()),
        pieces=pieces_of(words, highlights),
        kinds=[kind_of(item) for item in highlights],
        form=form,
        preview=preview,
        decisions=queries.list_decisions(session, viewer, text.complaint_id),
        is_mine=text.state is not TextState.WAITING or text.taken_by == viewer.account_id,
        is_taken=holder not in {None, viewer.account_id},
    )


def read(text: PublicText) -> tuple[str, Sequence[Highlight]]:
    """The filer's words and what was found in them."""
    words = actions.narrative_of(text.complaint, context.cipher())
    return words, find_personal_data(words)


def pieces_of(words: str, highlights: Sequence[Highlight]) -> Sequence[Piece]:
    """The text in pieces, each with its kind or None, in order and whole."""
    pieces: list[Piece] = []
    end = 0
    for item in highlights:
        pieces += [(words[end : item.start], None), (words[item.start : item.end], item.kind)]
        end = item.end
    return [piece for piece in [*pieces, (words[end:], None)] if piece[0]]


def preview_of(words: str, form: DecisionForm) -> str:
    """What the public would read after the decision as it is filled in; with none chosen, the text with its blanks."""
    decision = member(Decision, form.decision.data)
    if decision is Decision.HOLD:
        return ""
    return blanked(words, () if decision is Decision.RELEASE else form.places())


def taken_until(taken: TakenByAnother) -> str:
    return _("Another moderator has this text until %(time)s. Your decision is not recorded.", time=moment(taken.until))


def to_text(complaint_id: UUID) -> Response:
    return redirect(url_for("moderation.show_text", complaint_id=complaint_id), 303)
