"""Which opportunities a plan may choose from, what each still takes, and why others are left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from headway.algorithms.schedule.problem import find_cycle
from headway.core.dossier import Dossier
from headway.core.errors import ImpossiblePlanError, InvalidInputError
from headway.core.evidence import Completion, Outcome
from headway.core.ladder import Ladder, Role, Stage
from headway.core.learn import Catalogue, Opportunity, OpportunityKind, Session
from headway.core.money import convert
from headway.core.plan.obstacles import Obstacle, say_obstacle
from headway.core.plan.values import PlanWish
from headway.core.plan.window import Window

STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An opportunity that a plan may choose, with what it still takes.

    `hours` is the middle of its range, `cost_minor` the top, in the wish's currency; of a begun
    item what is left, and nothing. `requires` are those not yet done.
    """

    opportunity: Opportunity
    kind: OpportunityKind
    hours: float
    cost_minor: int
    shortest_days: int
    requires: tuple[str, ...]
    sessions: tuple[Session, ...]
    is_begun: bool


@dataclass(frozen=True, kw_only=True)
class Offers:
    """What may be planned, by slug; and why others that come into question may not."""

    by_slug: Mapping[str, Offer]
    left_out: Mapping[str, Obstacle]


@dataclass(frozen=True, kw_only=True)
class _Progress:
    """What has become of an opportunity so far."""

    outcome: Outcome
    begun_on: date
    hours: float
    late_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """The question, with what follows from it for every opportunity alike."""

    catalogue: Catalogue
    wish: PlanWish
    window: Window
    stages: frozenset[Stage]
    progress: Mapping[str, _Progress]
    pinned: frozenset[str]
    done_alike: Mapping[str, str]

    def outcome(self, slug: str) -> Outcome | None:
        """The last outcome told of an opportunity."""
        return self.progress[slug].outcome if slug in self.progress else None

    def is_begun(self, slug: str) -> bool:
        """Whether it is under way."""
        return self.outcome(slug) in ("begun", "late")


def find_stages(ladder: Ladder, held_role: str, target: Role) -> frozenset[Stage]:
    """The stages from that of the held role (entry for none) to that of the target, both included."""
    held = "entry" if held_role in ("", "none") else ladder.role(held_role).stage
    ends = sorted((STAGES.index(held), STAGES.index(target.stage)))
    return frozenset(STAGES[ends[0] : ends[1] + 1])


def find_offers(
    dossier: Dossier,
    catalogue: Catalogue,
    wish: PlanWish,
    *,
    stages: frozenset[Stage],
    window: Window,
) -> Offers:
    """The opportunities for these stages, with the begun and the pinned ones of any stage.

    Done, cancelled and dropped ones are out; so is what has no price, no rate, no date in the window, a near
    duplicate that is done, or something required that is out. Raises a HeadwayError for a wish that
    contradicts itself or a catalogue that requires in a circle.
    """
    _check_circles(catalogue)
    progress = _find_progress(dossier)
    asked = _Asked(
        catalogue=catalogue,
        wish=wish,
        window=window,
        stages=stages,
        progress=progress,
        pinned=_with_required(catalogue, wish.pinned),
        done_alike=_find_done_alike(catalogue, progress),
    )
    _check_choices(asked)
    offers: dict[str, Offer] = {}
    left_out: dict[str, Obstacle] = {}
    for item in catalogue.opportunities:
        if _is_considered(asked, item):
            reason = _reason_out(asked, item)
            if reason:
                left_out[item.slug] = reason
            else:
                offers[item.slug] = _make_offer(asked, item)
    _leave_out_dependents(offers, left_out)
    check_pinned(wish, left_out)
    return Offers(by_slug=offers, left_out=left_out)


def _check_circles(catalogue: Catalogue) -> None:
    circle = find_cycle({item.slug: item.requires for item in catalogue.opportunities})
    if circle:
        raise InvalidInputError(
            f"These opportunities require each other: {' -> '.join(circle)}. Correct the catalogue."
        )
    circle = find_cycle(_before(catalogue))
    if circle:
        raise InvalidInputError(
            "Each of these opportunities has to be over before the next begins, as required or as what it "
            f"applies: {' -> '.join(reversed(circle))}. Correct the catalogue."
        )


