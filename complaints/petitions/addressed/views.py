"""The official's copy: the files of the version that was handed in to the own authority, and of no other one.

The copy with names is handed out by a POST and written down like the group's own download of it.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission, may_answer_for
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import NotFound, SomebodyLeft
from complaints.domain.petition import Cut, ExportState
from complaints.models.petitions import PetitionVersion
from complaints.petitions import queries as petitions
from complaints.petitions.addressed import queries
from complaints.petitions.blueprint import bp
from complaints.petitions.freezing import actions
from complaints.petitions.freezing.views import give_file, give_tables
from complaints.storage import StorageAway
from complaints.web import context
from complaints.web.access import requires
from complaints.web.words import gettext as _

AT_DESK: Final = "/desk/<uuid:submission_id>/documents/"
PDF: Final = "pdf"


@bp.post(AT_DESK + "official.<any(kk, ru):code>.pdf")
@requires(Permission.USE_DESK)
def download_addressed(submission_id: UUID, code: str) -> Response:
    return _give_named(submission_id, LetterLanguage(code), PDF)


@bp.post(AT_DESK + "official.<any(kk, ru):code>.<any(xlsx, zip):form>")
@requires(Permission.USE_DESK)
def download_addressed_tables(submission_id: UUID, code: str, form: str) -> Response:
    return _give_named(submission_id, LetterLanguage(code), form)


@bp.get(AT_DESK + "public.<any(kk, ru):code>.pdf")
@requires(Permission.USE_DESK)
def download_addressed_public(submission_id: UUID, code: str) -> Response:
    return _give_public(submission_id, LetterLanguage(code), PDF)


@bp.get(AT_DESK + "public.<any(kk, ru):code>.<any(xlsx, zip):form>")
@requires(Permission.USE_DESK)
def download_addressed_public_tables(submission_id: UUID, code: str, form: str) -> Response:
    return _give_public(submission_id, LetterLanguage(code), form)


def _give_named(submission_id: UUID, language: LetterLanguage, form: str) -> Response:
    """Kept is only a look at what was really given out. Names are for the body to whom they were handed in: what was
    passed on brings its own papers along.
    """
    session, viewer = context.session(), context.viewer()
    submission = queries.get_addressed(session, viewer, submission_id)
    if not may_answer_for(viewer, submission.authority_id):
        raise NotFound("submission", str(submission_id))
    version = submission.version
    try:
        answer = _give(version, language, Cut.OFFICIAL, form)
    except SomebodyLeft:
        return _back(submission_id, _("Somebody in this version left it, so its copy with names was removed here."))
    except (StorageAway, FileNotFoundError):
        return _cannot_fetch(submission_id)
    actions.note_download(session, viewer=viewer, version=version, language=language, now=context.now())
    session.commit()
    return answer


def _give_public(submission_id: UUID, language: LetterLanguage, form: str) -> Response:
    version = queries.get_addressed(context.session(), context.viewer(), submission_id).version
    try:
        return _give(version, language, Cut.PUBLIC, form)
    except (StorageAway, FileNotFoundError):
        return _cannot_fetch(submission_id)


def _give(version: PetitionVersion, language: LetterLanguage, cut: Cut, form: str) -> Response:
    """Raises NotFound, StorageAway, and SomebodyLeft for a file with names that was removed."""
    if petitions.get_export(version, language, cut).state is ExportState.REMOVED:
        raise SomebodyLeft
    return give_file(version, language, cut) if form == PDF else give_tables(version, language, cut, form)


def _cannot_fetch(submission_id: UUID) -> Response:
    return _back(submission_id, _("The file cannot be fetched now because of a fault on our side. Try again later."))


def _back(submission_id: UUID, sentence: str) -> Response:
    flash(sentence, "late")
    return redirect(url_for("responses.show_at_desk", submission_id=submission_id, _anchor="documents"), 303)
