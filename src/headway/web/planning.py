"""The plans that pages and the API ask for: each is made once for the same question, and remembered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar, cast

import msgspec
from django.core.cache import cache

from headway.core.fact_kinds import AdoptedPlan, FactBody
from headway.core.plan import (
    Plan,
    PlanWish,
    Readiness,
    Relaxations,
    TradeOff,
    find_earliest_plan,
    find_relaxations,
    make_plan,
    trade_off,
)
from headway.core.plan.changes import compare_plans
from headway.core.plan.explain import find_close_items
from headway.core.plan.living import find_wish_in_force, follow_plan
from headway.core.plan.obstacles import LimitName
from headway.core.plan.reasons import Close
from headway.core.plan.values import PlanChange
from headway.records import bridge
from headway.records.canonical import canonical_json, sha256_of
from headway.web.views.standing import find_standing
from headway.web.visit import Visit

Found = TypeVar("Found")
Way = Literal["carried on", "mended", "fresh"]
# In the memory of this process alone: what is planned of a person is written down nowhere.
REMEMBERED_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class ShownPlan:
    """A plan; `is_mended` says that the adopted one was only mended, and nothing better was looked for."""

    plan: Plan
    is_mended: bool = False


def find_in_force(visit: Visit, day: date) -> PlanWish | None:
    """The wish of the adopted plan that is in force."""
    return find_wish_in_force(visit.known(day), day)


def find_plan(visit: Visit, wish: PlanWish, day: date, *, fresh: bool = False) -> Plan:
    """The adopted plan carried on, or a fresh one: the question of the page and of its API path."""
    return _plan(visit, wish, day, "fresh" if fresh else "carried on")


def find_shown_plan(
    visit: Visit,
    wish: PlanWish,
    day: date,
    *,
    in_force: PlanWish | None,
    is_better_wanted: bool = False,
) -> ShownPlan:
    """The adopted plan mended at once, unless a better one is wanted or was found before.

    Where none is `in_force` for the role of the wish, a fresh one.
    """
    if in_force is None or in_force.target_role != wish.target_role:
        return ShownPlan(plan=find_plan(visit, wish, day, fresh=True))
    if is_better_wanted or _key(visit, wish, day, "carried on") in cache:
        return ShownPlan(plan=find_plan(visit, wish, day))
    return ShownPlan(plan=_plan(visit, wish, day, "mended"), is_mended=True)


def find_moves(visit: Visit, before: PlanWish, plan: Plan) -> tuple[PlanChange, ...]:
    """How `plan` differs from a fresh one for the wish `before`."""
    day, wish = plan.as_of, plan.wish

    def compare() -> tuple[PlanChange, ...]:
        former = find_plan(visit, before, day, fresh=True)
        role = visit.ladder.role(wish.target_role)
        standing = find_standing(visit, role, day)
        catalogue = visit.catalogue_on(day)
        return compare_plans(former, plan, visit.dossier, standing, visit.ladder, catalogue)

    return _remembered(_key(visit, wish, day, f"moves from {_spell(before)}"), compare)


def find_close(visit: Visit, plan: Plan) -> tuple[Close, ...]:
    """What is not in `plan` and came closest."""

    def look() -> tuple[Close, ...]:
        standing = find_standing(visit, visit.ladder.role(plan.wish.target_role), plan.as_of)
        catalogue = visit.catalogue_on(plan.as_of)
        return find_close_items(plan, visit.dossier, standing, visit.ladder, catalogue)

    return _remembered(_key(visit, plan.wish, plan.as_of, f"close to {digest(plan)}"), look)


def find_readiness(
    visit: Visit, wish: PlanWish, day: date, *, with_levers: bool = False
) -> Readiness:
    """The earliest date by which the evidence could be there; what brings it forward takes longer."""
    return _ask(
        visit,
        wish,
        day,
        f"ready, levers {with_levers}",
        lambda *asked: find_earliest_plan(*asked, as_of=day, with_levers=with_levers),
    )


def find_what_is_needed(visit: Visit, wish: PlanWish, day: date, found: Readiness) -> Relaxations:
    """What would make the wish possible by its date, given what was found of the earliest one."""
    return _ask(
        visit,
        wish,
        day,
        f"needed, {found.ready_on}",
        lambda *asked: find_relaxations(*asked, as_of=day, found=found),
    )


def find_curve(
    visit: Visit, wish: PlanWish, day: date, of: LimitName, *, with_plans: bool = True
) -> TradeOff:
    """What more or less of one limit brings: ten points, with a plan each or the bound alone.

    Plans that were made before are shown in any case.
    """
    what = f"curve of {of}"
    with_plans = with_plans or _key(visit, wish, day, what) in cache
    return _ask(
        visit,
        wish,
        day,
        what if with_plans else f"bounds of {of}",
        lambda *asked: trade_off(*asked, as_of=day, of=of, with_plans=with_plans),
    )


def digest(plan: Plan) -> str:
    """A short mark that tells this plan from any other."""
    return _digest_of(bridge.document_of(plan))


def remember_shown(visit: Visit, plan: Plan) -> str:
    """The plan's digest, under which it is found again for a while by whoever it was shown to."""
    mark = digest(plan)
    cache.set(_key_of_shown(visit, mark), plan, REMEMBERED_SECONDS)
    return mark


