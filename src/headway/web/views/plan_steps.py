"""What one does with a plan: adopt it, tell what became of a step, take either back."""

from collections.abc import Iterator
from uuid import UUID, uuid5

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.dossier import Fact, find_currency
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import Completion, EvidenceItem, evidence_of_completion
from headway.core.fact_kinds import AdoptedPlan
from headway.core.learn import Opportunity
from headway.core.plan import Plan
from headway.records import bridge, entries
from headway.records.models import Person
from headway.web import planning
from headway.web.forms.plan_steps import OutcomeForm
from headway.web.forms.told import read_sent
from headway.web.frame import show_form
from headway.web.views.plan import can_be_planned, find_shown_plan, read_form, whole_wish
from headway.web.views.plan_ready import as_fresh
from headway.web.visit import Visit, begin_visit, ensure_person

READY = "ready"


def adopt_plan(request: HttpRequest) -> HttpResponse:
    """Keeps the plan that was shown; if it is another by now, that one is shown first."""
    visit = begin_visit()
    person = ensure_person(visit)
    given = QueryDict(request.POST.get("query", ""))
    shown, last = request.POST.get("shown", ""), _last_adopted(visit)
    if last and planning.is_marked(shown, last.body):
        return redirect(f"{reverse('plan')}?kept={last.id}")
    plan = _find_plan(visit, given, what=request.POST.get("what", ""))
    if plan is None or planning.digest(plan) != shown:
        return redirect(f"{reverse('plan')}?{_with(given, 'changed')}")
    kept = _adopt(visit, person, plan)
    return redirect(f"{reverse('plan')}?kept={kept}")


def _adopt(visit: Visit, person: Person, plan: Plan) -> UUID:
    ladder = bridge.keep_ladder(visit.ladder, recorded_at=visit.now)
    body = AdoptedPlan(document=bridge.document_of(plan))
    return entries.keep_once(
        person,
        entries.new_key(),
        body,
        happened_on=visit.today,
        recorded_at=visit.now,
        ladder=ladder,
    )


def _find_plan(visit: Visit, given: QueryDict, what: str) -> Plan | None:
    asked = read_form(visit, as_fresh(given) if what == READY else given)
    day = asked.day(visit.today)
    if not can_be_planned(asked) or day != visit.today:
        raise InvalidInputError(_("Only a plan of today can be adopted; plan again."))
    if what == READY:
        return planning.find_readiness(visit, whole_wish(visit, asked, day), day).plan
    # A better one that was looked for is found again, whatever was remembered of it.
    return find_shown_plan(visit, asked, day, is_better_wanted="better" in given).plan


def _with(given: QueryDict, word: str) -> str:
    asked = given.copy()
    asked[word] = "1"
    return asked.urlencode()


def _last_adopted(visit: Visit) -> Fact | None:
    adopted = [fact for fact, _body in visit.known(visit.today).each(AdoptedPlan)]
    return adopted[-1] if adopted else None


def tell_step(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of one step, and what it tells."""
    visit = begin_visit()
    opportunity = visit.catalogue.opportunity(slug)
    form = _form(request, visit)
    if request.method == "POST" and form.is_valid():
        person = ensure_person(visit)
        kept = _keep(visit, person, form, opportunity)
        return redirect(f"{reverse('plan')}?kept={kept}")
    context = {"opportunity": opportunity, "may_tell": not visit.is_sample}
    return show_form(request, "plan/tell.html", form, visit=visit, context=context)


def _form(request: HttpRequest, visit: Visit) -> OutcomeForm:
    return OutcomeForm(
        read_sent(request),
        initial={"key": entries.new_key(), "on": visit.today},
        today=visit.today,
        currency=find_currency(visit.known(visit.today)),
    )


def _keep(visit: Visit, person: Person, form: OutcomeForm, item: Opportunity) -> UUID:
    """Keeps what became of a step, and the evidence that a finished one leaves, both or none."""
    body, key = form.told(item.slug), form.cleaned_data["key"]
    day = form.cleaned_data["on"]
    with transaction.atomic():
        kept = entries.keep_once(person, key, body, happened_on=day, recorded_at=visit.now)
        if body.outcome == "done":
            evidence = evidence_of_completion(body, item.title, item.gives_experiences)
            entries.keep_once(
                person, uuid5(key, "evidence"), evidence, happened_on=day, recorded_at=visit.now
            )
    return kept


def remove_step(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Takes back an adopted plan, or what was told of a step with the evidence it left."""
    visit = begin_visit()
    person = ensure_person(visit)
    with transaction.atomic():
        for each in _told_together(visit, fact):
            entries.take_back(person, each.id, recorded_at=visit.now)
    return redirect(f"{reverse('plan')}?gone={fact}")


def restore_step(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Puts back what was taken back."""
    visit = begin_visit()
    person = ensure_person(visit)
    with transaction.atomic():
        back = [
            entries.put_back(person, entries.find_last(person, each.id), recorded_at=visit.now)
            for each in _told_together(visit, fact)
        ]
    return redirect(f"{reverse('plan')}?kept={back[0]}")


def _told_together(visit: Visit, fact: UUID) -> list[Fact]:
    """The fact, and the evidence that was kept with it at the same moment."""
    facts = visit.dossier.facts
    first = next((f for f in facts if f.id == fact), None)
    if first is None or not isinstance(first.body, AdoptedPlan | Completion):
        raise UnknownNameError(_("There is no such entry here."))
    return [first, *_evidence_left(first, facts)]


def _evidence_left(first: Fact, facts: tuple[Fact, ...]) -> Iterator[Fact]:
    if not isinstance(first.body, Completion) or first.body.outcome != "done":
        return
    for fact in facts:
        is_of_plan = isinstance(fact.body, EvidenceItem) and fact.body.source == "plan"
        if is_of_plan and (fact.recorded_at, fact.happened_on) == (
            first.recorded_at,
            first.happened_on,
        ):
            yield fact
