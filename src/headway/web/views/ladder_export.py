"""A ladder to take along: in its own form or another house's, with what that form can't hold."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from headway.core.errors import HeadwayError
from headway.core.ladder import Ladder
from headway.core.wording.ladder import describe_remark
from headway.formats import built_in
from headway.formats.ladders.writers.forms import FORMS, find_form, name_file, pack, write_as
from headway.records import ladders
from headway.web.files_sent import send_file
from headway.web.frame import show_page
from headway.web.visit import begin_visit

_KINDS = {
    ".toml": "application/toml",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".md": "text/markdown; charset=utf-8",
    ".yml": "application/yaml",
    "": "application/zip",
}


class FormOfFileForm(forms.Form):
    """Which form the ladder is wanted in."""

    use_required_attribute = False
    form = forms.ChoiceField(
        label=gettext_lazy("Form of the file"),
        choices=[(form.name, form.title) for form in FORMS],
        error_messages={
            "invalid_choice": gettext_lazy("There is no form '%(value)s'; choose one of these.")
        },
    )


def show_forms(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    visit = begin_visit()
    ladder = _find(slug, version)
    asked = FormOfFileForm({"form": FORMS[0].name, **request.GET.dict()})
    context: dict[str, Any] = {"ladder": ladder, "form": asked}
    if asked.is_valid():
        chosen = find_form(asked.cleaned_data["form"])
        context["chosen"] = chosen
        try:
            written = write_as(ladder, chosen, changed_at=visit.now)
        except HeadwayError as error:
            asked.add_error("form", str(error))
        else:
            lost = [describe_remark(remark.text, remark.places) for remark in written.lost]
            context |= {"names": list(written.files), "lost": lost}
    return show_page(request, "ladder/write.html", visit=visit, context=context)


def send_ladder(request: HttpRequest, slug: str, version: str, form: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    ladder, chosen = _find(slug, version), find_form(form)
    files = write_as(ladder, chosen, changed_at=visit.now).files
    content = next(iter(files.values())) if chosen.ending else pack(files)
    return send_file(content, _KINDS[chosen.ending], name_file(ladder, chosen))


def _find(slug: str, version: str) -> Ladder:
    return ladders.find_kept_or_shipped(slug, version, shipped=built_in.ladder())
