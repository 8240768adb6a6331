"""Progress: what was planned, what was done, how ranges moved; and the weekly look that tells it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst

from headway.core import wording
from headway.core.errors import HeadwayError
from headway.core.evidence import Completion, evidence_of_completion
from headway.core.fact_kinds import AdoptedPlan, FactBody
from headway.core.ladder import Ladder, Role
from headway.core.progress import (
    Movement,
    Progress,
    StepProgress,
    find_due,
    find_steps,
    measure_progress,
)
from headway.core.wording import living as living_words
from headway.records import entries
from headway.web import planning
from headway.web.charts.quarters import QuarterBar, draw_quarters
from headway.web.charts.range_bar import RangeBar, draw_estimate, percent
from headway.web.figures import say_hours, say_percent
from headway.web.forms.progress import LookForm, ProgressForm
from headway.web.frame import show_empty, show_page
from headway.web.visit import Visit, begin_visit, ensure_person


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One step of the plan, and its state in words."""

    step: StepProgress
    state: str


@dataclass(frozen=True, kw_only=True)
class QuarterRow:
    """One quarter in words, and its bar."""

    bar: QuarterBar
    sentence: str
    hours_planned: str
    hours_told: str
    levels: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class MovementRow:
    """One competency then and now: the drawing, and the sentence about it."""

    movement: Movement
    bar: RangeBar
    sentence: str
    then: str
    now: str


def show_progress(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method == "POST":
        return _keep_look(request, visit)
    return _show(request, visit)


def find_progress(visit: Visit, role: Role | None, *, since: date, day: date) -> Progress:
    """The question of this page and of its API path."""
    return measure_progress(
        visit.dossier,
        visit.ladder,
        role,
        since=since,
        as_of=day,
        calibration=visit.calibration(day),
    )


def _keep_look(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = _look_form(visit, request.POST)
    person = ensure_person(visit)
    if not form.is_valid():
        return _show(request, visit, look=form)
    bodies = [body for told in form.told() for body in _bodies(told, visit)]
    key, day = form.cleaned_data["key"], visit.today
    entries.keep_all_once(person, key, bodies, happened_on=day, recorded_at=visit.now)
    return redirect(f"{reverse('progress')}?kept=look#page")


def _bodies(told: Completion, visit: Visit) -> Iterator[FactBody]:
    """What is kept of one answer: a finished step leaves evidence of what it gives."""
    yield told
    if told.outcome == "done":
        items = {item.slug: item for item in visit.catalogue.opportunities}
        steps = {s.opportunity: s for s in find_steps(visit.known(visit.today), as_of=visit.today)}
        item = items.get(told.opportunity)
        title = item.title if item else steps[told.opportunity].title
        yield evidence_of_completion(told, title, item.gives_experiences if item else ())


def _look_form(visit: Visit, sent: Any = None, *, found: Progress | None = None) -> LookForm:
    today = visit.today
    steps = found.steps if found else find_steps(visit.known(today), as_of=today)
    return LookForm(sent, steps=find_due(steps), today=today, initial={"key": entries.new_key()})


def _show(request: HttpRequest, visit: Visit, *, look: LookForm | None = None) -> HttpResponse:
    asked = ProgressForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "progress/empty.html", visit, day)
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "roles": visit.ladder.roles,
        "calibration": visit.calibration_told(day),
        "has_plan": visit.known(day).latest(AdoptedPlan) is not None,
    }
    if not asked.errors:
        context |= _find(visit, asked, day)
    if visit.may_tell(day):
        context["look"] = look or _look_form(visit, found=context.get("progress"))
        context |= _what_changed(request, visit, day)
    status = 400 if look else 200
    return show_page(request, "progress/progress.html", visit=visit, context=context, status=status)


def _find(visit: Visit, asked: ProgressForm, day: date) -> dict[str, Any]:
    role = visit.role(asked.answers["target"], day)
    try:
        found = find_progress(visit, role, since=asked.since_day(day), day=day)
    except HeadwayError as error:
        asked.add_error("since", str(error))
        return {}
    return {"role": role, **_in_words(found, visit.ladder)}


def _what_changed(request: HttpRequest, visit: Visit, day: date) -> dict[str, Any]:
    """What the look that was just kept changed in the plan, while that is so."""
    told_today = any(fact.happened_on == day for fact, _ in visit.known(day).each(Completion))
    if request.GET.get("kept") != "look" or not told_today:
        return {}
    wish = planning.find_in_force(visit, day)
    if wish is None:
        return {"kept": True}
    plan = planning.find_shown_plan(visit, wish, day, in_force=wish).plan
    return {"kept": True, "changes": living_words.describe_living(plan)[1:], "is_followed": True}


def _in_words(progress: Progress, ladder: Ladder) -> dict[str, Any]:
    return {
        "progress": progress,
        "steps": [StepRow(step=s, state=wording.STEP_STATES[s.state]) for s in progress.steps],
        "quarters": [_quarter_row(bar) for bar in draw_quarters(progress.quarters)],
        "movements": [_movement_row(movement, ladder) for movement in progress.movements],
        "levels": ladder.levels,
        "hours": say_hours(progress.hours),
    }


def _quarter_row(bar: QuarterBar) -> QuarterRow:
    quarter = bar.quarter
    return QuarterRow(
        bar=bar,
        sentence=living_words.describe_quarter(quarter),
        hours_planned=say_hours(quarter.hours_planned),
        hours_told=say_hours(quarter.hours_told),
        levels=tuple(
            (level.name, say_percent(level.chance_expected), say_percent(level.chance_found))
            for level in quarter.levels
        ),
    )


def _movement_row(movement: Movement, ladder: Ladder) -> MovementRow:
    sentence = wording.describe_movement(movement, ladder)
    top = ladder.top_level
    bar = draw_estimate(movement.now, top_level=top, description=sentence)
    return MovementRow(
        movement=movement,
        bar=replace(bar, before=percent(movement.then.median_position, top + 1)),
        sentence=capfirst(sentence.partition(": ")[2]),
        then=wording.describe_range(movement.then, ladder),
        now=wording.describe_range(movement.now, ladder),
    )
