"""Measures readiness, what an impossible wish would need, and the trade-off curve, on the built-in catalogue.

Fictional people of whom as much is known as when a manager and two peers have rated; CPU seconds.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TypeVar
from uuid import UUID

from benchmarks.plan.rows import Row, at_most, show, told

from headway.core.dossier import Dossier, Fact
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.plan import (
    Change,
    PlanWish,
    Readiness,
    Relaxations,
    TradeOff,
    find_earliest_plan,
    find_relaxations,
    trade_off,
)
from headway.core.plan.goal import ENOUGH_CHANCE, Case, find_goal
from headway.core.plan.obstacles import LimitName
from headway.core.plan.reach import reach
from headway.core.plan.readiness import with_change
from headway.core.plan.window import LONGEST_YEARS, years_after
from headway.core.profile import Aim
from headway.core.standing import Standing, estimate_levels
from headway.formats import built_in

TODAY = date(2026, 11, 23)
RATED_SD = 0.6
LARGE = 2000
STEPS = (
    ("none", "associate-product-manager"),
    ("associate-product-manager", "product-manager"),
    ("product-manager", "senior-product-manager"),
    ("senior-product-manager", "group-product-manager"),
)
# Hours a week, money a year in pounds, and how much better than the role held one is already, in logits.
LIMITS = ((3.0, 1000, 0.6), (4.0, 1000, 0.9), (5.0, 3000, 0.6), (8.0, 6000, 0.6))
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Person:
    """Somebody's facts, what is known of their levels, and what they wish."""

    dossier: Dossier
    standing: Standing
    ladder: Ladder
    catalogue: Catalogue
    wish: PlanWish

    @property
    def known(self) -> tuple[Dossier, Standing, Ladder, Catalogue]:
        """The first four arguments of every question."""
        return self.dossier, self.standing, self.ladder, self.catalogue


def measure(quick: bool) -> list[Row]:  # noqa: FBT001  # as every file here does
    """The rows about wishes; `quick` takes one person instead of four."""
    people = _people()[:1] if quick else _people()
    find_relaxations(*people[0].known, people[0].wish, as_of=TODAY)  # imports do not count
    rows = [*_readiness_rows(people), *_relaxation_rows(people), *_curve_rows(people)]
    return rows if quick else [*rows, *_large_rows(people)]


def _people() -> list[Person]:
    return [_person(*step, limits) for step, limits in zip(STEPS, LIMITS, strict=True)]


def _person(held: str, target: str, limits: tuple[float, int, float]) -> Person:
    hours, pounds, better = limits
    ladder, catalogue = built_in.ladder(), built_in.catalogue()
    aim = Aim(target_role=target, current_role=held)
    moment = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    fact = Fact(id=UUID(int=1), body=aim, happened_on=TODAY, recorded_at=moment)
    dossier = Dossier(owner=UUID(int=2), facts=(fact,))
    plain = estimate_levels(dossier, ladder, as_of=TODAY, compared_role=ladder.role(target))
    estimates = tuple(
        replace(estimate, sd=RATED_SD, mean=estimate.mean + better) for estimate in plain.estimates
    )
    wish = PlanWish(
        target_role=target,
        by=TODAY + timedelta(days=364),
        hours_per_week=hours,
        budget_per_year_minor=pounds * 100,
    )
    return Person(dossier, replace(plain, estimates=estimates), ladder, catalogue, wish)


def _readiness_rows(people: list[Person]) -> list[Row]:
    answers = [_timed(partial(_earliest, person)) for person in people]
    seconds = [used for _, used in answers]
    found = [(p, a) for p, (a, _) in zip(people, answers, strict=True) if a.plan]
    return [
        at_most("readiness: CPU seconds, median", statistics.median(seconds), 5, "s"),
        at_most("readiness: CPU seconds, worst", max(seconds), 15, "s"),
        told("readiness: dates found", len(found), note=f"of {len(people)} people"),
        at_most("readiness: limits or bars not kept", sum(map(_is_broken, found)), 0),
        told("readiness: weeks between date and proof, median", _median_weeks(found)),
    ]


def _large_rows(people: list[Person]) -> list[Row]:
    """The same people at eight hours a week, before a catalogue of 2,000 opportunities."""
    busy = [replace(person, wish=replace(person.wish, hours_per_week=8.0)) for person in people]
    large = [replace(person, catalogue=_many_like(person.catalogue)) for person in busy]
    answers = [_timed(partial(_earliest, person)) for person in large]
    found = [(p, a) for p, (a, _) in zip(large, answers, strict=True) if a.plan]
    seconds, name = [used for _, used in answers], f"readiness, {LARGE} opportunities"
    return [
        told(f"{name}: CPU seconds, median", statistics.median(seconds), "s"),
        at_most(f"{name}: CPU seconds, worst", max(seconds), 10, "s"),
        at_most(f"{name}: limits or bars not kept", sum(map(_is_broken, found)), 0),
        told(f"{name}: weeks between date and proof, median", _median_weeks(found)),
    ]


