"""Pages of regions, cities and districts, programmes."""

from __future__ import annotations

from flask import flash, render_template

from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.places import actions, forms, queries
from complaints.accounts.admin.replies import Answer, deed, page_asked, refuse, show, to, words_asked
from complaints.domain.access import Permission
from complaints.domain.errors import Duplicate, Unsuitable
from complaints.web import context
from complaints.web.access import requires
from complaints.web.words import gettext as _


@bp.get("/localities/")
@requires(Permission.ADMINISTER)
def list_regions() -> str:
    session = context.session()
    regions = queries.list_regions(session, context.lang())
    return render_template("admin/list_regions.html", regions=regions, counts=queries.count_localities(session))


@bp.route("/regions/<slug>/", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def edit_region(slug: str) -> Answer:
    session = context.session()
    region = queries.get_region(session, slug)
    form = forms.EditRegionForm(obj=region)
    if form.validate_on_submit():
        actions.edit_region(session, region, form.entry(), **deed())
        session.commit()
        flash(_("The names of the region are saved."), "right")
        return to("list_localities", slug=slug)
    return show("admin/edit_region.html", form, region=region)


@bp.get("/localities/<slug>/")
@requires(Permission.ADMINISTER)
def list_localities(slug: str) -> str:
    session, words = context.session(), words_asked()
    region = queries.get_region(session, slug)
    sheet = queries.list_localities(session, region, words=words, page=page_asked())
    kinds = dict(forms.LOCALITY_KINDS)
    return render_template("admin/list_localities.html", region=region, sheet=sheet, words=words, kinds=kinds)


@bp.route("/localities/<slug>/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def create_locality(slug: str) -> Answer:
    session = context.session()
    region = queries.get_region(session, slug)
    form = forms.CreateLocalityForm()
    if form.validate_on_submit():
        try:
            actions.create_locality(session, region, form.entry(), code=form.code.data, **deed())
        except Duplicate:
            refuse(form.code, _("There is a city or district with this code already. Check the digits."))
        except Unsuitable:
            refuse(
                form.code, _("The codes of this region begin with %(digits)s. Check the digits.", digits=region.kato2)
            )
        else:
            session.commit()
            flash(_("The city or district is saved."), "right")
            return to("list_localities", slug=slug)
    return show("admin/edit_locality.html", form, region=region, locality=None)


@bp.route("/localities/<slug>/<code>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def edit_locality(slug: str, code: str) -> Answer:
    session = context.session()
    locality = queries.get_locality(session, slug, code)
    form = forms.EditLocalityForm(obj=locality)
    if form.validate_on_submit():
        actions.edit_locality(session, locality, form.entry(), **deed())
        session.commit()
        flash(_("The city or district is saved."), "right")
        return to("list_localities", slug=slug)
    return show("admin/edit_locality.html", form, region=locality.region, locality=locality)


@bp.get("/programmes/")
@requires(Permission.ADMINISTER)
def list_programmes() -> str:
    session, words = context.session(), words_asked()
    sheet = queries.list_programmes(session, context.lang(), words=words, page=page_asked())
    counts = queries.count_rounds(session)
    return render_template("admin/list_programmes.html", sheet=sheet, words=words, counts=counts)


@bp.route("/programmes/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def create_programme() -> Answer:
    form = forms.CreateProgrammeForm()
    if form.validate_on_submit():
        try:
            actions.create_programme(context.session(), form.entry(), slug=form.slug.data, **deed())
        except Duplicate:
            refuse(form.slug, _("Another programme has this address. Choose a different one."))
        else:
            return _saved()
    return show("admin/edit_programme.html", form, programme=None)


@bp.route("/programmes/<slug>/", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def edit_programme(slug: str) -> Answer:
    session = context.session()
    programme = queries.get_programme(session, slug)
    form = forms.EditProgrammeForm(obj=programme)
    if form.validate_on_submit():
        actions.edit_programme(session, programme, form.entry(), **deed())
        return _saved()
    return show("admin/edit_programme.html", form, programme=programme)


def _saved() -> Answer:
    context.session().commit()
    flash(_("The programme is saved."), "right")
    return to("list_programmes")
