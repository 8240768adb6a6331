"""The plan keeps a person's limits, says what it leaves out, and ends well whatever is wished."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.core import wording
from headway.core.errors import (
    HeadwayError,
    ImpossiblePlanError,
    InvalidInputError,
    UnknownNameError,
)
from headway.core.evidence import Completion, EvidenceItem
from headway.core.learn import Builds, Session
from headway.core.plan import Emptiness, Obstacle, make_plan
from headway.core.plan.obstacles import say_obstacle
from headway.core.profile import Aim
from headway.core.standing import estimate_levels
from headway.formats import built_in
from plan_cases import (
    LADDER,
    TODAY,
    catalogue,
    dossier,
    opportunity,
    plan,
    planned,
    pounds,
    standing,
    wish,
)

COURSE = opportunity("course", cost=300)
STRETCH = opportunity("stretch", kind="stretch", builds="counting", effort_hours=(20, 40))
READING = opportunity("reading", builds="telling", effort_hours=(2, 4))
SESSION = Session(starts_on=date(2027, 3, 4), ends_on=date(2027, 3, 5))


def done(slug, outcome="done", **changes):
    return Completion(opportunity=slug, outcome=outcome, **changes)


def test_what_raises_missing_levels_is_planned_with_dates_and_proof():
    made = plan(COURSE, STRETCH, READING)
    assert set(planned(made)) == {"course", "stretch", "reading"}
    assert 0 < made.objective <= made.bound
    assert all(TODAY <= i.starts_on <= i.ends_on <= made.wish.by for i in made.items)
    assert (made.held_role, made.target_title, len(made.input_hash)) == ("junior", "Plain", 64)


def test_items_come_with_effort_in_the_middle_and_cost_at_the_top_of_their_ranges():
    item = planned(plan(COURSE))["course"]
    assert (item.effort_hours, item.cost_minor, item.currency) == (6.0, 30_000, "GBP")
    assert sum(hours for _, hours in item.hours_by_week) == pytest.approx(6.0)


def test_a_gain_is_effect_times_weight_times_completion_times_transfer():
    gain = planned(plan(COURSE))["course"].gains[0]
    assert (gain.competency, gain.name) == ("asking", "Asking")
    assert gain.gain_sd == pytest.approx(0.5 * 1.0 * 0.8 * 0.5)
    assert gain.gain_sd_range == pytest.approx((0.1 * 0.8 * 0.5, 0.9 * 0.8 * 0.5))


def test_the_outlook_rises_where_something_is_planned_and_nowhere_else():
    outlook = {o.competency: o for o in plan(COURSE).outlook}
    asking, telling = outlook["asking"], outlook["telling"]
    assert asking.chance_now < asking.chance_after
    assert asking.chance_after_range[0] <= asking.chance_after <= asking.chance_after_range[1]
    assert telling.chance_now == telling.chance_after


def test_ten_courses_up_to_level_two_lift_nobody_past_the_middle_of_level_two():
    many = [opportunity(f"course-{n}", kind="stretch") for n in range(10)]
    made = plan(*many, target_role="chief", hours_per_week=20.0)
    level_three = {o.competency: o for o in made.outlook}["asking"]
    assert level_three.chance_after < 0.2


def test_weeks_and_years_show_what_is_used_of_the_limits():
    made = plan(COURSE, STRETCH, READING, by=TODAY + timedelta(days=800))
    assert sum(week.used for week in made.hours) == pytest.approx(6 + 30 + 3)
    assert all(week.used <= week.limit + 1e-6 for week in made.hours)
    assert [year.used for year in made.money] == [30_000, 0, 0]


def test_no_role_held_is_the_entry_stage():
    senior, entry = (
        opportunity("senior", stages=("senior",)),
        opportunity("entry", stages=("entry",)),
    )
    made = plan(senior, entry, at=standing("none"), target_role="junior")
    assert set(planned(made)) == {"entry"}


def test_stages_on_the_way_to_the_target_are_offered_too():
    mid = opportunity("mid", stages=("mid",), ceiling=4)
    assert set(planned(plan(mid, target_role="chief"))) == {"mid"}


def test_a_plan_names_what_it_builds_once():
    made = plan(COURSE, opportunity("other", builds="counting", ceiling=4))
    assert sorted(made.builds) == ["asking", "counting"]


def test_what_is_done_is_not_planned_again():
    assert set(planned(plan(COURSE, READING, facts=[done("course")]))) == {"reading"}


def test_what_is_cancelled_is_left_out_by_name():
    made = plan(COURSE, READING, facts=[done("course", "cancelled")])
    assert made.left_out["course"].kind == "cancelled"


def test_what_has_begun_is_in_the_plan_first_for_what_is_left_of_it():
    poor = opportunity("poor", effort_hours=(40, 40), cost=5000, ceiling=1)
    made = plan(poor, COURSE, facts=[done("poor", "begun", hours=10.0)])
    item = planned(made)["poor"]
    assert (item.is_begun, item.effort_hours, item.cost_minor) == (True, 30.0, 0)
    assert item.starts_on == TODAY


def test_what_has_begun_and_no_longer_fits_is_left_out_with_the_reason():
    big = opportunity("big", effort_hours=(900, 900))
    made = plan(big, READING, facts=[done("big", "late")])
    assert set(planned(made)) == {"reading"}
    said = wording.describe_obstacle(made.left_out["big"])
    assert said.startswith("It has begun, but: Its 900 hours do not fit into 3")


def test_of_begun_things_that_do_not_fit_together_one_is_left_out_with_what_requires_it():
    big = [opportunity(f"big-{n}", effort_hours=(100, 100)) for n in range(2)]
    then = opportunity("then", requires=("big-1",))
    made = plan(*big, then, facts=[done("big-0", "begun"), done("big-1", "begun")])
    assert set(planned(made)) == {"big-0"}
    assert made.left_out["then"] == Obstacle(kind="requires", other="big-1")


def test_what_is_told_after_the_day_of_the_plan_does_not_count():
    facts = dossier(done("course"), on=TODAY + timedelta(days=3))
    made = make_plan(facts, standing(), LADDER, catalogue(COURSE), wish(), as_of=TODAY)
    assert set(planned(made)) == {"course"}


def test_a_requirement_that_is_done_need_not_be_planned():
    then = opportunity("then", requires=("course",))
    assert set(planned(plan(COURSE, then, facts=[done("course")]))) == {"then"}


def test_a_requirement_comes_before_what_requires_it():
    then = opportunity("then", requires=("course",), kind="stretch", builds="counting")
    made = planned(plan(COURSE, then))
    assert made["course"].ends_on < made["then"].starts_on


def test_what_requires_something_that_is_dropped_is_left_out():
    then = opportunity("then", requires=("course",))
    made = plan(COURSE, then, dropped=("course",))
    assert made.left_out["then"] == Obstacle(kind="requires", other="course")


def test_an_entry_level_out_of_reach_keeps_an_item_out():
    high = opportunity("high", entry_levels={"asking": 4}, ceiling=4)
    assert planned(plan(high, target_role="chief")) == {}


def test_an_entry_level_that_may_well_be_reached_does_not():
    vague = opportunity("vague", entry_levels={"asking": 2})
    assert set(planned(plan(vague, at=standing(sd=2.0)))) == {"vague"}


def test_what_was_taught_is_applied_afterwards():
    taught = replace(COURSE, apply_with="applied")
    applied = opportunity("applied", kind="stretch")
    made = planned(plan(taught, applied))
    assert made["course"].ends_on < made["applied"].starts_on


def test_of_near_duplicates_only_one_is_planned():
    twins = [opportunity(f"twin-{n}", alternative_to="twins") for n in range(3)]
    assert len(plan(*twins).items) == 1
    made = plan(*twins, facts=[done("twin-1")])
    assert made.left_out["twin-0"] == Obstacle(kind="done alike", other="twin-1")


def test_a_missing_experience_is_credited_once_and_listed_if_nothing_gives_it():
    giving = opportunity("giving", gives_experiences=("launched",), builds="telling", ceiling=0)
    assert plan(READING).missing_experiences == ("launched",)
    made = plan(giving)
    assert made.missing_experiences == ()
    assert made.experience_credit == pytest.approx(0.2 / 3)
    assert 0.9 * made.experience_credit < made.objective < made.experience_credit


def test_money_and_hours_are_not_spent_on_a_trace():
    trace = (Builds(competency="asking", ceiling=2, weight=0.01),)
    assert planned(plan(opportunity("dear", cost=900, builds="asking"))) != {}
    dear = replace(opportunity("dear", cost=900), builds=trace)
    light = replace(opportunity("light", effort_hours=(0.1, 0.1)), builds=trace)
    assert planned(plan(dear)) == {}
    assert set(planned(plan(light))) == {"light"}


def test_an_experience_with_evidence_is_not_missing_but_a_draft_is_no_evidence():
    shown = EvidenceItem(text="Launched it", expectations=("launched",))
    assert plan(READING, facts=[shown]).missing_experiences == ()
    draft = replace(shown, is_draft=True)
    assert plan(READING, facts=[draft]).missing_experiences == ("launched",)


def test_a_price_in_a_currency_without_a_rate_is_left_out_by_name():
    dollars = opportunity("dollars", cost=300, currency="USD")
    made = plan(dollars)
    obstacle = made.left_out["dollars"]
    assert (obstacle.kind, obstacle.currency, obstacle.wish_currency) == ("no rate", "USD", "GBP")
    converted = plan(dollars, rates={"USD": Decimal("0.8")})
    assert planned(converted)["dollars"].cost_minor == 24_000


def test_a_price_that_nobody_knows_is_never_taken_for_free():
    cost = replace(pounds(0), basis="unknown")
    unpriced = replace(opportunity("unpriced"), cost=cost)
    assert plan(unpriced).left_out["unpriced"].kind == "no price"
    with pytest.raises(ImpossiblePlanError, match="say so on its page, 0 if it is free"):
        plan(unpriced, pinned=("unpriced",))


def test_what_builds_nothing_is_simply_not_chosen():
    made = plan(replace(opportunity("idle"), builds=()), COURSE)
    assert "idle" not in planned(made)


def test_a_session_keeps_its_dates():
    dated = replace(COURSE, sessions=(SESSION,), effort_hours=(2, 2))
    item = planned(plan(dated))["course"]
    assert (item.starts_on, item.ends_on) == (SESSION.starts_on, SESSION.ends_on)


def test_a_session_outside_the_time_or_over_the_hours_is_left_out():
    dated = replace(COURSE, sessions=(SESSION,), effort_hours=(2, 2))
    early = plan(dated, by=SESSION.ends_on - timedelta(days=1))
    assert (early.left_out["course"].kind, early.left_out["course"].starts_on) == ("no date", TODAY)
    long = plan(replace(dated, effort_hours=(80, 80)))
    said = wording.describe_obstacle(long.left_out["course"])
    assert said == "Its 80 hours do not fit into 3 hours a week around its dates."


def test_purchases_fall_into_the_year_in_which_they_begin():
    dear = [
        opportunity(f"dear-{n}", cost=900, builds=b) for n, b in enumerate(("asking", "telling"))
    ]
    made = plan(*dear, by=TODAY + timedelta(days=700))
    assert [year.used for year in made.money] == [90_000, 90_000]
    second = max(item.starts_on for item in made.items)
    assert second >= made.money[1].starts_on == date(2027, 11, 23)


def test_a_budget_of_nothing_plans_what_is_free():
    made = plan(COURSE, READING, budget_per_year_minor=0)
    assert set(planned(made)) == {"reading"}
    assert "money" in made.binding


def test_the_limits_that_bind_are_named():
    many = [opportunity(f"work-{n}", effort_hours=(60, 60)) for n in range(6)]
    assert "hours" in plan(*many).binding
    assert plan(READING, hours_per_week=100.0).binding == ("catalogue",)


@pytest.mark.parametrize("hours", [0, -1, 168.5, float("nan"), float("inf")])
def test_hours_that_no_week_has_are_refused(hours):
    with pytest.raises(InvalidInputError, match="hours a week"):
        plan(COURSE, hours_per_week=hours)


@pytest.mark.parametrize(
    "changes",
    [
        {"by": TODAY - timedelta(days=1)},
        {"budget_per_year_minor": -1},
        {"currency": "pounds"},
        {"rates": {"USD": Decimal(0)}},
        {"rates": {"USD": Decimal("NaN")}},
        {"pinned": ("course",), "dropped": ("course",)},
        {"as_of": date(9995, 1, 1), "by": date(9999, 12, 31)},
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(changes):
    with pytest.raises(InvalidInputError):
        plan(COURSE, **changes)


@pytest.mark.parametrize(
    "changes", [{"pinned": ("no",)}, {"dropped": ("no",)}, {"target_role": "no"}]
)
def test_unknown_names_are_refused(changes):
    with pytest.raises(UnknownNameError):
        plan(COURSE, **changes)


def test_by_tomorrow_the_plan_is_empty_and_says_what_would_help():
    made = plan(COURSE, by=TODAY + timedelta(days=1))
    assert (made.items, made.objective) == ((), 0.0)
    assert wording.describe_emptiness(made) == (
        "Nothing fits. Something would with time until 6 December 2026 ('course')."
    )
    assert made.binding == ("date",)


@pytest.mark.parametrize(
    ("changes", "limit"),
    [({"hours_per_week": 0.1}, "hours"), ({"budget_per_year_minor": 29_999}, "money")],
)
def test_the_change_that_would_let_something_in_does(changes, limit):
    made = plan(COURSE, **changes)
    assert limit in made.binding
    assert made.items == ()
    change = next(c for c in made.nothing_fits_because.changes if c.limit == limit)
    enough = {
        "hours": {"hours_per_week": change.hours_per_week},
        "money": {"budget_per_year_minor": change.budget_per_year_minor},
    }
    assert plan(COURSE, **{**changes, **enough[limit]}).items


def test_a_catalogue_with_nothing_useful_says_so():
    made = plan(opportunity("old", ceiling=0))
    assert made.nothing_fits_because == Emptiness(kind="catalogue")
    assert made.binding == ("catalogue",)


def test_where_nothing_is_missing_the_plan_is_empty():
    shown = EvidenceItem(text="Launched it", expectations=("launched",))
    made = plan(COURSE, STRETCH, at=standing(level=4), facts=[shown])
    assert (made.items, made.objective, made.bound, made.binding) == ((), 0.0, 0.0, ())
    assert made.nothing_fits_because == Emptiness(kind="nothing missing")


def test_a_pinned_item_is_in_the_plan_though_it_gives_little():
    poor = opportunity("poor", effort_hours=(150, 150), ceiling=0)
    item = planned(plan(poor, COURSE, pinned=("poor",)))["poor"]
    assert item.is_pinned


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"effort_hours": (900, 900)}, "900 hours do not fit into 3 hours a week"),
        ({"cost": 5000}, "costs up to GBP 5,000, more than the budget of GBP 1,000"),
        ({"duration_days": (500, 500)}, "takes at least 500 days"),
        ({"cost": 5, "currency": "USD"}, "no rate to GBP"),
        (
            {"sessions": (Session(starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2)),)},
            "its dates",
        ),
        ({"entry_levels": {"asking": 4}}, "entry level"),
        ({"requires": ("course",)}, "requires 'course'"),
    ],
)
def test_a_pinned_item_that_does_not_fit_is_named_with_the_limit(changes, words):
    with pytest.raises(ImpossiblePlanError, match=words) as caught:
        plan(opportunity("big", **changes), COURSE, pinned=("big",), dropped=("course",))
    assert "'big'" in str(caught.value)


def test_pinned_items_that_fit_only_one_by_one_are_refused():
    big = [opportunity(f"big-{n}", effort_hours=(100, 100)) for n in range(2)]
    with pytest.raises(ImpossiblePlanError, match="the limit is the hours a week"):
        plan(*big, pinned=("big-0", "big-1"))


def test_pinning_what_is_done_or_two_of_a_kind_is_refused():
    twins = [opportunity(f"twin-{n}", alternative_to="twins") for n in range(2)]
    with pytest.raises(ImpossiblePlanError, match="pin only one"):
        plan(*twins, pinned=("twin-0", "twin-1"))
    with pytest.raises(InvalidInputError, match="done already"):
        plan(COURSE, pinned=("course",), facts=[done("course")])


def test_a_pinned_item_of_another_stage_brings_what_it_requires():
    first = opportunity("first", stages=("senior",))
    then = opportunity("then", stages=("senior",), requires=("first",))
    assert set(planned(plan(first, then, pinned=("then",)))) == {"first", "then"}


def test_opportunities_that_require_each_other_are_named():
    circle = [opportunity("a", requires=("b",)), opportunity("b", requires=("a",))]
    with pytest.raises(InvalidInputError, match="a -> b -> a"):
        plan(*circle)


def test_ten_years_are_cut_to_five_and_it_says_so():
    made = plan(COURSE, by=date(2036, 11, 23))
    assert made.planned_until == date(2031, 11, 22)
    assert made.notes[0].kind == "five years at most"


def test_a_plan_may_start_and_end_on_29_february():
    made = plan(COURSE, as_of=date(2028, 2, 29), by=date(2032, 2, 29))
    starts = [year.starts_on for year in made.money]
    assert starts == [
        date(2028, 2, 29),
        *(date(y, 3, 1) for y in (2029, 2030, 2031)),
        date(2032, 2, 29),
    ]


def test_the_order_of_the_catalogue_changes_nothing():
    items = [COURSE, STRETCH, READING, opportunity("same-a"), opportunity("same-b")]
    assert plan(*items) == plan(*items[::-1])


def test_another_wish_has_another_hash():
    assert plan(COURSE).input_hash != plan(COURSE, hours_per_week=3.5).input_hash


def test_a_standing_without_an_expected_competency_is_refused():
    partial = replace(standing(), estimates=standing().estimates[1:])
    with pytest.raises(UnknownNameError, match="no estimate of 'asking'"):
        plan(COURSE, at=partial)


some_items = st.lists(
    st.builds(
        dict,
        effort_hours=st.tuples(st.integers(0, 9), st.integers(9, 60)),
        duration_days=st.tuples(st.integers(0, 30), st.integers(30, 90)),
        cost=st.sampled_from([0, 100, 900, 4000]),
        builds=st.sampled_from(["asking", "counting", "telling"]),
        ceiling=st.integers(1, 4),
        kind=st.sampled_from(["course", "stretch"]),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=40)
@given(
    some_items,
    st.integers(0, 900),
    st.floats(0.05, 60),
    st.integers(0, 300_000),
    st.sampled_from(["junior", "plain", "chief"]),
)
def test_any_sensible_wish_gets_a_plan_within_its_limits(made, days, hours, budget, target):
    items = [opportunity(f"item-{n}", **changes) for n, changes in enumerate(made)]
    by = TODAY + timedelta(days=days)
    found = plan(
        *items, by=by, hours_per_week=hours, budget_per_year_minor=budget, target_role=target
    )
    assert all(use.used <= use.limit + 1e-3 for use in (*found.hours, *found.money))
    assert all(TODAY <= item.starts_on <= item.ends_on <= by for item in found.items)
    for item in found.items:
        shortest = items[int(item.opportunity.split("-")[1])].duration_days[0]
        assert (item.ends_on - item.starts_on).days + 1 >= shortest
    assert bool(found.items) != bool(found.nothing_fits_because)


@settings(deadline=None, max_examples=60)
@given(
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(),
    st.dates(),
    st.dates(),
    st.sampled_from(["GBP", "usd", "", "x"]),
)
def test_any_wish_at_all_ends_in_a_plan_or_a_sentence(hours, budget, by, as_of, currency):
    try:
        made = plan(
            COURSE,
            READING,
            hours_per_week=hours,
            budget_per_year_minor=budget,
            by=by,
            as_of=as_of,
            currency=currency,
        )
    except HeadwayError as error:
        sentence = str(error)
    else:
        sentence = f"A bound of {made.bound}." if made.objective <= made.bound + 1e-6 else ""
    assert sentence.endswith(".")


def test_gains_in_competencies_the_ladder_lacks_are_passed_over():
    foreign = replace(COURSE, builds=(*COURSE.builds, Builds(competency="other", ceiling=2)))
    assert [gain.competency for gain in planned(plan(foreign))["course"].gains] == ["asking"]


@pytest.mark.parametrize(
    ("held", "target"),
    [
        ("none", "associate-product-manager"),
        ("product-manager", "senior-product-manager"),
        ("senior-product-manager", "director-of-product-management"),
    ],
)
def test_the_built_in_catalogue_gives_a_well_filled_year(held, target):
    ladder, offered = built_in.ladder(), built_in.catalogue()
    known = dossier(Aim(target_role=target, current_role=held))
    at = estimate_levels(known, ladder, as_of=TODAY, compared_role=ladder.role(target))
    asked = wish(target_role=target, hours_per_week=3.0, budget_per_year_minor=150_000)
    made = make_plan(known, at, ladder, offered, asked, as_of=TODAY)
    assert sum(week.used for week in made.hours) > 0.85 * sum(week.limit for week in made.hours)
    assert made.relative_gap < 0.15


def test_what_takes_no_time_is_planned_too():
    made = plan(opportunity("at-once", effort_hours=(0, 0), duration_days=(0, 0)))
    assert planned(made).keys() == {"at-once"}


def test_a_circle_of_applications_is_refused_with_its_names():
    circle = (opportunity("one", apply_with="two"), opportunity("two", apply_with="one"))
    with pytest.raises(InvalidInputError, match=r"one -> two -> one|two -> one -> two"):
        plan(*circle)


def test_what_is_required_cannot_be_the_application_of_what_requires_it():
    with pytest.raises(InvalidInputError, match="has to be over before"):
        plan(opportunity("one", requires=("two",), apply_with="two"), opportunity("two"))


def test_what_two_steps_require_is_pinned_with_them_once():
    base = opportunity("base", builds="telling")
    sides = [opportunity(name, requires=("base",)) for name in ("left", "right")]
    top = opportunity("top", requires=("left", "right"))
    made = plan(base, *sides, top, pinned=("top",))
    assert set(planned(made)) == {"base", "left", "right", "top"}


def test_what_has_begun_and_fits_beside_nothing_else_says_so():
    said = say_obstacle(Obstacle(kind="beside others", is_begun=True))
    assert said == "It has begun, but does not fit beside what else has begun or is pinned."


def test_where_all_is_shown_no_limit_binds():
    launched = EvidenceItem(text="Launched it", expectations=("launched",))
    assert plan(COURSE, at=standing(level=4), facts=[launched]).binding == ()
    pinned = plan(COURSE, at=standing(level=4), facts=[launched], pinned=("course",))
    assert (set(planned(pinned)), pinned.binding) == ({"course"}, ())
    assert plan(COURSE, at=standing(level=4)).binding == ("catalogue",)
