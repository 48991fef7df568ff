"""Files of a submission in a request: kept with a form, added later, given out to the group and the authority alone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission, may_edit_group
from complaints.domain.errors import Forbidden, NotFound
from complaints.domain.lifecycle import AttachmentKind
from complaints.evidence.faults import FileRefused
from complaints.models.submissions import Attachment, Submission
from complaints.responses import queries
from complaints.responses.attaching import actions, jobs
from complaints.responses.blueprint import bp
from complaints.responses.forms import ProofForm
from complaints.storage import StorageAway
from complaints.web import context
from complaints.web.access import requires
from complaints.web.files import Upload, say_refused, serve, takes_files
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

__all__ = ["jobs"]


def keep_uploads(uploads: Sequence[Upload], purpose: AttachmentKind) -> list[Attachment]:
    """Store what came with a form; nobody waits for the storage. Raises FileRefused, and then nothing is kept."""
    context.session().commit()
    kept: list[Attachment] = []
    for upload in uploads:
        try:
            kept.append(keep_upload(upload, purpose))
        except FileRefused:
            actions.drop(kept, storage=context.storage())
            raise
    return kept


def keep_upload(upload: Upload, purpose: AttachmentKind) -> Attachment:
    return actions.keep(
        cipher=context.cipher(),
        storage=context.storage(),
        name=upload.name,
        data=upload.data,
        purpose=purpose,
        now=context.now(),
    )


def add_uploads(
    files: Sequence[Attachment], submission: Submission, response_id: UUID | None, event_id: UUID | None = None
) -> int:
    """Give kept files to a submission that this transaction has locked. Raises FileRefused."""
    return actions.add(
        context.session(),
        files,
        viewer=context.viewer(),
        submission=submission,
        response_id=response_id,
        event_id=event_id,
        storage=context.storage(),
        now=context.now(),
    )


@bp.post("/groups/<slug>/petitions/<int(max=2147483647):petition_id>/submission/proof")
@requires(Permission.RECORD_SUBMISSION)
@takes_files
def add_proof(slug: str, petition_id: int) -> Response:
    found = queries.get_hand_over(context.session(), context.viewer(), slug, petition_id)
    if found.submission is None:
        raise NotFound("submission", str(petition_id))
    if not may_edit_group(context.viewer(), found.petition.group_id):
        raise Forbidden
    form = ProofForm()
    if not form.validate_on_submit():
        for sentence in form.proof.errors:
            flash(sentence, "wrong")
    else:
        _add_proof(found.submission, form.proof.data)
    place = url_for(".record_submission", slug=slug, petition_id=petition_id, _anchor="proofs")
    return redirect(place, 303)


def _add_proof(submission: Submission, uploads: Sequence[Upload]) -> None:
    try:
        added = actions.add_proof(
            context.session(),
            keep_uploads(uploads, AttachmentKind.PROOF),
            viewer=context.viewer(),
            submission=submission,
            storage=context.storage(),
            now=context.now(),
        )
    except FileRefused as refused:
        context.session().rollback()
        flash(say_refused(refused.fault, uploads[-1].name), "wrong")
        return
    context.session().commit()
    flash(ngettext("%(num)s file is added.", "%(num)s files are added.", added), "right")


@bp.get("/groups/<slug>/petitions/<int(max=2147483647):petition_id>/submission/files/<uuid:file_id>")
@requires(Permission.SEE_GROUP_DESK)
def get_attachment(slug: str, petition_id: int, file_id: UUID) -> Response:
    """For every member of the group."""
    found = queries.get_hand_over(context.session(), context.viewer(), slug, petition_id)
    if found.submission is None:
        raise NotFound("submission", str(petition_id))
    return _give_out(found.submission, file_id)


@bp.get("/desk/<uuid:submission_id>/files/<uuid:file_id>")
@requires(Permission.USE_DESK)
def get_attachment_at_desk(submission_id: UUID, file_id: UUID) -> Response:
    """For every official of the authority."""
    return _give_out(queries.get_addressed(context.session(), context.viewer(), submission_id), file_id)


def _give_out(submission: Submission, file_id: UUID) -> Response:
    placed = {file.id: (place, file) for place, file in enumerate(submission.attachments, start=1)}
    if file_id not in placed:
        raise NotFound("attachment", str(file_id))
    place, file = placed[file_id]
    name = f"{submission.version.petition_id}-{file.purpose.value}-{place}"
    try:
        data = actions.read_clean(file, cipher=context.cipher(), storage=context.storage())
    except StorageAway:
        flash(_("The file cannot be fetched now because of a fault on our side. Try again later."), "wrong")
        return redirect(request.referrer or url_for("rounds.start"), 303)
    return serve(data, file.kind, name)
