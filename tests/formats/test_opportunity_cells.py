"""One opportunity as cells: each is read by one rule, or named with what is wrong with it."""

from datetime import date

import pytest

from headway.core.learn import Builds, Session
from headway.formats import built_in
from headway.formats.opportunity_cells import Reader, to_cells
from headway.formats.opportunity_columns import COLUMNS

TODAY = date(2026, 11, 23)
CATALOGUE, LADDER = built_in.catalogue(), built_in.ladder()
PLAIN = {"title": "Pricing evening", "kind": "course", "hours": "8"}


def reader(**changes):
    return Reader(catalogue=CATALOGUE, ladder=LADDER, today=TODAY, **changes)


def read(**cells):
    """The entry of these cells beside the needed ones."""
    asked = reader()
    item = asked.read({**PLAIN, **cells})
    assert item, asked.problems
    return item


def wrong(**cells):
    """The one thing that is wrong, with its column."""
    asked = reader()
    assert asked.read({**PLAIN, **cells}) is None
    [problem] = asked.problems
    return problem.column, problem.text


def test_title_kind_and_hours_are_enough():
    item = read()
    assert (item.slug, item.kind, item.effort_hours) == ("my-pricing-evening", "course", (8, 8))
    assert item.stages == ("entry", "mid", "senior")
    assert (item.cost.basis, item.cost.dated_on) == ("unknown", TODAY)
    assert item.duration_days == (1, 8)


@pytest.mark.parametrize(
    ("text", "ends"),
    [("8 to 16", (8, 16)), ("8-16", (8, 16)), ("1.5 – 2", (1.5, 2)), ("3", (3, 3))],
)
def test_hours_are_one_number_or_two(text, ends):
    assert read(hours=text).effort_hours == ends


@pytest.mark.parametrize(
    "text", ["many", "0", "-3", "16 to 8", "nan", "inf", "1 to 2 to 3", "20000"]
)
def test_hours_that_make_no_sense_are_named(text):
    assert wrong(hours=text)[0] == "hours"


@pytest.mark.parametrize(
    ("cells", "money"),
    [
        ({"cost": "0"}, ("GBP", 0, 0, "offer")),
        ({"cost": "Free"}, ("GBP", 0, 0, "offer")),
        ({"cost": "200 to 1,900"}, ("GBP", 20_000, 190_000, "offer")),
        ({"cost": "GBP 12.50"}, ("GBP", 1_250, 1_250, "offer")),
        ({"cost": "500", "currency": "jpy"}, ("JPY", 500, 500, "offer")),
        ({"cost": "not known"}, ("GBP", 0, 0, "unknown")),
    ],
)
def test_a_cost_is_an_amount_a_range_or_not_known(cells, money):
    cost = read(**cells).cost
    assert (cost.currency, cost.low_minor, cost.high_minor, cost.basis) == money


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"cost": "much"}, "cost"),
        ({"cost": "9 to 2"}, "cost"),
        ({"cost": "-5"}, "cost"),
        ({"cost": "5", "currency": "pounds"}, "currency"),
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"kind": ""}, "kind"),
        ({"kind": "magic"}, "kind"),
        ({"hours": ""}, "hours"),
        ({"days": "soon"}, "days"),
        ({"stages": "late"}, "stages"),
        ({"builds": "charm 2"}, "builds"),
        ({"builds": "communication"}, "builds"),
        ({"builds": "communication 9"}, "builds"),
        ({"builds": "communication 1; Communication 2"}, "builds"),
        ({"dates": "in March"}, "dates"),
        ({"dates": "2027-02-30"}, "dates"),
        ({"dates": "2027-03-02 to 2027-03-01"}, "dates"),
        ({"dates": "0001-01-01"}, "dates"),
        ({"dates": "2027-03-02; " * 51}, "dates"),
        ({"address": "ftp://x"}, "address"),
        ({"seen_on": "today"}, "seen_on"),
        ({"summary": "x" * 2_001}, "summary"),
    ],
)
def test_what_makes_no_sense_is_named_by_its_column(cells, column):
    assert wrong(**cells)[0] == column


def test_no_entry_builds_more_competencies_than_eight():
    slugs = [competency.slug for competency in LADDER.competencies][:9]
    assert wrong(builds="; ".join(f"{slug} 1" for slug in slugs))[1].startswith("it builds 9")


def test_everything_that_is_wrong_is_named_at_once():
    asked = reader()
    assert asked.read({"cost": "much"}) is None
    assert [problem.column for problem in asked.problems] == ["title", "hours", "kind", "cost"]


@pytest.mark.parametrize(
    ("text", "builds"),
    [
        ("communication 2", ("communication", 2, 1.0)),
        ("Communication=2", ("communication", 2, 1.0)),
        ("Data analysis: 1 x 0.5", ("data-analysis", 1, 0.5)),
        ("communication Working", ("communication", 2, 1.0)),
    ],
)
def test_a_competency_is_told_by_slug_or_name_with_its_level(text, builds):
    competency, ceiling, weight = builds
    assert read(builds=text).builds == (
        Builds(competency=competency, ceiling=ceiling, weight=weight),
    )


def test_a_kind_is_told_by_slug_or_name():
    assert read(kind="Stretch work").kind == "stretch"
    assert read(kind="conference talk").kind == "conference-talk"


def test_dates_say_how_long_it_takes_where_nobody_else_does():
    item = read(dates="2027-03-01 to 2027-03-03; 2027-06-01")
    assert item.duration_days == (1, 3)
    assert item.sessions[1] == Session(starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 1))
    assert read(dates="2027-03-01", days="14 to 30").duration_days == (14, 30)


def test_stages_are_told_in_any_order_and_all_stands_for_each():
    assert read(stages="senior, Entry").stages == ("entry", "senior")
    assert read(stages="all").stages == ("entry", "mid", "senior")


def test_a_changed_entry_keeps_its_slug_and_a_new_one_gets_another():
    assert reader(slug="my-old").read(PLAIN).slug == "my-old"
    assert reader(taken=("my-pricing-evening",)).read(PLAIN).slug == "my-pricing-evening-2"


@pytest.mark.parametrize("item", CATALOGUE.opportunities, ids=lambda item: item.slug)
def test_an_entry_told_in_cells_reads_as_it_was(item):
    told = reader(slug=item.slug).read(to_cells(item))
    columns = ("title", "kind", "builds", "summary", "effort_hours", "stages", "prerequisites")
    assert [getattr(told, name) for name in columns] == [getattr(item, name) for name in columns]
    assert (told.cost.low_minor, told.cost.high_minor) == (
        item.cost.low_minor,
        item.cost.high_minor,
    )


def test_the_example_of_every_column_makes_sense():
    assert reader().read({column.name: column.example for column in COLUMNS})