def _many_like(catalogue: Catalogue) -> Catalogue:
    """As many opportunities as `LARGE`, each like a random one of the catalogue but for size and links."""
    chance, made = random.Random(0), []
    for number in range(LARGE):
        like, size = chance.choice(catalogue.opportunities), chance.uniform(0.6, 1.6)
        low, high = like.effort_hours
        cost = replace(like.cost, high_minor=int(like.cost.high_minor * (size + 1)))
        before = (f"x-{chance.randrange(number)}",) if number and chance.random() < 0.15 else ()
        alike = f"group-{chance.randrange(LARGE)}" if chance.random() < 0.2 else ""
        made.append(
            replace(
                like,
                slug=f"x-{number}",
                effort_hours=(low * size, high * size),
                cost=cost,
                requires=before,
                alternative_to=alike,
                apply_with="",
            )
        )
    return replace(catalogue, opportunities=tuple(made))


def _earliest(person: Person) -> Readiness:
    return find_earliest_plan(*person.known, person.wish, as_of=TODAY)


def _is_broken(case: tuple[Person, Readiness]) -> bool:
    _, answer = case
    assert answer.plan is not None
    gaps = {gap.slug for gap in answer.gaps}
    over = any(use.used > use.limit + 1e-3 for use in (*answer.plan.hours, *answer.plan.money))
    short = any(
        outlook.chance_after < ENOUGH_CHANCE
        for outlook in answer.plan.outlook
        if outlook.competency not in gaps
    )
    return over or short


def _median_weeks(found: list[tuple[Person, Readiness]]) -> float:
    days = [
        (a.ready_on - a.impossible_before).days
        for _, a in found
        if a.ready_on and a.impossible_before
    ]
    return statistics.median(days) / 7 if days else 0.0


def _relaxation_rows(people: list[Person]) -> list[Row]:
    answers = [_timed(partial(_needed, person, person.wish)) for person in people]
    seconds = [used for answer, used in answers if answer.state == "not reached"]
    changes = [
        (p, answer, change)
        for p, (answer, _) in zip(people, answers, strict=True)
        for change in answer.changes
    ]
    wrong = sum(not _is_least(*case) for case in changes)
    proven = sum(change.is_proven for _, _, change in changes)
    return [
        told("impossible wishes: CPU seconds, median", statistics.median(seconds or [0.0]), "s"),
        told("impossible wishes: changes found", len(changes), note=f"{proven} proven least"),
        at_most("impossible wishes: changes that are not the least", wrong, 0),
    ]


def _needed(person: Person, wish: PlanWish) -> Relaxations:
    return find_relaxations(*person.known, wish, as_of=TODAY)


def _is_least(person: Person, answer: Relaxations, change: Change) -> bool:
    """Asked anew: with the change there is a plan that gets there, with a step less there is none."""
    case = Case(
        dossier=person.dossier,
        standing=person.standing,
        ladder=person.ladder,
        catalogue=person.catalogue,
        as_of=TODAY,
    )
    longest = years_after(TODAY, LONGEST_YEARS) - timedelta(days=1)
    goal, _ = find_goal(case.question(replace(person.wish, by=longest)))
    enough = with_change(person.wish, change)
    less = with_change(person.wish, _a_step_less(change, answer.money_step_minor))
    return reach(case, enough, goal) is not None and reach(case, less, goal) is None


def _a_step_less(change: Change, money_step: int) -> Change:
    if change.hours_per_week is not None:
        return replace(change, hours_per_week=change.hours_per_week - 0.1)
    if change.budget_per_year_minor is not None:
        return replace(change, budget_per_year_minor=change.budget_per_year_minor - money_step)
    assert change.by is not None
    return replace(change, by=change.by - timedelta(days=7))


def _curve_rows(people: list[Person]) -> list[Row]:
    limits: tuple[LimitName, ...] = ("hours", "money", "date")
    seconds, falls = [], 0
    for person in people:
        for of in limits:
            curve, used = _timed(partial(_curve, person, of))
            bounds = [point.bound for point in curve.points]
            seconds.append(used)
            falls += bounds != sorted(bounds)
    _, whole = _timed(partial(_curve, people[0], "hours", with_plans=True))
    name = "trade-off envelope of ten points: CPU seconds"
    return [
        at_most(f"{name}, median", statistics.median(seconds), 0.2, "s"),
        at_most(f"{name}, worst", max(seconds), 0.2, "s"),
        at_most("trade-off envelopes that fall", falls, 0),
        told("trade-off curve with ten plans: CPU seconds", whole, "s"),
    ]


def _curve(person: Person, of: LimitName, *, with_plans: bool = False) -> TradeOff:
    return trade_off(*person.known, person.wish, as_of=TODAY, of=of, with_plans=with_plans)


def _timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    began = time.process_time()
    answer = ask()
    return answer, time.process_time() - began


if __name__ == "__main__":
    print(show(measure(quick="--quick" in sys.argv)))
