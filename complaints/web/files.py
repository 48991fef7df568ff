"""Files in a request: what is read of them, what a person is told, how a clean copy is served. For every purpose."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any, Final, TypeVar

from flask import Flask, Response, current_app, request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, ValidationError

from complaints.domain.evidence import ENDINGS, MEDIA_TYPES, MOST_BYTES, MOST_FILES, EvidenceKind
from complaints.evidence import checking
from complaints.evidence.faults import EvidenceFault, FileRefused
from complaints.web.cleaning import one_line
from complaints.web.words import gettext as _

MOST_BODY_BYTES: Final = 80 * 1024 * 1024
"""Five files of 10 MB, the form, and room for one that is too large, so that it can be refused by its name."""
NAME_MAX: Final = 200
View = TypeVar("View", bound=Callable[..., Any])
SANDBOX: Final = "sandbox; default-src 'none'"
REFUSALS: Final[Mapping[EvidenceFault, Any]] = {
    EvidenceFault.EMPTY: _l("“%(name)s” is empty: choose the file again"),
    EvidenceFault.TOO_LARGE: _l("“%(name)s” is larger than 10 MB: make it smaller, for example by a screenshot of it"),
    EvidenceFault.WRONG_KIND: _l("“%(name)s” is not a photo or a PDF: attach JPEG, PNG, WebP or PDF"),
    EvidenceFault.BROKEN: _l(
        "“%(name)s” did not arrive whole or is damaged: open it on your device and attach it again"
    ),
    EvidenceFault.TOO_MANY_PIXELS: _l(
        "“%(name)s” has too many pixels: attach a smaller picture, for example a screenshot"
    ),
    EvidenceFault.TOO_MANY_FILES: _l("“%(name)s” was not attached: five files are the most. Remove one first"),
    EvidenceFault.NOT_KEPT: _l("“%(name)s” could not be kept because of a fault on our side: attach it again later"),
}
FAILURES: Final[Mapping[EvidenceFault, Any]] = {
    EvidenceFault.NEEDS_PASSWORD: _l("The file is locked with a password. Attach it without one."),
    EvidenceFault.TOO_MANY_PAGES: _l("The file has more than 200 pages. Attach only those that matter."),
    EvidenceFault.TOO_MANY_PIXELS: _l("The picture has too many pixels. Attach a smaller one."),
    EvidenceFault.TOO_HEAVY: _l(
        "The file is too complicated to make a safe copy. Attach a screenshot of what matters."
    ),
    EvidenceFault.BROKEN: _l(
        "The file is damaged, so no safe copy could be made. Attach it again or a screenshot of it."
    ),
}
SHOWN_NAME_LENGTH: Final = 60


def say_refused(fault: EvidenceFault, name: str) -> str:
    """Why a file was not taken and what to do, in the page's language."""
    return str(REFUSALS[fault]) % {"name": shortened(name)}


def say_failed(fault: EvidenceFault) -> str:
    """Why there is no clean copy of a file that was taken, and what to do."""
    return str(FAILURES.get(fault, FAILURES[EvidenceFault.BROKEN]))


def say_identity() -> str:
    """The warning beside a file that looks like an identity paper; no more than a guess."""
    return str(_("This looks like an identity paper. Nobody needs it here: if it is one, remove the file."))


def shortened(name: str) -> str:
    """The middle of a long name left out."""
    if len(name) <= SHOWN_NAME_LENGTH:
        return name
    return f"{name[:40]}…{name[-18:]}"


@dataclass(frozen=True)
class Upload:
    """A file as it came, not checked yet."""

    name: str
    data: bytes


def allow_files() -> None:
    """Let this request be as large as files need, if it can carry any. Must run before anything reads the form."""
    if request.mimetype == "multipart/form-data":
        request.max_content_length = MOST_BODY_BYTES


def takes_files(view: View) -> View:
    """Let the forms of this view be as large as files need; the CSRF check reads them before the view does."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class UploadsField(MultipleFileField):
    """Files of a form, whole and of a kind that is taken; `data` is a list of Upload, empty choices left out.

    No more is read of a file than shows that it is too large.
    """

    data: list[Upload]
    errors: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        chosen = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]
        self.data = [Upload(name_of(file), file.stream.read(MOST_BYTES + 1)) for file in chosen]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        for place, upload in enumerate(self.data or []):
            try:
                if place >= MOST_FILES:
                    raise FileRefused(EvidenceFault.TOO_MANY_FILES)
                checking.check(upload.data, upload.name)
            except FileRefused as refused:
                raise ValidationError(say_refused(refused.fault, upload.name)) from refused

    def ask_again(self) -> None:
        """A browser forgets the chosen files when a form comes back: say so instead of losing them silently."""
        if self.data and not self.errors:
            self.errors = [_("Choose the files again: a browser forgets them when a form comes back.")]


def name_of(upload: FileStorage) -> str:
    """What the person's device calls the file, without folders and unseen signs; of a very long name the end."""
    return one_line(PureWindowsPath(upload.filename or "").name)[-NAME_MAX:] or "file"


def size_of(upload: FileStorage) -> int:
    """In bytes, without reading it into memory."""
    size = upload.stream.seek(0, os.SEEK_END)
    upload.stream.seek(0)
    return size


def serve(data: bytes, kind: EvidenceKind, name: str) -> Response:
    """A clean copy: never shown inside a page, under a name that says nothing. `name` comes without an ending."""
    answer = Response(data, mimetype=MEDIA_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[kind]}"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _allow_files_where_taken(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if endpoint is not None and getattr(current_app.view_functions[endpoint], "takes_files", False):
        allow_files()


def install(app: Flask) -> None:
    app.url_value_preprocessor(_allow_files_where_taken)
