"""The earliest date is a plan's own, nothing earlier does, and what cannot be had is named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from headway.algorithms.rating_model import bar
from headway.core.errors import InvalidInputError
from headway.core.evidence import EvidenceItem
from headway.core.learn import Builds, Session
from headway.core.plan import OtherHours, find_earliest_plan, find_relaxations
from headway.core.plan.goal import Case, find_goal, find_least
from headway.core.plan.reach import MOST_ADDED
from headway.core.plan.readiness import find_earliest_week, find_missed
from headway.core.plan.search import Search, begin_search
from headway.core.plan.window import find_last_day
from headway.core.wording import wishes as wording
from plan_cases import (
    LADDER,
    STEPS,
    TODAY,
    catalogue,
    dossier,
    estimate,
    opportunity,
    standing,
    wish,
)

SLUGS = ("asking", "counting", "telling")
LAUNCH = opportunity("launch", builds="asking", ceiling=0, gives_experiences=("launched",))
NEAR = bar(STEPS, 2) + 0.2
SHOWN = EvidenceItem(text="Launched it", expectations=("launched",))
ALWAYS_AWAY = OtherHours(starts_on=TODAY, ends_on=find_last_day(TODAY), hours_per_week=0)


def near(sd=0.5):
    """Everybody a little over the bar of level 2: a few steps make it shown."""
    plain = standing()
    return replace(plain, estimates=tuple(estimate(c, NEAR, sd) for c in LADDER.competencies))


def steps(*, hours=20, cost=0, count=2, **changes):
    return [
        opportunity(
            f"{slug}-{n}",
            builds=slug,
            ceiling=4,
            kind="stretch",
            cost=cost,
            effort_hours=(hours, hours),
            **changes,
        )
        for slug in SLUGS
        for n in range(count)
    ]


def earliest(*items, at=None, facts=(SHOWN,), with_levers=False, **changes):
    return find_earliest_plan(
        dossier(*facts),
        at or near(),
        LADDER,
        catalogue(*items),
        wish(**changes),
        as_of=TODAY,
        with_levers=with_levers,
    )


def needed(*items, at=None, facts=(SHOWN,), **changes):
    return find_relaxations(
        dossier(*facts), at or near(), LADDER, catalogue(*items), wish(**changes), as_of=TODAY
    )


def test_at_the_date_found_every_level_is_shown_by_a_checked_plan():
    found = earliest(*steps())
    assert found.state == "found"
    assert found.ready_on == max(item.ends_on for item in found.plan.items)
    assert all(outlook.chance_after >= 0.795 for outlook in found.plan.outlook)
    assert all(week.used <= week.limit + 1e-6 for week in found.plan.hours)


def test_the_date_is_no_earlier_than_the_hours_allow():
    found = earliest(*steps(count=1))
    hours = sum(item.effort_hours for item in found.plan.items)
    assert found.ready_on >= TODAY + timedelta(weeks=hours / 3) - timedelta(days=7)
    assert found.impossible_before <= found.ready_on


def test_more_hours_bring_the_date_forward_and_by_how_much_is_said():
    found = earliest(*steps(count=1), with_levers=True)
    (lever,) = [lever for lever in found.levers if lever.change.limit == "hours"]
    assert lever.ready_on < found.ready_on
    sooner = earliest(*steps(count=1), hours_per_week=lever.change.hours_per_week)
    assert sooner.ready_on <= lever.ready_on
    assert "5 hours a week it could be there about" in wording.describe_readiness(found)[1]


def test_without_money_and_with_all_the_hours_there_are_nothing_more_brings_it_forward():
    found = earliest(*steps(count=1), with_levers=True, budget_per_year_minor=0, hours_per_week=167)
    assert (found.state, found.levers) == ("found", ())


def test_what_is_short_by_many_small_steps_is_found_with_many_of_them():
    plain = standing(level=4)
    low = estimate(LADDER.competencies[0], bar(STEPS, 2) - 0.15, 0.3)
    large, *_ = steps(count=1)
    trace = (Builds(competency="asking", ceiling=4, weight=0.015),)
    small = [
        replace(large, slug=f"small-{n}", builds=trace, effort_hours=(2, 2)) for n in range(20)
    ]
    found = earliest(large, *small, at=replace(plain, estimates=(low, *plain.estimates[1:])))
    assert {o.competency for o in found.plan.outlook if o.chance_after >= 0.795} == set(SLUGS)
    assert len(found.plan.items) > 1 + MOST_ADDED


def on(*days):
    first, last = (TODAY + timedelta(days=day) for day in days)
    return Session(starts_on=first, ends_on=last)


def test_an_event_keeps_its_date_though_another_of_its_dates_is_past_the_day_found():
    long, short = on(14, 130), on(21, 22)
    event = opportunity("event", ceiling=4, kind="stretch", sessions=(long, short))
    event = replace(event, effort_hours=(3, 3), duration_days=(1, 2))
    others = [item for item in steps() if not item.slug.startswith("asking")]
    found = earliest(event, *others, things_at_once=1)
    (dated,) = [item for item in found.plan.items if item.is_dated]
    assert (dated.starts_on, dated.ends_on) == (short.starts_on, short.ends_on)
    assert found.ready_on < long.ends_on <= found.plan.planned_until


def test_what_is_pinned_and_never_fits_together_leaves_no_date():
    one = {"builds": "telling", "sessions": (on(30, 30),), "effort_hours": (1, 1)}
    pinned = [opportunity(slug, duration_days=(1, 1), **one) for slug in ("left", "right")]
    found = earliest(*steps(), *pinned, pinned=("left", "right"), things_at_once=1)
    assert (found.state, found.ready_on, found.gaps) == ("not within five years", None, ())


def test_where_everything_is_shown_it_is_there_already():
    found = earliest(*steps(), at=standing(level=4))
    assert (found.state, found.ready_on, found.plan) == ("there already", TODAY, None)


def test_a_missing_experience_is_waited_for():
    found = earliest(LAUNCH, at=standing(level=4), facts=())
    assert found.state == "found"
    assert found.plan.missing_experiences == ()


def test_a_competency_that_nothing_lifts_is_a_gap_of_the_catalogue():
    found = earliest(*(item for item in steps() if not item.slug.startswith("telling")))
    assert [gap.slug for gap in found.gaps] == ["telling"]
    assert found.state == "found"
    said = wording.describe_readiness(found)
    assert "apart from what is named below" in said[0]
    assert said[-1].startswith("Gaps of the catalogue")
    assert "Telling (about" in said[-1]


def test_an_experience_that_nothing_gives_is_a_gap_of_the_catalogue():
    (gap,) = earliest(*steps(), facts=()).gaps
    assert (gap.kind, gap.slug) == ("experience", "launched")


def test_what_is_out_of_reach_for_want_of_ratings_is_told_so():
    found = earliest(*steps(), at=near(sd=1.2))
    assert found.state == "nothing to lift"
    assert {gap.is_unsure for gap in found.gaps} == {True}
    assert "Too little is known of you" in wording.describe_readiness(found)[1]


def test_no_date_within_five_years_is_said_so():
    found = earliest(*steps(hours=400), hours_per_week=0.5)
    assert (found.state, found.plan) == ("not within five years", None)


def test_no_words_promise_a_promotion():
    words = " ".join(wording.describe_readiness(earliest(*steps(), with_levers=True)))
    assert "could be there" in words
    assert not {"promot", "will be", "guarantee"} & set(words.lower().split())


def test_a_wish_that_is_met_needs_nothing():
    assert needed(*steps()).state == "reached"


@pytest.mark.parametrize("limit", ["hours", "date"])
def test_the_least_more_of_a_limit_does_and_a_step_less_does_not(limit):
    by = TODAY + timedelta(days=69)
    told = needed(*steps(count=1), by=by)
    assert told.state == "not reached"
    (change,) = [change for change in told.changes if change.limit == limit]
    if limit == "hours":
        enough = {"by": by, "hours_per_week": change.hours_per_week}
        less = {"by": by, "hours_per_week": change.hours_per_week - 0.1}
    else:
        enough, less = {"by": change.by}, {"by": change.by - timedelta(days=7)}
    assert needed(*steps(count=1), **enough).state == "reached"
    assert needed(*steps(count=1), **less).state == "not reached"


def test_the_least_more_money_is_told_to_a_round_step():
    told = needed(*steps(count=1, cost=300), budget_per_year_minor=30_000)
    (change,) = [change for change in told.changes if change.limit == "money"]
    assert 90_000 <= change.budget_per_year_minor < 90_000 + told.money_step_minor
    assert change.is_proven
    assert "GBP 600 more a year" in wording.describe_relaxations(told)[1]


def test_must_haves_alone_are_what_has_to_be_reached():
    by = TODAY + timedelta(days=62)
    assert needed(*steps(count=1), by=by).state == "not reached"
    assert needed(*steps(count=1), by=by, must_have=("asking",)).state == "reached"


def test_a_search_finds_the_least_number_however_much_its_quick_test_lets_through():
    for least in range(1, 40):
        found = find_least(
            1,
            40,
            could=lambda n, b=least: n >= b // 2,
            does=lambda n, b=least: n if n >= b else None,
            most_tries=20,
        )
        assert found.number == found.found == least


def test_with_a_quicker_test_that_has_yet_to_learn_the_first_that_could_is_the_same():
    for least in range(1, 30):
        known = {"from": 31}

        def could(number, b=least, known=known):
            known["from"] = min(known["from"], number) if number >= b else known["from"]
            return number >= b

        found = find_least(
            1, 30, could=could, surely=lambda n, k=known: n >= k["from"], does=lambda n: n
        )
        assert found.possible_from == least


def test_a_large_catalogue_is_searched_among_a_few_but_what_is_impossible_is_so_for_all_of_it():
    small = steps(hours=12, count=2)
    large = [
        replace(item, slug=f"{item.slug}-{n}", effort_hours=(hours := 12 + n, hours))
        for n in range(60)
        for item in small
    ]
    launches = [replace(LAUNCH, slug=f"launch-{n}", requires=("asking-0-0",)) for n in range(40)]
    case = Case(
        dossier=dossier(),
        standing=near(),
        ladder=LADDER,
        catalogue=catalogue(*large, *launches),
        as_of=TODAY,
    )
    longest = wish(by=TODAY + timedelta(days=600), pinned=("launch-39",))
    goal, _ = find_goal(case.question(longest))
    search = begin_search(case, longest, goal)
    assert len(search.few.catalogue.opportunities) < len(large) / 2
    few, all_of_it = (
        find_earliest_week(s, longest, 60) for s in (search, Search(case=case, goal=goal, few=case))
    )
    assert few.possible_from == all_of_it.possible_from
    assert few.number <= all_of_it.number + 1


def test_a_search_asks_no_more_often_than_it_may_and_says_what_it_found_by_then():
    asked = []

    def does(number):
        asked.append(number)
        return number if number >= 700 else None

    found = find_least(1, 1000, could=lambda n: n >= 100, does=does, parts=1000, most_tries=6)
    assert len(asked) == 6
    assert found.possible_from == 100
    assert found.number == min(n for n in asked if n >= 700)


def test_a_search_ends_at_a_part_of_what_it_found():
    found = find_least(
        1, 1000, could=lambda n: n >= 400, does=lambda n: n if n >= 600 else None, most_tries=40
    )
    assert 600 <= found.number <= 612


def test_a_search_without_an_answer_has_none():
    assert find_least(1, 9, could=lambda _: True, does=lambda _: None) is None
    assert find_least(5, 4, could=lambda _: True, does=lambda n: n) is None


def test_what_everything_together_gives_is_found_though_each_step_may_fail():
    # The mean gain of three steps would do; with drop-out and the spread of effects it takes more of them.
    told = earliest(*steps(count=4), at=level_two(), hours_per_week=8)
    assert told.state == "found"
    assert not told.gaps
    assert min(outlook.chance_after for outlook in told.plan.outlook) >= 0.795


def level_two():
    """Everybody at the very bar of level 2."""
    plain = standing()
    found = (estimate(c, bar(STEPS, 2), 0.4) for c in LADDER.competencies)
    return replace(plain, estimates=tuple(found))


@pytest.mark.parametrize("find", [find_earliest_plan, find_relaxations])
def test_a_catalogue_that_makes_no_sense_is_a_sentence(find):
    twice = opportunity("twice")
    odd = replace(twice, builds=twice.builds * 2)
    with pytest.raises(InvalidInputError, match="twice gains twice"):
        find(dossier(), near(), LADDER, catalogue(odd), wish(), as_of=TODAY)


def one_of_a_group(above=0.06):
    """Of what builds "telling" only one can be done, which all but makes it shown."""
    of_telling = estimate(LADDER.competencies[2], bar(STEPS, 2) + above, 0.5)
    at = replace(near(), estimates=(*near().estimates[:2], of_telling))
    group = {"alternative_to": "telling"}
    items = [replace(i, **group) if "telling" in i.slug else i for i in steps()]
    return items, at


def test_what_no_plan_brings_to_shown_is_named_and_the_date_is_about_the_rest():
    items, at = one_of_a_group()
    found = earliest(*items, at=at)
    ((slug, is_tried),) = [(gap.slug, gap.is_tried) for gap in found.gaps]
    assert (found.state, slug, is_tried) == ("found", "telling", True)
    assert found.gaps[0].best_chance < 0.795
    assert {o.competency for o in found.plan.outlook if o.chance_after >= 0.795} == {
        "asking",
        "counting",
    }
    assert "with any hours and money no plan was found" in wording.describe_readiness(found)[1]


def test_what_a_wish_needs_is_about_the_same_whether_or_not_the_date_was_found_before():
    items, at = one_of_a_group()
    found = earliest(*items, at=at)
    missed = find_missed(found, TODAY + timedelta(days=20))
    asked = (dossier(SHOWN), at, LADDER, catalogue(*items), missed)
    known = find_relaxations(*asked, as_of=TODAY, found=found)
    anew = find_relaxations(*asked, as_of=TODAY)
    assert (known.wish, known.gaps) == (anew.wish, anew.gaps)
    assert [c.limit for c in known.changes] == [c.limit for c in anew.changes] == ["hours", "date"]


def test_where_only_gaps_are_left_after_trying_no_date_is_looked_for():
    items, at = one_of_a_group()
    only = [item for item in items if "telling" in item.slug]
    shown = replace(at, estimates=(*standing(level=4).estimates[:2], at.estimates[2]))
    assert earliest(*only, at=shown).state == "nothing to lift"
    assert needed(*only, at=shown).state == "nothing to reach"


def test_nothing_is_missed_without_a_date_asked_for_or_before_it():
    found = earliest(*steps())
    assert find_missed(found, None) is None
    assert find_missed(found, found.ready_on) is None
    late = found.ready_on - timedelta(days=1)
    assert find_missed(found, late).by == late


def test_where_nothing_does_by_the_date_asked_for_it_is_told_what_does_within_five_years():
    told = needed(*steps(hours=150), hours_per_week=0.5, by=TODAY + timedelta(days=6))
    assert told.asked_by == TODAY + timedelta(days=6)
    (more,) = told.changes
    said = wording.describe_relaxations(told)
    assert "whichever one limit is changed" in said[0]
    assert said[1].startswith(f"By {told.wish.by.day} ")
    enough = needed(*steps(hours=150), by=told.wish.by, hours_per_week=more.hours_per_week)
    assert enough.state == "reached"


def test_within_five_years_the_wish_missed_is_that_of_the_last_day():
    found = earliest(*steps(hours=400), hours_per_week=0.5)
    assert find_missed(found, None).by == find_last_day(TODAY)
    assert find_missed(found, TODAY).by == TODAY


def test_where_nothing_does_at_all_that_is_said():
    told = needed(*steps(), by=TODAY, other_hours=(ALWAYS_AWAY,))
    assert told.changes == ()
    assert "within five years" in wording.describe_relaxations(told)[1]
    longest = needed(*steps(), by=find_last_day(TODAY), other_hours=(ALWAYS_AWAY,))
    assert (longest.changes, longest.asked_by) == ((), None)
    assert "within these limits" in wording.describe_relaxations(longest)[0]


@pytest.mark.parametrize("limits", [{"hours_per_week": 0.1}, {"hours_per_week": 1.0}])
def test_where_what_is_pinned_never_fits_no_date_is_promised(limits):
    long = steps(hours=800, duration_days=(7, 28))
    found = earliest(*long, at=near(), pinned=("asking-0",), with_levers=True, **limits)
    assert (found.state, found.ready_on, found.levers) == ("not within five years", None, ())
