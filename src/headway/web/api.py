"""The API: the same questions as the pages, answered in the JSON form that every door shares."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from headway.core.asking import RequestNow
from headway.core.assessment import Assessment
from headway.core.development_log import DevelopmentLog
from headway.core.dossier import Fact, ProfileTold
from headway.core.errors import HeadwayError, InvalidInputError
from headway.core.evidence import EvidenceItem
from headway.core.gap import GapReport
from headway.core.ladder import Role, RoleComparison
from headway.core.learn_fit import KnownFit, Learning
from headway.core.mentors import MentorReport
from headway.core.network import NetworkReport, PersonRow, list_people
from headway.core.packet import Closing, Packet
from headway.core.plan import Plan, TradeOff
from headway.core.plan.reasons import ItemReason
from headway.core.progress import Progress
from headway.core.ratings import RatingForm
from headway.core.reading_list import ReadingList, with_related
from headway.core.standing import Standing
from headway.core.standing.why import Why
from headway.core.talk_list import KeptTalk
from headway.formats import json_form
from headway.records.failures import told_plainly
from headway.web import openapi
from headway.web.errors import View, say_when, status_of
from headway.web.forms.asked import CONFLICT, UNKNOWN, AskedForm, RoleForm
from headway.web.forms.evidence import EvidenceForm
from headway.web.forms.ladder import CompareForm
from headway.web.forms.learn import LearnForm
from headway.web.forms.plan import PlanForm
from headway.web.forms.progress import ProgressForm
from headway.web.frame import PAGES
from headway.web.views import learn
from headway.web.views.evidence import find_evidence
from headway.web.views.gap import find_gap
from headway.web.views.ladder import find_ladder, find_role
from headway.web.views.learn_reading import find_reading, find_related_items
from headway.web.views.learn_taken import find_taken
from headway.web.views.learn_talks import find_talks
from headway.web.views.mentors import find_mentors
from headway.web.views.network import find_circle, find_network
from headway.web.views.packet import find_packet
from headway.web.views.packet_closed import find_all_closed
from headway.web.views.plan import find_plan, read_form, whole_wish
from headway.web.views.plan_curve import CURVES, find_curve
from headway.web.views.plan_ready import Ready, as_fresh, find_ready
from headway.web.views.plan_why import find_reason
from headway.web.views.profile import find_profile
from headway.web.views.progress import find_progress
from headway.web.views.ratings import find_assessment, find_ratings
from headway.web.views.ratings_ask import find_requests
from headway.web.views.standing import find_standing, find_why
from headway.web.visit import Visit, begin_visit

JSON = "application/json"
NO_TARGET = (
    "Say which role you want: add target=senior-product-manager, or any other of the ladder."
)
CALLS: dict[str, openapi.Call] = {}
Question = Callable[..., object]


def _no_names(_visit: Visit) -> list[str]:
    return []


def _roles(visit: Visit) -> list[str]:
    return [role.slug for role in visit.ladder.roles]


def _competencies(visit: Visit) -> list[str]:
    return [competency.slug for competency in visit.ladder.competencies]


def _opportunities(visit: Visit) -> list[str]:
    return [opportunity.slug for opportunity in visit.catalogue.opportunities]


def _call(
    name: str, read: openapi.Reader, *answers: Any, names: Callable[[Visit], list[str]] = _no_names
) -> Callable[[Question], View]:
    """A question for reading only, its answer as JSON, its expected failures as {"error": sentence}."""

    def register(question: Question) -> View:
        summary = (question.__doc__ or "").strip()
        CALLS[name] = openapi.Call(read=read, answers=answers, names=names, summary=summary)

        @wraps(question)
        def answered(request: HttpRequest, **named: str) -> HttpResponse:
            try:
                with told_plainly():
                    visit = begin_visit()
                    asked = read(visit, request.GET, **named)
                    if status := _refusal(asked, request.GET):
                        return _say(_sentence(asked), status)
                    return HttpResponse(
                        json_form.write(question(visit, asked, **named)), content_type=JSON
                    )
            except HeadwayError as error:
                return say_when(_say(str(error), status_of(error, otherwise=409)))

        # Nothing is changed here, and what is no reading is refused as such.
        return csrf_exempt(require_safe(answered))

    return register


def _say(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(json.dumps({"error": sentence}), content_type=JSON, status=status)


def _refusal(asked: AskedForm, given: QueryDict) -> int:
    """The status for a form that makes no sense; 0 for one that does.

    What is left out and was never said before makes no answer possible, but nothing that was asked wrong.
    """
    if asked.is_valid():
        return 0
    codes = {
        CONFLICT if error.code == "required" and name not in given else error.code
        for name, errors in asked.errors.as_data().items()
        for error in errors
    }
    return 404 if UNKNOWN in codes else 409 if codes == {CONFLICT} else 400


def _sentence(asked: AskedForm) -> str:
    """What is wrong, field by field."""
    wrong = [(name, error) for name, errors in asked.errors.as_data().items() for error in errors]
    return " ".join(f"{name}: {' '.join(error.messages)}" for name, error in wrong)


def _read_day(visit: Visit, given: QueryDict) -> AskedForm:
    return AskedForm(visit.ladder, given)


def _read_role(visit: Visit, given: QueryDict, **_named: str) -> RoleForm:
    return RoleForm(visit.ladder, given)


def _read_progress(visit: Visit, given: QueryDict) -> ProgressForm:
    return ProgressForm(visit.ladder, given)


def _read_evidence(visit: Visit, given: QueryDict) -> EvidenceForm:
    return EvidenceForm(visit.ladder, given)


def _read_other(visit: Visit, given: QueryDict, *, slug: str) -> CompareForm:
    return CompareForm(visit.ladder, given, shown=visit.ladder.role(slug))


def _read_plan(visit: Visit, given: QueryDict, **_named: str) -> PlanForm:
    return read_form(visit, given)


def _read_learn(visit: Visit, given: QueryDict) -> LearnForm:
    return learn.read_form(visit, given)


def _read_ready(visit: Visit, given: QueryDict) -> PlanForm:
    asked = _read_plan(visit, as_fresh(given))
    del asked.fields["fresh"]
    return asked


def _read_curve(visit: Visit, given: QueryDict) -> PlanForm:
    asked = _read_plan(visit, given)
    asked.fields["of"] = forms.ChoiceField(
        label=_("Of which limit"), choices=[(name, name) for name in CURVES], required=False
    )
    return asked


@_call("api-profile", _read_day, ProfileTold)
def answer_profile(visit: Visit, asked: AskedForm) -> ProfileTold:
    """Who this is, where they want to go, and what they worked as."""
    return find_profile(visit, asked.day(visit.today))


@_call("api-ladder", _read_day, tuple[Role, ...])
def answer_ladder(visit: Visit, asked: AskedForm) -> tuple[Role, ...]:  # noqa: ARG001  # as every path
    """The rungs, each with all it asks for."""
    return find_ladder(visit)


@_call("api-ladder-role", _read_other, Role, RoleComparison, names=_roles)
def answer_role(visit: Visit, asked: CompareForm, *, slug: str) -> object:
    """One role, or two side by side."""
    return find_role(visit, slug, asked.other)


@_call("api-evidence", _read_evidence, openapi.facts_of(EvidenceItem))
def answer_evidence(visit: Visit, asked: EvidenceForm) -> list[Fact]:
    """The evidence, newest first; of a file its name, size and hash."""
    return find_evidence(visit, asked.day(visit.today), asked.sieve())


@_call("api-ratings", _read_day, openapi.facts_of(RatingForm))
def answer_ratings(visit: Visit, asked: AskedForm) -> list[Fact]:
    """The forms in which somebody said which levels they see."""
    return find_ratings(visit, asked.day(visit.today))


@_call("api-ratings-assess", _read_role, Assessment)
def answer_assessment(visit: Visit, asked: RoleForm) -> Assessment:
    """The question that tells most now."""
    day = asked.day(visit.today)
    return find_assessment(visit, _role(visit, asked), day)


@_call("api-ratings-requests", _read_day, tuple[RequestNow, ...])
def answer_requests(visit: Visit, asked: AskedForm) -> tuple[RequestNow, ...]:
    """Who was asked for their view, until when, and what came back."""
    return find_requests(visit, asked.day(visit.today))


@_call("api-standing", _read_role, Standing)
def answer_standing(visit: Visit, asked: RoleForm) -> Standing:
    """How likely each level of each competency is."""
    return find_standing(visit, _role(visit, asked), asked.day(visit.today))


@_call("api-standing-why", _read_role, Why, names=_competencies)
def answer_why(visit: Visit, asked: RoleForm, *, competency: str) -> Why:
    """What an estimate rests on, and what would sharpen it."""
    return find_why(visit, competency, _role(visit, asked), asked.day(visit.today))


@_call("api-gap", _read_role, openapi.with_reading(GapReport))
def answer_gap(visit: Visit, asked: RoleForm) -> object:
    """What is missing for a role."""
    role, day = _target(visit, asked), asked.day(visit.today)
    gap = find_gap(visit, find_standing(visit, role, day), role, day)
    return with_related(gap, find_related_items(visit, gap.top, day))


@_call("api-learn", _read_learn, Learning)
def answer_learn(visit: Visit, asked: LearnForm) -> Learning:
    """The opportunities that fit what is missing for a role, those that could lift most first."""
    view = learn.view_of(visit, _role(visit, asked), asked.day(visit.today))
    return learn.find_learning(view, asked)


@_call("api-learn-taken", _read_day, DevelopmentLog)
def answer_taken(visit: Visit, asked: AskedForm) -> DevelopmentLog:
    """What was taken to develop, its totals, and the certificates that end."""
    return find_taken(visit, asked.day(visit.today))


@_call("api-learn-reading", _read_day, ReadingList)
def answer_reading(visit: Visit, asked: AskedForm) -> ReadingList:
    """What there is to read, what was kept, skipped and learnt, and how the feeds are."""
    return find_reading(visit, asked.day(visit.today))


@_call("api-learn-talks", _read_day, tuple[KeptTalk, ...])
def answer_talks(visit: Visit, asked: AskedForm) -> tuple[KeptTalk, ...]:
    """Talks and publications, those planned first."""
    return find_talks(visit, asked.day(visit.today))


@_call("api-learn-opportunity", _read_role, openapi.with_reading(KnownFit), names=_opportunities)
def answer_opportunity(visit: Visit, asked: RoleForm, *, slug: str) -> object:
    """One opportunity: what it could lift, and how well its effect is known."""
    day = asked.day(visit.today)
    found = learn.find_one(visit, slug, _role(visit, asked), day)
    built = [each.competency for each in found.fit.opportunity.builds]
    return with_related(found, find_related_items(visit, built, day))


@_call("api-mentors", _read_role, MentorReport)
def answer_mentors(visit: Visit, asked: RoleForm) -> MentorReport:
    """Who could help with what is missing for a role, what was agreed, and whom one mentors."""
    return find_mentors(visit, asked.answers["target"], asked.day(visit.today))


@_call("api-network", _read_role, NetworkReport)
def answer_network(visit: Visit, asked: RoleForm) -> NetworkReport:
    """Whom to be in touch with this week and why, whom the way to a role lacks, and what came of it."""
    return find_network(visit, asked.answers["target"], asked.day(visit.today))


@_call("api-network-people", _read_day, tuple[PersonRow, ...])
def answer_people(visit: Visit, asked: AskedForm) -> tuple[PersonRow, ...]:
    """Everybody one knows, in the order of their names."""
    return list_people(find_circle(visit, asked.day(visit.today)))


@_call("api-progress", _read_progress, Progress)
def answer_progress(visit: Visit, asked: ProgressForm) -> Progress:
    """What was planned, what was done, and what moved since a day."""
    day = asked.day(visit.today)
    return find_progress(visit, _role(visit, asked), since=asked.since_day(day), day=day)


@_call("api-packet", _read_role, Packet)
def answer_packet(visit: Visit, asked: RoleForm) -> Packet:
    """Each expectation of a role with its proof."""
    return find_packet(visit, _target(visit, asked), asked.day(visit.today))


@_call("api-packet-closed", _read_day, tuple[Closing, ...])
def answer_closed(visit: Visit, asked: AskedForm) -> tuple[Closing, ...]:
    """The packets closed so far, the latest first, each with what people decided."""
    return find_all_closed(visit, asked.day(visit.today))


@_call("api-plan", _read_plan, openapi.with_reading(Plan))
def answer_plan(visit: Visit, asked: PlanForm) -> object:
    """The best dated plan for the hours, the money and the last day."""
    _target(visit, asked)
    day = asked.day(visit.today)
    plan = find_plan(visit, asked, day)
    return with_related(plan, find_related_items(visit, plan.builds, day))


@_call("api-plan-why", _read_plan, ItemReason, names=_opportunities)
def answer_plan_why(visit: Visit, asked: PlanForm, *, slug: str) -> ItemReason:
    """Why an opportunity is in the plan, or why not."""
    _target(visit, asked)
    return find_reason(visit, asked, slug, asked.day(visit.today))


@_call("api-plan-ready", _read_ready, Ready)
def answer_plan_ready(visit: Visit, asked: PlanForm) -> Ready:
    """The earliest day by which the evidence could be there."""
    _target(visit, asked)
    return find_ready(visit, asked, asked.day(visit.today), is_day_asked=asked.is_day_asked)


@_call("api-plan-curve", _read_curve, TradeOff)
def answer_plan_curve(visit: Visit, asked: PlanForm) -> TradeOff:
    """What more or less of one limit would change."""
    _target(visit, asked)
    day = asked.day(visit.today)
    return find_curve(visit, whole_wish(visit, asked, day), day, asked.answers["of"] or "hours")


def _role(visit: Visit, asked: AskedForm) -> Role | None:
    """The role asked for, else the one aimed at, else none."""
    return visit.role(asked.answers["target"], asked.day(visit.today))


def _target(visit: Visit, asked: AskedForm) -> Role:
    role = _role(visit, asked)
    if role is None:
        raise InvalidInputError(NO_TARGET)
    return role


@require_safe
def answer_description(_request: HttpRequest) -> HttpResponse:
    """The description of all of these, for programs that read it."""
    from headway.web.urls import urlpatterns

    described = {p.name: (p, CALLS[p.name]) for p in urlpatterns if p.name in CALLS}
    return HttpResponse(
        json_form.write(openapi.describe(described, begin_visit())), content_type=JSON
    )


@require_safe
def answer_unknown(request: HttpRequest) -> HttpResponse:
    """For any other address under /api/."""
    paths = ", ".join(f"/api/{word}" for word in PAGES if word not in ("today", "settings"))
    sentence = f"There is no {request.path}; there are {paths}, described at /api/openapi.json."
    return _say(sentence, 404)
