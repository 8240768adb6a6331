"""A small ladder, a small catalogue and a person, for the tests of the plan."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from headway.algorithms.rating_model import bar, default_steps
from headway.core.dossier import Dossier, Fact
from headway.core.ladder import Competency, Experience, Ladder, Level, Role
from headway.core.learn import Builds, Catalogue, CostRange, Opportunity, OpportunityKind
from headway.core.plan import PlanWish, make_plan
from headway.core.standing import Estimate, Standing
from headway.core.standing.basis import find_bars

TODAY = date(2026, 11, 23)
STEPS = default_steps(4)
BARS = find_bars(STEPS)
SLUGS = ("asking", "counting", "telling")


def competency(slug):
    return Competency(
        slug=slug, name=slug.title(), area="all", kind="soft", definition="It is done."
    )


def role(slug, stage, level, **changes):
    plain = Role(
        slug=slug,
        title=slug.title(),
        stage=stage,
        tracks=("individual",),
        scope="A part.",
        usual_years=(0, 3),
        expected=dict.fromkeys(SLUGS, level),
    )
    return replace(plain, **changes)


LADDER = Ladder(
    format="headway-ladder/1",
    slug="small",
    version="1.0.0",
    title="Small",
    language="en-GB",
    licence="CC-BY-4.0",
    levels=tuple(Level(number=n, name=f"Level {n}", meaning="") for n in range(5)),
    competencies=tuple(competency(slug) for slug in SLUGS),
    roles=(
        role("junior", "entry", 1),
        role("plain", "mid", 2, experiences=("launched",)),
        role("chief", "senior", 4),
    ),
    experiences=(Experience(slug="launched", text="Has launched something"),),
)


def kind(slug, effect_sd=0.5, **changes):
    plain = OpportunityKind(
        slug=slug,
        name=slug.title(),
        effect_sd=effect_sd,
        effect_sd_range=(0.1, 0.9),
        completion_chance=0.8,
        completion_range=(0.7, 0.9),
        transfer=0.5,
        transfer_range=(0.3, 0.7),
        source="A test.",
    )
    return replace(plain, **changes)


def pounds(amount, currency="GBP"):
    return CostRange(
        currency=currency,
        low_minor=0,
        high_minor=amount * 100,
        basis="typical",
        dated_on=date(2026, 11, 1),
    )


def opportunity(slug, *, builds="asking", ceiling=2, cost=0, currency="GBP", **changes):
    plain = Opportunity(
        slug=slug,
        title=slug.title(),
        kind="course",
        summary="",
        stages=("entry", "mid"),
        builds=(Builds(competency=builds, ceiling=ceiling),),
        effort_hours=(4, 8),
        cost=pounds(cost, currency),
        duration_days=(7, 28),
        worked_if="Somebody noticed.",
    )
    return replace(plain, **changes)


def catalogue(*opportunities):
    return Catalogue(
        format="headway-catalogue/1",
        slug="small",
        version="1.0.0",
        title="Small",
        language="en-GB",
        licence="CC-BY-4.0",
        kinds=(kind("course"), kind("stretch", 0.8, practice=True)),
        opportunities=opportunities,
    )


def standing(held_role="junior", *, level=1, sd=0.9, ladder=LADDER):
    """Everybody sits exactly at the bar of `level`."""
    mean = bar(STEPS, level)
    bars = find_bars(default_steps(ladder.top_level))
    return Standing(
        as_of=TODAY,
        ladder=ladder.slug,
        ladder_version=ladder.version,
        held_role=held_role,
        compared_role="",
        estimates=tuple(estimate(c, mean, sd, bars) for c in ladder.competencies),
    )


def estimate(of, mean, sd, bars=BARS):
    return Estimate(
        competency=of.slug,
        name=of.name,
        kind=of.kind,
        mean=mean,
        sd=sd,
        most_likely_level=1,
        level_chances=(),
        median_position=1.0,
        low_position=0.5,
        high_position=1.5,
        view_count=0,
        evidence_count=0,
        bars=bars,
    )


def dossier(*bodies, on=TODAY):
    facts = tuple(
        Fact(
            id=UUID(int=number),
            body=body,
            happened_on=on,
            recorded_at=datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=number),
        )
        for number, body in enumerate(bodies, 1)
    )
    return Dossier(owner=UUID(int=99), facts=facts)


def wish(**changes):
    plain = PlanWish(
        target_role="plain",
        by=TODAY + timedelta(days=363),
        hours_per_week=3.0,
        budget_per_year_minor=100_000,
    )
    return replace(plain, **changes)


def plan(*opportunities, facts=(), at=None, as_of=TODAY, **changes):
    """A plan for the small ladder's junior from the given opportunities."""
    return make_plan(
        dossier(*facts),
        at or standing(),
        LADDER,
        catalogue(*opportunities),
        wish(**changes),
        as_of=as_of,
    )


def planned(made):
    return {item.opportunity: item for item in made.items}
