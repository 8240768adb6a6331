"""The API: the same questions as the pages, answered in the JSON form that every door shares."""

import json
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from headway.core.errors import HeadwayError, InvalidInputError, UnknownNameError
from headway.formats import json_form
from headway.web.errors import View, status_of
from headway.web.forms import UNKNOWN, AskedForm, RoleForm
from headway.web.frame import PAGES
from headway.web.ladder_forms import CompareForm
from headway.web.plan_forms import PlanForm
from headway.web.progress_forms import ProgressForm
from headway.web.views.evidence import find_evidence
from headway.web.views.gap import find_gap
from headway.web.views.ladder import find_ladder, find_role
from headway.web.views.packet import find_packet
from headway.web.views.plan import find_plan, read_form, whole_wish
from headway.web.views.plan_curve import find_curve
from headway.web.views.plan_ready import as_fresh, find_ready
from headway.web.views.plan_why import find_reason
from headway.web.views.profile import find_profile
from headway.web.views.progress import find_progress
from headway.web.views.ratings import find_assessment, find_ratings
from headway.web.views.standing import find_standing, find_why
from headway.web.visit import Visit, begin_visit

JSON = "application/json"
NO_TARGET = (
    "Say which role you want: add target=senior-product-manager, or any other of the ladder."
)


def _call(question: Callable[..., object]) -> View:
    """`question` for reading only, its answer as JSON, its expected failures as {"error": sentence}."""

    @wraps(question)
    def answered(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            return HttpResponse(
                json_form.write(question(request, begin_visit(), **named)), content_type=JSON
            )
        except HeadwayError as error:
            body = json.dumps({"error": str(error)})
            return HttpResponse(body, content_type=JSON, status=status_of(error))

    return require_safe(answered)


@_call
def answer_profile(request: HttpRequest, visit: Visit) -> object:
    return find_profile(visit, checked(AskedForm(visit.ladder, request.GET)).day(visit.today))


@_call
def answer_ladder(request: HttpRequest, visit: Visit) -> object:  # noqa: ARG001  # as every path
    return find_ladder(visit)


@_call
def answer_role(request: HttpRequest, visit: Visit, slug: str) -> object:
    asked = CompareForm(visit.ladder, request.GET, shown=visit.ladder.role(slug))
    checked(asked)
    return find_role(visit, slug, asked.other)


@_call
def answer_evidence(request: HttpRequest, visit: Visit) -> object:
    day = checked(AskedForm(visit.ladder, request.GET)).day(visit.today)
    return find_evidence(visit, day, only_drafts="drafts" in request.GET)


@_call
def answer_ratings(request: HttpRequest, visit: Visit) -> object:
    return find_ratings(visit, checked(AskedForm(visit.ladder, request.GET)).day(visit.today))


@_call
def answer_assessment(request: HttpRequest, visit: Visit) -> object:
    asked = checked(RoleForm(visit.ladder, request.GET))
    day = asked.day(visit.today)
    return find_assessment(visit, visit.role(asked.answers["target"], day), day)


@_call
def answer_standing(request: HttpRequest, visit: Visit) -> object:
    asked = checked(RoleForm(visit.ladder, request.GET))
    day = asked.day(visit.today)
    return find_standing(visit, visit.role(asked.answers["target"], day), day)


@_call
def answer_why(request: HttpRequest, visit: Visit, competency: str) -> object:
    asked = checked(RoleForm(visit.ladder, request.GET))
    day = asked.day(visit.today)
    return find_why(visit, competency, visit.role(asked.answers["target"], day), day)


@_call
def answer_gap(request: HttpRequest, visit: Visit) -> object:
    asked = checked(RoleForm(visit.ladder, request.GET))
    day = asked.day(visit.today)
    role = visit.role(asked.answers["target"], day)
    if role is None:
        raise InvalidInputError(NO_TARGET)
    return find_gap(visit, find_standing(visit, role, day), role, day)


@_call
def answer_progress(request: HttpRequest, visit: Visit) -> object:
    asked = ProgressForm(visit.ladder, request.GET)
    role = visit.role(checked(asked).answers["target"], day := asked.day(visit.today))
    return find_progress(visit, role, since=asked.since_day(day), day=day)


@_call
def answer_packet(request: HttpRequest, visit: Visit) -> object:
    asked = checked(RoleForm(visit.ladder, request.GET))
    day = asked.day(visit.today)
    role = visit.role(asked.answers["target"], day)
    if role is None:
        raise InvalidInputError(NO_TARGET)
    return find_packet(visit, role, day)


@_call
def answer_plan(request: HttpRequest, visit: Visit) -> object:
    asked = _asked_plan(request.GET, visit)
    return find_plan(visit, asked, asked.day(visit.today))


@_call
def answer_plan_why(request: HttpRequest, visit: Visit, slug: str) -> object:
    asked = _asked_plan(request.GET, visit)
    return find_reason(visit, asked, slug, asked.day(visit.today))


@_call
def answer_plan_ready(request: HttpRequest, visit: Visit) -> object:
    asked = _asked_plan(as_fresh(request.GET), visit)
    return find_ready(visit, asked, asked.day(visit.today), is_day_asked="by" in request.GET)


@_call
def answer_plan_curve(request: HttpRequest, visit: Visit) -> object:
    asked = _asked_plan(request.GET, visit)
    day = asked.day(visit.today)
    return find_curve(visit, whole_wish(visit, asked, day), day, request.GET.get("of", "hours"))


def _asked_plan(given: QueryDict, visit: Visit) -> PlanForm:
    asked = read_form(visit, given)
    if not checked(asked).answers["target"]:
        raise InvalidInputError(NO_TARGET)
    return asked


@_call
def answer_unknown(request: HttpRequest, _visit: Visit) -> object:
    paths = ", ".join(f"/api/{word}" for word in PAGES if word not in ("today", "settings"))
    raise UnknownNameError(f"There is no {request.path}; there are {paths}.")


def checked(asked: AskedForm) -> AskedForm:
    """`asked` if it makes sense; raises a HeadwayError with what does not, field by field."""
    if asked.is_valid():
        return asked
    wrong = [(name, error) for name, errors in asked.errors.as_data().items() for error in errors]
    sentence = " ".join(f"{name}: {' '.join(error.messages)}" for name, error in wrong)
    kind = (
        UnknownNameError if any(error.code == UNKNOWN for _, error in wrong) else InvalidInputError
    )
    raise kind(sentence)