def _before(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """What has to be over before each opportunity: what it requires, and what it is the application of."""
    before = {item.slug: item.requires for item in catalogue.opportunities}
    for item in catalogue.opportunities:
        if item.apply_with in before and item.apply_with != item.slug:
            before[item.apply_with] = (*before[item.apply_with], item.slug)
    return before


def _find_progress(dossier: Dossier) -> dict[str, _Progress]:
    found: dict[str, _Progress] = {}
    for fact, body in dossier.each(Completion):
        known = found.get(body.opportunity)
        if known is None or known.outcome in ("done", "cancelled"):
            known = _Progress(outcome=body.outcome, begun_on=fact.happened_on, hours=0.0)
        found[body.opportunity] = replace(
            known,
            outcome=body.outcome,
            hours=known.hours + (body.hours or 0.0),
            late_until=body.late_until,
        )
    return found


def _with_required(catalogue: Catalogue, slugs: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(slugs)
    while waiting:
        slug = waiting.pop()
        if slug not in found:
            found.add(slug)
            waiting.extend(catalogue.opportunity(slug).requires)
    return frozenset(found)


def _check_choices(asked: _Asked) -> None:
    for slug in asked.wish.dropped:
        asked.catalogue.opportunity(slug)
    for slug in asked.wish.pinned:
        if slug in asked.wish.dropped:
            raise InvalidInputError(f"'{slug}' is both pinned and dropped; choose one of the two.")
        if asked.outcome(slug) == "done":
            raise InvalidInputError(f"'{slug}' is pinned, but it is done already; unpin it.")
    groups: dict[str, str] = {}
    for slug in asked.wish.pinned:
        group = asked.catalogue.opportunity(slug).alternative_to
        if group and groups.setdefault(group, slug) != slug:
            raise ImpossiblePlanError(
                f"'{groups[group]}' and '{slug}' are much the same; pin only one of them."
            )


def _is_considered(asked: _Asked, item: Opportunity) -> bool:
    if asked.outcome(item.slug) == "done" or item.slug in asked.wish.dropped:
        return False
    is_wanted = asked.is_begun(item.slug) or item.slug in asked.pinned
    return is_wanted or not asked.stages.isdisjoint(item.stages)


def _reason_out(asked: _Asked, item: Opportunity) -> Obstacle | None:
    """Why `item` can't be planned; None if nothing speaks against it yet."""
    is_wanted = asked.is_begun(item.slug) or item.slug in asked.pinned
    twin = asked.done_alike.get(item.alternative_to, "")
    if asked.outcome(item.slug) == "cancelled" and not is_wanted:
        return Obstacle(kind="cancelled")
    if twin and not is_wanted:
        return Obstacle(kind="done alike", other=twin)
    if item.cost.basis == "unknown" and not asked.is_begun(item.slug):
        return Obstacle(kind="no price")
    if _cost_minor(asked, item) is None:
        currency, wanted = item.cost.currency, asked.wish.currency
        return Obstacle(kind="no rate", currency=currency, wish_currency=wanted)
    if item.sessions and not _dates_in(asked.window, item.sessions):
        window = asked.window
        return Obstacle(kind="no date", starts_on=window.starts_on, ends_on=window.ends_on)
    return None


def _find_done_alike(catalogue: Catalogue, progress: Mapping[str, _Progress]) -> dict[str, str]:
    """For each group of near-duplicates of which something is done, the first of that in the alphabet."""
    done = [
        item
        for item in catalogue.opportunities
        if item.alternative_to and item.slug in progress and progress[item.slug].outcome == "done"
    ]
    ordered = sorted(done, key=lambda item: item.slug, reverse=True)
    return {item.alternative_to: item.slug for item in ordered}


def _cost_minor(asked: _Asked, item: Opportunity) -> int | None:
    if asked.is_begun(item.slug):
        # Paid for, or promised, when it began: the budget to come does not pay it again.
        return 0
    wish = asked.wish
    return convert(item.cost.high_minor, item.cost.currency, wish.currency, wish.rates)


def _dates_in(window: Window, sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    return tuple(
        session
        for session in sessions
        if window.starts_on <= session.starts_on and session.ends_on <= window.ends_on
    )


def only_dates_in(offers: Offers, window: Window) -> Offers:
    """The offers with those of their dates that lie in another window, be it none."""
    by_slug = {
        slug: replace(offer, sessions=_dates_in(window, offer.sessions))
        for slug, offer in offers.by_slug.items()
    }
    return replace(offers, by_slug=by_slug)


def _make_offer(asked: _Asked, item: Opportunity) -> Offer:
    progress = asked.progress.get(item.slug)
    is_begun = asked.is_begun(item.slug)
    hours, days = sum(item.effort_hours) / 2, item.duration_days[0]
    if is_begun and progress is not None:
        hours = max(0.0, hours - progress.hours)
        days = max(1, days - (asked.window.starts_on - progress.begun_on).days)
        if progress.late_until is not None:
            # Not done before the day it was told to be late until; after the window it fits nowhere.
            days = max(1, (progress.late_until - asked.window.week_began).days + 1)
    done = {slug for slug in item.requires if asked.outcome(slug) == "done"}
    return Offer(
        opportunity=item,
        kind=asked.catalogue.kind(item.kind),
        hours=hours,
        cost_minor=_cost_minor(asked, item) or 0,
        shortest_days=days,
        # What has begun is past its entry: nothing has to come before it any more.
        requires=() if is_begun else tuple(s for s in item.requires if s not in done),
        sessions=() if is_begun else _dates_in(asked.window, item.sessions),
        is_begun=is_begun,
    )


def _leave_out_dependents(offers: dict[str, Offer], left_out: dict[str, Obstacle]) -> None:
    while True:
        missing = {
            slug: required
            for slug, offer in offers.items()
            for required in offer.requires
            if required not in offers
        }
        if not missing:
            return
        for slug, required in missing.items():
            del offers[slug]
            left_out[slug] = Obstacle(kind="requires", other=required)


def leave_out(offers: Offers, slug: str, reason: Obstacle) -> Offers:
    """The offers without `slug` and without what requires it."""
    by_slug = {name: offer for name, offer in offers.by_slug.items() if name != slug}
    left_out = {**offers.left_out, slug: reason}
    _leave_out_dependents(by_slug, left_out)
    return Offers(by_slug=by_slug, left_out=left_out)


def without_odd_levels(offers: Offers, ladder: Ladder) -> Offers:
    """The offers without those that ask at their start for a level that the ladder does not have."""
    names = {competency.slug: competency.name for competency in ladder.competencies}
    for slug, offer in offers.by_slug.items():
        for of, level in sorted(offer.opportunity.entry_levels.items()):
            if of in names and level > ladder.top_level and not offer.is_begun:
                odd = Obstacle(
                    kind="no such level", other=names[of], level=level, top_level=ladder.top_level
                )
                offers = leave_out(offers, slug, odd)
    return offers


def check_pinned(wish: PlanWish, left_out: Mapping[str, Obstacle]) -> None:
    """Raises ImpossiblePlanError if something pinned is left out."""
    for slug in wish.pinned:
        if slug in left_out:
            raise ImpossiblePlanError(f"'{slug}' is pinned, but: {say_obstacle(left_out[slug])}")
