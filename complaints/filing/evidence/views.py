"""Files in a request: kept one by one, shown again on the page that comes back, served as clean copies.

For the views of the form and of the complaint's page (from complaints.filing.evidence import views as evidence):
    evidence.allow_files()                          first line of the view, before anything reads the form
    taken = evidence.take_for_form(token)           keeps what came in the field `evidence`; commits after each file
    taken = evidence.take_for_complaint(complaint)  the same for a filed complaint
    evidence.remove_from_form(token, file_id)       for a pressed button `remove`; the view commits
    panel = evidence.panel_for_form(slug, token, taken), or evidence.panel_for_complaint(complaint, taken)
and in the template, with `panel` given: {% include "filing/_evidence.html" %} inside a form of enctype
multipart/form-data. `taken.has_faults` is an error of the form; a fault of the storage is not: `taken.sentences` are
then flashed and the complaint is taken. Filing: actions.take_over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from complaints import tokens
from complaints.domain.errors import NotFound
from complaints.domain.evidence import MOST_BYTES, MOST_FILES, EvidenceState
from complaints.evidence.faults import EvidenceFault, FileRefused
from complaints.filing.blueprint import bp
from complaints.filing.evidence import actions, contents, jobs, queries
from complaints.filing.evidence.queries import Attached
from complaints.filing.queries import find_by_token, get_complaint, get_open_round
from complaints.models import Complaint
from complaints.storage import StorageAway
from complaints.web import context, limits, visits
from complaints.web.access import public, public_form
from complaints.web.files import (
    allow_files,
    name_of,
    say_failed,
    say_identity,
    say_refused,
    serve,
    shortened,
    size_of,
)
from complaints.web.headers import mark_personal

__all__ = ["allow_files", "jobs"]

FIELD: Final = "evidence"
MOST_AT_ONCE: Final = 2 * MOST_FILES
MOST_UPLOADS: Final = 300
WINDOW: Final = timedelta(minutes=10)
"""From one address. Our choice: thousands of parents may share one operator's address, and a disk must not fill."""
STATUSES: Final = {EvidenceFault.TOO_LARGE: 413, EvidenceFault.NOT_KEPT: 503}
log = structlog.get_logger()


@dataclass(frozen=True)
class Refused:
    """A file that was not taken; `sentence` says why and what to do, in the page's language, with the file's name."""

    name: str
    fault: EvidenceFault

    @property
    def sentence(self) -> str:
        return say_refused(self.fault, self.name)


