"""What surrounds every page: the list of pages, and whose record it is."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template import Engine, RequestContext
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from headway.core import wording
from headway.records import places
from headway.web import looking
from headway.web.visit import Visit

PAGES = {
    "today": gettext_noop("Today"),
    "profile": gettext_noop("Profile"),
    "ladder": gettext_noop("Ladder"),
    "evidence": gettext_noop("Evidence"),
    "ratings": gettext_noop("Ratings"),
    "standing": gettext_noop("Standing"),
    "gap": gettext_noop("Gap"),
    "plan": gettext_noop("Plan"),
    "learn": gettext_noop("Learn"),
    "mentors": gettext_noop("Mentors"),
    "network": gettext_noop("Network"),
    "progress": gettext_noop("Progress"),
    "packet": gettext_noop("Packet"),
    "settings": gettext_noop("Settings"),
}
# On a phone the bar has five places: these, and one that opens the rest.
IN_THE_BAR = ("today", "evidence", "standing", "plan")


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """One place in the list of pages; it keeps the day that was asked for."""

    name: str
    address: str
    is_current: bool
    is_in_bar: bool


def show_page(
    request: HttpRequest,
    template: str,
    *,
    visit: Visit | None = None,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`template` within the frame; its folder names the page it belongs to."""
    word = template.split("/")[0]
    surrounding = {
        "visit": visit,
        "record": _sign_of_record() if visit and not visit.is_sample else "",
        "sample_mark": wording.SAMPLE,
        "may_leave": visit is not None and visit.is_sample and not looking.serves_sample(),
        "pages": (links := _links(word, request.GET.get("as_of", ""))),
        "is_in_the_rest": any(link.is_current and not link.is_in_bar for link in links),
    }
    page = _render(request, template, (context or {}) | surrounding)
    return HttpResponse(page, status=status)


def show_form(
    request: HttpRequest,
    template: str,
    form: BaseForm,
    *,
    visit: Visit,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """A page around `form`; its status is 400 where something on the form is wrong."""
    status = 400 if form.errors else 200
    context = {**(context or {}), "form": form}
    return show_page(request, template, visit=visit, context=context, status=status)


def _render(request: HttpRequest, template: str, values: dict[str, Any]) -> str:
    """As `django.shortcuts.render` does, but all that the page was made from ends with it.

    Django's context and the last of its values hold one another: ten years of facts would stay until
    Python looks for such, which then takes as long as a page.
    """
    context = RequestContext(request, values)
    try:
        return Engine.get_default().get_template(template).render(context)
    finally:
        context.dicts.clear()


def show_empty(request: HttpRequest, template: str, visit: Visit, day: date) -> HttpResponse:
    """What belongs on the page, and the first steps, where nothing is known as of the day."""
    context = {"later": visit.first_day(), "asked_day": day}
    return show_page(request, template, visit=visit, context=context)


def _sign_of_record() -> str:
    """What tells this workspace from others, so that none is shown what was typed into another."""
    return sha256(str(places.find_workspace().folder).encode()).hexdigest()[:16]


def _links(current: str, day: str) -> tuple[PageLink, ...]:
    query = {"as_of": day} if day else None
    return tuple(
        PageLink(
            name=_(name),
            address=reverse(word, query=query),
            is_current=word == current,
            is_in_bar=word in IN_THE_BAR,
        )
        for word, name in PAGES.items()
    )
