"""Plan: what to do and when, within the hours and the money one gives, and the form that plans again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_noop

from headway.core import wording
from headway.core.dossier import Fact
from headway.core.errors import HeadwayError
from headway.core.evidence import Completion
from headway.core.fact_kinds import AdoptedPlan
from headway.core.learn import Catalogue
from headway.core.money import format_minor
from headway.core.plan import AskedNow, Plan, PlanWish, complete_wish
from headway.core.plan.moves import find_moves
from headway.core.plan.reasons import Close
from headway.core.wording import living as living_words
from headway.core.wording import moves as moves_words
from headway.core.wording import plan_why as plan_why_words
from headway.records import entries
from headway.web import planning
from headway.web.forms.asked import AskedForm
from headway.web.forms.plan import PlanForm, complete_data
from headway.web.frame import show_empty, show_page
from headway.web.views.learn_reading import find_related_rows
from headway.web.views.plan_shown import put_in_words
from headway.web.visit import Visit, begin_visit

MOST_TOLD = 12
FRESH = "fresh"
CURVE_TITLES = {
    "hours": gettext_noop("What other hours would bring"),
    "money": gettext_noop("What other money would bring"),
    "date": gettext_noop("What other dates would bring"),
}


@dataclass(frozen=True, kw_only=True)
class ToldStep:
    """What was told of a step."""

    fact: Fact
    title: str
    sentence: str


def show_plan(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = read_form(visit, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "plan/empty.html", visit, day)
    context = say_limits(visit, asked, day)
    context |= find_or_say_why(asked, lambda: _find(request, visit, asked, day))
    context |= {"query": request.GET.urlencode(), "notice": _notice(request, visit)}
    return show_page(request, "plan/plan.html", visit=visit, context=context)


def say_limits(visit: Visit, asked: PlanForm, day: date) -> dict[str, Any]:
    """What the form of a wish needs, whatever comes of it."""
    return {
        "asked": asked,
        "roles": visit.ladder.roles,
        "day": day,
        "may_tell": visit.may_tell(day),
        "told_steps": list_told(visit, day),
        "titles": CURVE_TITLES,
    }


def can_be_planned(asked: PlanForm) -> bool:
    """Whether the form makes sense and names a role."""
    return asked.is_valid() and bool(asked.answers["target"])


def find_or_say_why(asked: PlanForm, find: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `find` shows of the form; where nothing can be found, the form says why."""
    if not can_be_planned(asked):
        return {}
    try:
        return find()
    except HeadwayError as error:
        asked.add_error(None, str(error))
        return {}


def read_form(visit: Visit, given: QueryDict) -> PlanForm:
    """What is asked for, completed by what the person said they want and can give."""
    day = AskedForm(visit.ladder, given).day(visit.today)
    in_force = None if given.get(FRESH) else planning.find_in_force(visit, day)
    said = complete_wish(visit.aim(day), AskedNow(), as_of=day, in_force=in_force)
    catalogue = visit.catalogue_on(day)
    data = complete_data(given, _without_removed(said, catalogue))
    return PlanForm(
        visit.ladder,
        data,
        catalogue=catalogue,
        in_force=in_force,
        today=visit.today,
        is_day_asked="by" in given,
    )


def _without_removed(said: PlanWish, catalogue: Catalogue) -> PlanWish:
    """Without what was pinned or dropped then and is in the catalogue no more."""
    there = {item.slug for item in catalogue.opportunities}
    pinned, dropped = (
        tuple(slug for slug in slugs if slug in there) for slugs in (said.pinned, said.dropped)
    )
    return replace(said, pinned=pinned, dropped=dropped)


def whole_wish(visit: Visit, asked: PlanForm, day: date) -> PlanWish:
    """The wish of a valid form."""
    return asked.hold_to(
        complete_wish(visit.aim(day), asked.asked_now(), as_of=day, in_force=asked.in_force)
    )


def find_plan(visit: Visit, asked: PlanForm, day: date) -> Plan:
    """The question of this page's API path: the best plan for the form."""
    wish = whole_wish(visit, asked, day)
    return planning.find_plan(visit, wish, day, fresh=asked.in_force is None)


def find_shown_plan(
    visit: Visit, asked: PlanForm, day: date, *, is_better_wanted: bool = False
) -> planning.ShownPlan:
    """The plan that the page shows for the form, and all that belongs to it explain."""
    return planning.find_shown_plan(
        visit,
        whole_wish(visit, asked, day),
        day,
        in_force=asked.in_force,
        is_better_wanted=is_better_wanted,
    )