def find_shown_before(visit: Visit, mark: str) -> Plan | None:
    """The plan of that digest, if it was shown to this person lately."""
    return cast("Plan | None", cache.get(_key_of_shown(visit, mark)))


def _key_of_shown(visit: Visit, mark: str) -> str:
    return sha256_of(repr(("shown", visit.dossier.owner, mark)))


def is_marked(mark: str, body: FactBody) -> bool:
    """Whether `body` is the adoption of the very plan whose digest is `mark`."""
    return isinstance(body, AdoptedPlan) and _digest_of(body.document) == mark


def _digest_of(document: Mapping[str, object]) -> str:
    return sha256_of(canonical_json(document))[:32]


def _plan(visit: Visit, wish: PlanWish, day: date, way: Way) -> Plan:
    def make(*asked: Any) -> Plan:
        if way == "fresh":
            return make_plan(*asked, as_of=day)
        is_mended, calibration = way == "mended", visit.calibration(day)
        return follow_plan(*asked, as_of=day, at_once=is_mended, calibration=calibration)

    return _ask(visit, wish, day, way, make)


def _ask(
    visit: Visit, wish: PlanWish, day: date, what: str, question: Callable[..., Found]
) -> Found:
    """The answer to `question`, asked with all that is known of the person, or remembered."""

    def ask() -> Found:
        role = visit.ladder.role(wish.target_role)
        standing = find_standing(visit, role, day)
        return question(visit.dossier, standing, visit.ladder, visit.catalogue_on(day), wish)

    return _remembered(_key(visit, wish, day, what), ask)


def _remembered(key: str, find: Callable[[], Found]) -> Found:
    found = cache.get(key)
    if found is None:
        found = find()
        cache.set(key, found, REMEMBERED_SECONDS)
    return cast("Found", found)


def _key(visit: Visit, wish: PlanWish, day: date, what: str) -> str:
    """Equal only where all inputs are: facts are never changed, so that their identities stand for them."""
    dossier = visit.dossier
    inputs = (
        what,
        dossier.owner,
        # What the sample person did is told from the day on which it is looked at.
        visit.today,
        day,
        sorted(fact.id for fact in dossier.facts),
        (dossier.time_zone, visit.calibration_version(day)),
        (visit.ladder.version, visit.catalogue_on(day).version),
        _spell(wish),
    )
    return sha256_of(repr(inputs))


def _spell(wish: PlanWish) -> str:
    return msgspec.json.encode(wish, order="deterministic").decode()