@dataclass(frozen=True)
class Taken:
    """What became of the files of one request."""

    kept: tuple[Attached, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def has_faults(self) -> bool:
        """Whether the person can put something right. A fault of ours is none: the complaint is taken all the same."""
        return any(refused.fault is not EvidenceFault.NOT_KEPT for refused in self.refused)

    @property
    def sentences(self) -> list[str]:
        return [refused.sentence for refused in self.refused]


NOTHING: Final = Taken()


@dataclass(frozen=True)
class Panel:
    """What templates/filing/_evidence.html shows. With the `number` of a filed complaint it links its clean copies."""

    files: Sequence[Attached]
    refused: Sequence[str]
    number: str | None
    slug: str | None
    """Of the round whose form this is."""
    may_change: bool = True

    @property
    def has_room(self) -> bool:
        return self.may_change and len(self.files) < MOST_FILES

    @property
    def is_waiting(self) -> bool:
        return any(file.state is EvidenceState.WAITING for file in self.files)

    @staticmethod
    def say_too_many(name: str) -> str:
        return say_refused(EvidenceFault.TOO_MANY_FILES, name)

    @staticmethod
    def say_too_large(name: str) -> str:
        return say_refused(EvidenceFault.TOO_LARGE, name)

    say_failed = staticmethod(say_failed)
    say_identity = staticmethod(say_identity)
    shortened = staticmethod(shortened)
    most_files = MOST_FILES
    most_bytes = MOST_BYTES


def take_for_form(token: str) -> Taken:
    """Keep the files that came with a form under its bare token, fresh or expired."""

    def keep(name: str, data: bytes) -> Attached:
        return actions.attach(
            context.session(),
            cipher=context.cipher(),
            storage=context.storage(),
            token=token,
            file_name=name,
            data=data,
            now=context.now(),
        )

    return _take(keep)


def take_for_complaint(complaint: Complaint) -> Taken:
    """Keep the files that came with the page of a filed complaint."""

    def keep(name: str, data: bytes) -> Attached:
        return actions.attach_to_complaint(
            context.session(),
            complaint,
            cipher=context.cipher(),
            storage=context.storage(),
            file_name=name,
            data=data,
            now=context.now(),
        )

    return _take(keep)


def remove_from_form(token: str, file_id: str) -> None:
    """Take a file away from under a form's token. One that is gone is no error: the button was pressed twice."""
    try:
        actions.remove(context.session(), token=token, file_id=UUID(file_id), now=context.now())
    except (NotFound, ValueError):
        return


def remove_from_complaint(complaint: Complaint, file_id: str) -> None:
    """Take a file away from a filed complaint. Raises NotFound."""
    try:
        wanted = UUID(file_id)
    except ValueError as error:
        raise NotFound("evidence", file_id) from error
    actions.remove_from_complaint(context.session(), complaint, file_id=wanted, now=context.now())


def panel_for_form(slug: str, token: str, taken: Taken = NOTHING) -> Panel:
    """The files under the bare token of a form of the round with this slug."""
    files = queries.list_attached(context.session(), token, cipher=context.cipher())
    return Panel(files, taken.sentences, number=None, slug=slug)


def panel_for_complaint(complaint: Complaint, taken: Taken = NOTHING) -> Panel:
    """The files of a filed complaint; a withdrawn one takes no more."""
    files = queries.list_of_complaint(context.session(), complaint, cipher=context.cipher())
    may_change = complaint.withdrawn_at is None and complaint.erased_at is None
    return Panel(files, taken.sentences, number=complaint.number, slug=None, may_change=may_change)


def _take(keep: Callable[[str, bytes], Attached]) -> Taken:
    """Each file by itself, so that a bad one costs no good one and no long transaction is open."""
    uploads = [upload for upload in request.files.getlist(FIELD) if upload.filename]
    kept, refused = [], []
    for place, upload in enumerate(uploads):
        name = name_of(upload)
        try:
            if place >= MOST_AT_ONCE:
                raise FileRefused(EvidenceFault.TOO_MANY_FILES)
            kept.append(_keep_one(keep, name, upload))
        except FileRefused as refusal:
            refused.append(Refused(name, refusal.fault))
            log.info("evidence_refused", fault=str(refusal.fault))
    return Taken(tuple(kept), tuple(refused))


def _keep_one(keep: Callable[[str, bytes], Attached], name: str, upload: FileStorage) -> Attached:
    """Raises FileRefused."""
    if size_of(upload) > MOST_BYTES:
        raise FileRefused(EvidenceFault.TOO_LARGE)
    if not limits.allow(purpose="evidence", who=limits.client_address(), most=MOST_UPLOADS, window=WINDOW):
        context.session().commit()
        raise FileRefused(EvidenceFault.NOT_KEPT)
    context.session().commit()  # nobody shall wait for the storage
    attached = keep(name, upload.stream.read())
    context.session().commit()
    log.info("evidence_attached", id=str(attached.id), kind=str(attached.kind), size_bytes=attached.size_bytes)
    return attached


@bp.post("/rounds/<slug>/complain/evidence")
@public_form
def upload_evidence(slug: str) -> ResponseReturnValue:
    """One file, sent alone by the script of the form. Answers JSON: the file, or the sentence for its person."""
    allow_files()
    get_open_round(context.session(), slug)
    try:
        token = _token_of_form(slug)
    except tokens.BadToken:
        return _say(_("Open the form again: this page is from another visit."), 400)
    if find_by_token(context.session(), tokens.hash_token(token)) is not None:
        return _say(_("This form was sent already. Add files on the page of your complaint."), 409)
    taken = take_for_form(token)
    if taken.refused:
        return _say(taken.refused[0].sentence, STATUSES.get(taken.refused[0].fault, 422))
    if not taken.kept:
        return _say(_("Choose a file first."), 422)
    visits.remember_form(slug, token)
    return jsonify(_as_json(taken.kept[0])), 201


@bp.post("/rounds/<slug>/complain/evidence/remove")
@public_form
def remove_evidence(slug: str) -> ResponseReturnValue:
    """For the script: take one file (`id`) away from under the form's token."""
    try:
        token = _token_of_form(slug)
    except tokens.BadToken:
        return _say(_("Open the form again: this page is from another visit."), 400)
    remove_from_form(token, request.form.get("id", ""))
    context.session().commit()
    return "", 204


@bp.post("/complaints/<number>/evidence")
@public_form
def add_evidence(number: str) -> ResponseReturnValue:
    """The complaint's own page: a button `remove` with a file's id, or files to add."""
    allow_files()
    if not visits.may_see(number, now=context.now()):
        return redirect(url_for(".track", number=number), 303)
    complaint = get_complaint(context.session(), number)
    back = redirect(url_for(".show_complaint", number=number, _anchor="evidence-files"), 303)
    if complaint.withdrawn_at is not None:
        return _refuse_withdrawn(back)
    if "remove" in request.form:
        remove_from_complaint(complaint, request.form["remove"])
        context.session().commit()
        flash(_("The file is removed."), "right")
        return back
    try:
        taken = take_for_complaint(complaint)
    except NotFound:  # withdrawn or erased in another window while the files came in
        context.session().rollback()
        return _refuse_withdrawn(back)
    for sentence in taken.sentences or ([] if taken.kept else [_("Choose a file first.")]):
        flash(sentence, "wrong")
    return back


def _refuse_withdrawn(back: ResponseReturnValue) -> ResponseReturnValue:
    flash(_("This complaint was withdrawn: its files stay as they are."))
    return back


@bp.get("/complaints/<number>/evidence/<uuid:file_id>")
@public
def get_evidence(number: str, file_id: UUID) -> ResponseReturnValue:
    """The clean copy for the one who filed: never shown inside a page, under a name that says nothing."""
    mark_personal()
    if not visits.may_see(number, now=context.now()):
        raise NotFound("complaint", number)
    complaint = get_complaint(context.session(), number)
    row, place = queries.get_file_of_complaint(context.session(), complaint, file_id)
    try:
        data = contents.read_clean(row, cipher=context.cipher(), storage=context.storage())
    except FileNotFoundError as error:
        raise NotFound("clean copy", str(file_id)) from error
    except StorageAway:
        flash(_("The file cannot be fetched now because of a fault on our side. Try again later."), "wrong")
        return redirect(url_for(".show_complaint", number=number), 303)
    return serve(data, row.kind, f"{number}-{place}")


def _token_of_form(slug: str) -> str:
    """The bare token, also of a form that has been open for too long: it gets a fresh one when it is sent. Raises
    BadToken."""
    try:
        return tokens.read_token(context.cipher(), slug, request.form.get("token", ""), now=context.now())
    except tokens.ExpiredToken as expired:
        return expired.token


def _say(sentence: str, status: int) -> ResponseReturnValue:
    return jsonify({"error": sentence}), status


def _as_json(file: Attached) -> dict[str, str | int | None]:
    return {
        "id": str(file.id),
        "name": file.name,
        "size": file.size_bytes,
        "warning": say_identity() if file.looks_like_identity else None,
    }