def _find(request: HttpRequest, visit: Visit, asked: PlanForm, day: date) -> dict[str, Any]:
    shown = find_shown_plan(visit, asked, day, is_better_wanted="better" in request.GET)
    plan = shown.plan
    is_bettered = plan.adopted_on is not None and not shown.is_mended
    return {
        **put_in_words(plan, visit, asked),
        **_say_moves(visit, plan, day),
        **_say_taken(visit, plan, day),
        "close": _say_close(planning.find_close(visit, plan), asked),
        "is_mended": shown.is_mended,
        "better_query": asked.query(better="1"),
        # Who adopts a better one gets that one, even from a server that was started anew since.
        "whole_query": asked.query(better="1") if is_bettered else asked.query(),
        "digest": planning.remember_shown(visit, plan),
        "moved": _say_moved(visit, plan, request.GET.get("since", "")),
        "adopted_now": find_adopted_now(visit, plan),
        "calibration": visit.calibration_told(day),
        "related": find_related_rows(visit, plan.builds, day),
    }


def _say_moved(visit: Visit, plan: Plan, since: str) -> str:
    """What moved since the plan of the digest `since` was shown; the plan's sums if none such is known."""
    before = planning.find_shown_before(visit, since) if since else None
    if before is None:
        return wording.describe_plan(plan)
    return moves_words.describe_moves(find_moves(before, plan), plan.wish.currency)


def _say_moves(visit: Visit, plan: Plan, day: date) -> dict[str, Any]:
    """What moves with limits that were changed on the form; an adopted plan tells that itself."""
    before = complete_wish(visit.aim(day), AskedNow(), as_of=day)
    if plan.adopted_on or before == plan.wish or before.target_role != plan.wish.target_role:
        return {}
    moves = planning.find_moves(visit, before, plan)
    return {
        "before": before,
        "before_budget": format_minor(before.budget_per_year_minor, before.currency),
        "moves": [living_words.describe_change(move, plan.wish.currency) for move in moves],
    }


def _say_taken(visit: Visit, plan: Plan, day: date) -> dict[str, Any]:
    """What was taken for a plan of somebody who never said by when, nor asked for another day."""
    aim = visit.aim(day)
    has_day = plan.adopted_on or (aim and aim.by)
    if (
        has_day
        or complete_wish(aim, AskedNow(target_role=plan.wish.target_role), as_of=day) != plan.wish
    ):
        return {}
    budget = format_minor(plan.wish.budget_per_year_minor, plan.wish.currency)
    return {"taken_budget": budget}


def _say_close(close: tuple[Close, ...], asked: PlanForm) -> list[tuple[Close, str, str]]:
    """What came closest, in words, each with the form that pins it."""
    return [
        (one, plan_why_words.describe_close(one), asked.query(pin=one.opportunity)) for one in close
    ]


def find_adopted_now(visit: Visit, plan: Plan) -> Fact | None:
    """The adoption of this very plan, if it is the last one."""
    adopted = [fact for fact, _body in visit.known(visit.today).each(AdoptedPlan)]
    is_last = bool(adopted) and planning.is_marked(planning.digest(plan), adopted[-1].body)
    return adopted[-1] if is_last else None


def list_told(visit: Visit, day: date) -> list[ToldStep]:
    """What was told of steps lately, newest first."""
    titles = {o.slug: o.title for o in visit.catalogue.opportunities}
    told = list(visit.known(day).each(Completion))[::-1][:MOST_TOLD]
    return [
        ToldStep(
            fact=fact,
            title=titles.get(body.opportunity, body.opportunity),
            sentence=living_words.describe_told(body, fact.happened_on),
        )
        for fact, body in told
    ]


def _notice(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """What was just kept or taken back: read from the address, and said only while it is so."""
    if visit.person is None:
        return {}
    for word in ("kept", "gone"):
        fact = _read_fact(visit, request.GET.get(word, ""))
        if fact and (entries.find_current(visit.person, fact.id) is None) == (word == "gone"):
            return {
                "word": word,
                "fact": fact,
                "is_plan": isinstance(fact.body, AdoptedPlan),
                "left_evidence": getattr(fact.body, "outcome", "") == "done",
            }
    return {"word": "changed"} if "changed" in request.GET else {}


def _read_fact(visit: Visit, text: str) -> Fact | None:
    try:
        identity = UUID(text)
    except ValueError:
        return None
    kinds = (AdoptedPlan, Completion)
    facts = (fact for fact in visit.dossier.facts if isinstance(fact.body, kinds))
    return next((fact for fact in facts if fact.id == identity), None)
