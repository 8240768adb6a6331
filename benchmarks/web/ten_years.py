"""A made-up person with ten years of history, and a catalogue of 500 opportunities."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count, islice
from uuid import UUID

import msgspec

from headway.core.dossier import Fact
from headway.core.evidence import CompetencyTag, EvidenceItem, Support
from headway.core.fact_kinds import AdoptedPlan, FactBody
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.plan import PlanWish, make_plan
from headway.core.profile import About, Aim, Position
from headway.core.ratings import RatingForm, RatingSource
from headway.core.standing import estimate_levels
from headway.formats import built_in

EVIDENCE, FORMS, OPPORTUNITIES = 1_895, 99, 500
YEARS = 10
PLANNED_DAYS_AGO = 365
SUPPORTS: tuple[Support, ...] = ("claimed", "claimed", "corroborated", "verified")
SOURCES: tuple[RatingSource, ...] = ("self", "manager", "peer", "peer", "report", "stakeholder")


def make_facts(ladder: Ladder, now: datetime) -> Iterator[Fact]:
    """2,000 facts, spread evenly over the ten years before `now`; the same for the same moment."""
    told = [*_profile(now.date()), *_evidence(ladder), *_forms(ladder)]
    adopted_at = now - timedelta(days=PLANNED_DAYS_AGO)
    yield Fact(
        id=UUID(int=0),
        body=adopt_plan(ladder, adopted_at.date()),
        happened_on=adopted_at.date(),
        recorded_at=adopted_at,
    )
    for number, body in enumerate(told):
        # A large step that shares no factor with 2,000 mixes forms and evidence in time.
        share = number * 757 % len(told) / len(told)
        moment = now - timedelta(days=round(1 + share * 365.25 * YEARS))
        yield Fact(
            id=UUID(int=number + 1), body=body, happened_on=moment.date(), recorded_at=moment
        )


def adopt_plan(ladder: Ladder, day: date) -> AdoptedPlan:
    """A plan of that day for the sample person, who wants the same role; taken on and then left."""
    dossier = built_in.sample_dossier(day)
    role = ladder.role("senior-product-manager")
    wish = PlanWish(
        target_role=role.slug,
        by=day + timedelta(days=540),
        hours_per_week=4,
        budget_per_year_minor=150_000,
    )
    standing = estimate_levels(dossier, ladder, as_of=day, compared_role=role)
    plan = make_plan(dossier, standing, ladder, built_in.catalogue(), wish, as_of=day)
    return AdoptedPlan(document=msgspec.to_builtins(plan))


def make_catalogue(catalogue: Catalogue) -> Catalogue:
    """`catalogue` with as many copies of its opportunities, under further names, as make 500."""
    copies = (
        each if round_ == 0 else replace(each, slug=f"{each.slug}-{round_}")
        for round_ in count()
        for each in catalogue.opportunities
    )
    return replace(catalogue, opportunities=tuple(islice(copies, OPPORTUNITIES)))


def _profile(today: date) -> Iterator[FactBody]:
    yield About(name="Ada (made up)")
    yield Aim(
        target_role="senior-product-manager",
        by=today + timedelta(days=540),
        current_role="product-manager",
        hours_per_week=4.0,
        budget_per_year_minor=150_000,
    )
    for title in ("Analyst", "Associate product manager", "Product manager"):
        yield Position(title=title, role_certainty="ask")


def _evidence(ladder: Ladder) -> Iterator[EvidenceItem]:
    competencies = len(ladder.competencies)
    role = ladder.role("senior-product-manager")
    slugs = [*role.experiences, *(each.slug for each in role.responsibilities)]
    for number in range(EVIDENCE):
        first, second = number % competencies, number * 7 % competencies
        tags = {
            ladder.competencies[first].slug: 1 + number // 16 % 4,
            ladder.competencies[second].slug: 1 + number // 48 % 3,
        }
        yield EvidenceItem(
            text=f"Made-up entry {number}: talked to five customers and wrote down what they said",
            tags=tuple(CompetencyTag(competency=slug, level=n) for slug, n in tags.items()),
            expectations=(slugs[number % len(slugs)],) if number % 5 == 0 else (),
            support=SUPPORTS[number % len(SUPPORTS)],
            is_draft=number % 50 == 49,
        )


def _forms(ladder: Ladder) -> Iterator[RatingForm]:
    for number in range(FORMS):
        yield RatingForm(
            rater=f"Rater {number % 33} (made up)",
            source=SOURCES[number % len(SOURCES)],
            marks={
                each.slug: 1 + (number + place) % 3
                for place, each in enumerate(ladder.competencies)
                if (number + place) % 4
            },
        )
