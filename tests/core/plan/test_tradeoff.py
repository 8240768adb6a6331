"""Along a curve more is never worse, plans stay under the envelope, and the wish stands on it."""

from datetime import timedelta

import pytest

from headway.core.errors import InvalidInputError
from headway.core.plan import trade_off
from headway.core.plan.obstacles import Change
from headway.core.plan.tradeoff import TradeOffPoint, _rising
from headway.core.wording import wishes as wording
from plan_cases import LADDER, TODAY, catalogue, dossier, opportunity, plan, standing, wish

MANY = [
    opportunity(
        f"step-{n}",
        builds=("asking", "counting", "telling")[n % 3],
        cost=100 * n,
        effort_hours=(10 + n, 20 + n),
        duration_days=(14, 40),
    )
    for n in range(8)
]


def curve(of, *, points=10, with_plans=False, **changes):
    return trade_off(
        dossier(),
        standing(),
        LADDER,
        catalogue(*MANY),
        wish(by=TODAY + timedelta(days=180), **changes),
        as_of=TODAY,
        of=of,
        points=points,
        with_plans=with_plans,
    )


@pytest.mark.parametrize("of", ["hours", "money", "date"])
def test_more_of_a_limit_is_never_worse_and_never_over_the_envelope(of):
    made = curve(of, with_plans=True).points
    worths, bounds = [p.worth for p in made], [p.bound for p in made]
    assert worths == sorted(worths)
    assert bounds == sorted(bounds)
    assert all(w <= b + 1e-9 for w, b in zip(worths, bounds, strict=True))
    assert worths[-1] > worths[0]


@pytest.mark.parametrize("of", ["hours", "money", "date"])
def test_the_envelope_alone_has_no_plans(of):
    made = curve(of)
    assert len(made.points) == 10
    assert {p.worth for p in made.points} == {None}
    assert [p.bound for p in made.points] == sorted(p.bound for p in made.points)


@pytest.mark.parametrize("points", [2, 3, 7, 10])
def test_the_wish_stands_on_its_curve(points):
    (here,) = [p for p in curve("hours", points=points, with_plans=True).points if p.is_wish]
    assert here.worth >= plan(*MANY, by=TODAY + timedelta(days=180)).objective - 1e-9


def test_without_money_the_curve_goes_up_to_twice_the_dearest():
    made = curve("money", budget_per_year_minor=0)
    assert made.points[-1].change.budget_per_year_minor == 2 * 70_000


def test_a_line_says_what_a_point_brings_beside_the_wish():
    lines = wording.describe_trade_off(curve("hours", with_plans=True))
    assert any("3 hours a week (your wish): 100 %" in line for line in lines)


def test_where_less_was_found_with_more_of_a_limit_the_plan_before_stands_there_too():
    found = [
        TradeOffPoint(
            change=Change(limit="hours", hours_per_week=hours),
            bound=bound,
            worth=worth,
            shown_count=count,
        )
        for hours, bound, worth, count in ((1.0, 0.6, 0.5, 2), (2.0, 0.7, 0.4, 1))
    ]
    first, second = _rising(found)
    assert (second.worth, second.shown_count, second.bound) == (0.5, 2, 0.7)
    assert first == found[0]


def test_where_what_is_pinned_does_not_fit_yet_the_envelope_is_nothing():
    bounds = [
        point.bound for point in curve("hours", pinned=("step-7",), hours_per_week=1.0).points
    ]
    assert bounds[0] == 0.0 < bounds[-1]
    assert bounds == sorted(bounds)


def test_one_point_is_no_curve():
    with pytest.raises(InvalidInputError, match="two points"):
        curve("hours", points=1)


@pytest.mark.parametrize("with_plans", [False, True])
def test_where_what_is_pinned_never_fits_no_point_is_worth_anything(with_plans):
    tight = curve("money", with_plans=with_plans, pinned=("step-7",), hours_per_week=0.2)
    assert {(point.bound, point.worth or 0.0) for point in tight.points} == {(0.0, 0.0)}
