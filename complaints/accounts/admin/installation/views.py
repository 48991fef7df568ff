"""The settings as a page, the same lines that `config show` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import render_template
from flask_babel import lazy_gettext as _l

from complaints import settings as reading
from complaints.accounts.admin.blueprint import bp
from complaints.domain.access import Permission
from complaints.settings import Source
from complaints.web import context
from complaints.web.access import requires

SOURCES: Final[Mapping[Source, Any]] = {
    Source.ENVIRONMENT: _l("set in the environment"),
    Source.DEFAULT: _l("the default"),
    Source.INSTANCE_FILE: _l("made once, kept in a file of the installation"),
}


@bp.get("/settings/")
@requires(Permission.ADMINISTER)
def show_settings() -> str:
    shown = reading.described(context.settings())
    return render_template("admin/show_settings.html", settings_shown=shown, sources=SOURCES)
