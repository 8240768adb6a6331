"""Why an item is in a plan, or is not in it: each cause is found by planning, or placing, without it."""

from dataclasses import replace

from headway.algorithms.schedule.limits import USELESS, LockedDoesNotFitError, offered
from headway.algorithms.schedule.repair import fits
from headway.algorithms.schedule.value import (
    dependents,
    gains_by_skill,
    worth_first,
    worth_of_adding,
)
from headway.core.dossier import Dossier
from headway.core.evidence import Completion
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue, Opportunity
from headway.core.plan.additions import find_additions, find_own_experiences, find_pairs
from headway.core.plan.advice import find_changes, find_obstacle
from headway.core.plan.exchange import find_substitute, force_in, lose_alone, rule_out
from headway.core.plan.moment import explain_moment
from headway.core.plan.placed import PlacedPlan, place_plan
from headway.core.plan.reasons import Absence, Close, ItemReason, Named, Presence, Takes
from headway.core.plan.room import find_close, find_lacking, find_room
from headway.core.plan.values import Plan
from headway.core.standing import Standing

# Differences below it are roundings.
NOTHING = 1e-9


def explain_item(
    plan: Plan,
    dossier: Dossier,
    standing: Standing,
    ladder: Ladder,
    catalogue: Catalogue,
    slug: str,
) -> ItemReason:
    """Why the opportunity `slug` is in `plan`, or why not, made anew from what the plan was made from.

    Raises UnknownNameError for an opportunity that the catalogue lacks, InvalidInputError where the plan
    rests on other facts, and as `make_plan` does.
    """
    opportunity = catalogue.opportunity(slug)
    at = place_plan(plan, dossier, standing, ladder, catalogue)
    reason = ItemReason(
        opportunity=slug,
        title=opportunity.title,
        takes=_takes(at, opportunity),
        close=find_close(at, besides=slug),
    )
    if slug not in at.question.offers.by_slug:
        return replace(reason, absence=_not_offered(at, dossier, opportunity))
    is_in = slug in at.names
    return replace(
        reason,
        adds=find_additions(at, slug),
        experiences=find_own_experiences(at, slug),
        pairs_with=find_pairs(at, slug),
        presence=_presence(at, slug) if is_in else None,
        absence=None if is_in else _absence(at, slug),
    )


def find_close_items(
    plan: Plan, dossier: Dossier, standing: Standing, ladder: Ladder, catalogue: Catalogue
) -> tuple[Close, ...]:
    """The items that are not in `plan` and came closest, at most three; raises as `explain_item` does."""
    return find_close(place_plan(plan, dossier, standing, ladder, catalogue))


def _takes(at: PlacedPlan, opportunity: Opportunity) -> Takes:
    offer = at.question.offers.by_slug.get(opportunity.slug)
    if offer is None:
        return Takes(
            effort_hours=sum(opportunity.effort_hours) / 2,
            cost_minor=opportunity.cost.high_minor,
            currency=opportunity.cost.currency,
            shortest_days=opportunity.duration_days[0],
            is_cost_known=opportunity.cost.basis != "unknown",
        )
    return Takes(
        effort_hours=offer.hours,
        cost_minor=offer.cost_minor,
        currency=at.question.wish.currency,
        shortest_days=offer.shortest_days,
    )


def _presence(at: PlacedPlan, slug: str) -> Presence:
    planned = next(item for item in at.plan.items if item.opportunity == slug)
    without = rule_out(at, slug)
    return Presence(
        is_pinned=planned.is_pinned,
        is_begun=planned.is_begun,
        loss_kept_sd=lose_alone(at, slug),
        without=without,
        moment=explain_moment(at.question, at.problem, at.placed, planned),
        goes_with=at.named(at.resting_on(slug) - {slug}),
        substitute=find_substitute(at, slug, without.comes_in),
    )


def _not_offered(at: PlacedPlan, dossier: Dossier, opportunity: Opportunity) -> Absence:
    slug = opportunity.slug
    told = [c for _, c in dossier.known_by(at.plan.as_of).each(Completion) if c.opportunity == slug]
    if told and told[-1].outcome == "done":
        return Absence(kind="done")
    if slug in at.question.wish.dropped:
        return Absence(kind="dropped")
    if slug in at.question.offers.left_out:
        return Absence(kind="obstacle", obstacle=at.question.offers.left_out[slug])
    return Absence(kind="stage", stages=opportunity.stages)


def _absence(at: PlacedPlan, slug: str) -> Absence:
    _, left_out = offered(at.problem)
    limit = left_out.get(slug)
    if limit == USELESS:
        return Absence(kind="nothing missing")
    if limit is not None:
        changes = find_changes(at.question, at.problem, [at.problem.by_name[slug]])
        obstacle = find_obstacle(at.question, slug, limit)
        return Absence(kind="obstacle", obstacle=obstacle, changes=changes)
    return _beside_the_rest(at, slug)


def _beside_the_rest(at: PlacedPlan, slug: str) -> Absence:
    """Of what could be done, but is not."""
    item = at.problem.by_name[slug]
    gains = gains_by_skill(at.problem.by_name[name] for name in at.names)
    more = worth_of_adding(at.problem, gains, at.names, item)
    alike, serves_first = _find_alike(at, slug), _serves_must_have(at, slug)
    is_needed = serves_first or dependents(at.problem, slug) != {slug}
    if alike is None and more + item.charge <= NOTHING and not is_needed:
        return Absence(kind="covered")
    if more <= NOTHING and not serves_first and fits(at.problem, at.placed.values(), slug):
        return Absence(kind="too little")
    return _outbid(at, slug, alike)


def _serves_must_have(at: PlacedPlan, slug: str) -> bool:
    """Whether what comes before everything else would gain by it, beside the rest of the plan."""
    beside = worth_first(at.problem, at.names)
    return worth_first(at.problem, at.names | {slug}) > beside + NOTHING


def _find_alike(at: PlacedPlan, slug: str) -> Named | None:
    group = at.problem.by_name[slug].group
    twins = [n for n in at.names if group and at.problem.by_name[n].group == group]
    return at.named(twins)[0] if twins else None


def _outbid(at: PlacedPlan, slug: str, alike: Named | None) -> Absence:
    try:
        forced = force_in(at, slug)
    except LockedDoesNotFitError as error:
        if at.problem.locked:
            return Absence(kind="beside locked", alike=alike, lacking=find_lacking(at, slug))
        obstacle = find_obstacle(at.question, slug, error.limit)
        return Absence(kind="obstacle", obstacle=obstacle, alike=alike)
    is_worse = forced.loss_sd > NOTHING or forced.must_have_loss_sd > NOTHING
    return Absence(
        kind="outbid" if is_worse else "as good",
        forced=forced,
        alike=alike,
        lacking=find_lacking(at, slug),
        changes=find_room(at, slug),
    )
