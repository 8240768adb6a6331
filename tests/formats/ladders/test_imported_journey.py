"""An imported ladder works like the built-in one: standing, gap and plan are measured by it."""

from datetime import UTC, date, datetime
from uuid import UUID

from headway.core.dossier import Dossier, Fact
from headway.core.journey import travel
from headway.core.plan import PlanWish
from headway.core.ratings import RatingForm
from headway.core.wording import NOTHING_FITS, describe_emptiness
from headway.formats import built_in
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder

DAY = date(2031, 3, 3)
TABLE = (
    "Competency,Junior maker,Maker,Lead maker\n"
    "Sanding planks,Feels a plank,Smooths a plank,Sets how planks are smoothed\n"
    "Drawing plans,Holds a pen,Draws a plan,\n"
)
LADDER = read_ladder([NamedFile(name="makers.csv", content=TABLE.encode())]).ladder
WISH = PlanWish(
    target_role="lead-maker", by=date(2032, 3, 1), hours_per_week=4.0, budget_per_year_minor=100_000
)


def travelled(*marks: dict[str, int]):
    facts = tuple(
        Fact(
            id=UUID(int=number),
            body=RatingForm(
                rater=f"Rater {number}", source="manager" if number == 1 else "peer", marks=each
            ),
            happened_on=DAY,
            recorded_at=datetime(2031, 3, 3, tzinfo=UTC),
        )
        for number, each in enumerate(marks, 1)
    )
    dossier = Dossier(owner=UUID(int=9), facts=facts)
    return travel(dossier, LADDER, built_in.catalogue(), WISH, as_of=DAY)


def test_standing_and_gap_are_measured_on_the_imported_levels() -> None:
    journey = travelled(*[{"sanding-planks": 3, "drawing-plans": 1}] * 3)
    assert [e.competency for e in journey.standing.estimates] == ["sanding-planks", "drawing-plans"]
    assert [e.slug for e in journey.gap.expectations] == ["sanding-planks"]
    assert journey.gap.role_title == "Lead maker"


def test_more_views_of_a_high_level_raise_the_chance_of_meeting_it() -> None:
    none, three = travelled(), travelled(*[{"sanding-planks": 3}] * 3)
    assert three.gap.expectations[0].meets_chance > none.gap.expectations[0].meets_chance


def test_the_plan_says_plainly_that_the_catalogue_has_nothing_for_it() -> None:
    plan = travelled().plan
    assert plan.items == ()
    assert describe_emptiness(plan) == NOTHING_FITS["catalogue"]


def test_the_packet_has_a_line_for_each_imported_expectation() -> None:
    assert [line.expectation.slug for line in travelled().packet.lines] == ["sanding-planks"]
