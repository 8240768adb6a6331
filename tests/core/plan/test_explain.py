"""Why something is in a plan or not: every cause told is one without which the plan would be otherwise."""

import json
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.algorithms.schedule.fill import diary_of
from headway.algorithms.schedule.layout import empty_diary, place
from headway.algorithms.schedule.limits import without_limit
from headway.algorithms.schedule.value import reached, worth
from headway.algorithms.schedule.verify import keeps_limits
from headway.core.errors import ImpossiblePlanError, InvalidInputError, UnknownNameError
from headway.core.evidence import Completion
from headway.core.fact_kinds import AdoptedPlan
from headway.core.learn import Builds, Session
from headway.core.plan import make_plan
from headway.core.plan.explain import explain_item, find_close_items
from headway.core.plan.living import follow_plan
from headway.core.plan.placed import place_plan
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
    standing,
    wish,
)

COURSE = opportunity("course", cost=300)
READING = opportunity("reading", builds="telling", effort_hours=(2, 4))
LONG = {"effort_hours": (24, 24), "duration_days": (56, 56)}
A_YEAR = 100_000


def explain(slug, *offered, facts=(), at=None, **changes):
    """One opportunity against the plan for the small ladder's junior."""
    made = plan(*offered, facts=facts, at=at, **changes)
    return explain_item(made, dossier(*facts), at or standing(), LADDER, catalogue(*offered), slug)


def told(slug, outcome, **fields):
    return Completion(opportunity=slug, outcome=outcome, **fields)


def kinds_of(reason):
    return [hold.kind for hold in reason.presence.moment.holds]


def slugs(names):
    return [name.opportunity for name in names]


# What it adds -----------------------------------------------------------------------------------


def test_a_gain_comes_with_each_number_it_is_made_of_and_their_source():
    added = explain("course", COURSE).adds[0]
    parts = added.effect_sd * added.weight * added.completion_chance * added.transfer
    assert added.stated_sd == pytest.approx(parts) == pytest.approx(added.adds_sd)
    assert (added.competency, added.source, added.held_back_by) == ("asking", "A test.", "")
    assert added.transfer_range == (0.3, 0.7)


def test_the_chance_with_an_item_is_that_of_the_plan_and_without_it_that_of_the_rest():
    made = plan(COURSE, READING)
    added = explain("course", COURSE, READING).adds[0]
    asking = {o.competency: o for o in made.outlook}["asking"]
    assert (added.chance_with, added.chance_without) == (asking.chance_after, asking.chance_now)


def test_what_the_role_does_not_ask_for_is_told():
    modest = replace(LADDER.role("plain"), expected={"asking": 2})
    ladder = replace(LADDER, roles=(LADDER.roles[0], modest))
    both = opportunity("both", kind="stretch")
    both = replace(both, builds=(*both.builds, Builds(competency="telling", ceiling=2)))
    rest = dossier(), standing(), ladder, catalogue(both)
    reason = explain_item(make_plan(*rest, wish(), as_of=TODAY), *rest, "both")
    assert {a.competency: a.held_back_by for a in reason.adds}["telling"] == "not asked for"


def test_what_leads_no_further_than_where_one_stands_is_held_back_by_its_ceiling():
    low = opportunity("low", kind="stretch", ceiling=1)
    added = explain("low", low, COURSE, at=standing(level=2)).adds[0]
    assert (added.held_back_by, added.adds_sd) == ("ceiling", 0)


def test_an_experience_only_it_gives_is_told():
    first = opportunity("first", gives_experiences=("launched",))
    assert explain("first", first).experiences == ("launched",)
    second = opportunity("second", builds="telling", gives_experiences=("launched",))
    assert explain("first", first, second).experiences == ()


# Why it is in -----------------------------------------------------------------------------------


def test_without_the_only_item_all_is_lost():
    presence = explain("course", COURSE).presence
    assert presence.loss_kept_sd == pytest.approx(presence.without.loss_sd)
    assert presence.without.loss_share == pytest.approx(1)
    assert (presence.substitute, slugs(presence.without.goes_out)) == (None, ["course"])


def test_what_is_much_the_same_is_its_substitute():
    better = opportunity("better", kind="stretch", alternative_to="one")
    poorer = opportunity("poorer", alternative_to="one")
    presence = explain("better", better, poorer, READING).presence
    assert presence.substitute.opportunity == "poorer"
    assert presence.without.loss_sd < presence.loss_kept_sd


def test_what_requires_it_would_go_with_it():
    after = opportunity("after", builds="telling", requires=("course",))
    presence = explain("course", COURSE, after).presence
    assert slugs(presence.goes_with) == ["after"]
    assert slugs(presence.without.goes_out) == ["after", "course"]


OPENING = [
    opportunity(f"first-{n}", ceiling=3, kind="stretch", effort_hours=(6, 6)) for n in range(2)
]
OPENED = opportunity("second", builds="telling", entry_levels={"asking": 2}, kind="stretch")


@pytest.mark.parametrize("pinned", [(), ("second",)])
def test_what_begins_at_a_level_that_it_brings_would_go_with_it(pinned):
    presence = explain("first-0", *OPENING, OPENED, pinned=pinned).presence
    assert slugs(presence.goes_with) == ["second"]
    assert slugs(presence.without.goes_out) == ["first-0", "second"]
    assert presence.loss_kept_sd == pytest.approx(presence.without.loss_sd)


def test_what_only_opened_the_way_to_it_goes_too():
    modest = replace(LADDER.role("plain"), expected={"telling": 2})
    ladder = replace(LADDER, roles=(LADDER.roles[0], modest))
    rest = dossier(), standing(), ladder, catalogue(*OPENING, OPENED)
    presence = explain_item(make_plan(*rest, wish(), as_of=TODAY), *rest, "second").presence
    assert slugs(presence.without.goes_out) == ["first-0", "first-1", "second"]
    assert presence.goes_with == ()


def test_something_poor_that_is_pinned_is_told_to_cost_more_than_it_brings():
    poor = opportunity("poor", effort_hours=(140, 140), ceiling=0, duration_days=(300, 300))
    presence = explain("poor", poor, COURSE, READING, pinned=("poor",)).presence
    assert presence.is_pinned
    assert presence.without.loss_sd < 0


def test_a_must_have_that_would_gain_less_is_told():
    offered = (opportunity("a", builds="asking"), opportunity("b", builds="telling"))
    reason = explain("a", *offered, must_have=("asking",))
    assert reason.presence.without.must_have_loss_sd > 0


# Why then ---------------------------------------------------------------------------------------


def test_the_first_item_begins_with_the_plan():
    assert explain("course", COURSE).presence.moment.state == "first day"


def test_what_requires_another_waits_for_it():
    after = opportunity("after", builds="telling", requires=("course",))
    reason = explain("after", COURSE, after, hours_per_week=40.0)
    hold = reason.presence.moment.holds[0]
    assert (hold.kind, hold.because, hold.starts_on) == ("requires", "course", TODAY)


def test_what_applies_a_lesson_waits_for_it():
    lesson = opportunity("lesson", apply_with="work")
    work = opportunity("work", builds="telling", kind="stretch")
    reason = explain("work", lesson, work, hours_per_week=40.0)
    assert kinds_of(reason) == ["taught first"]
    assert slugs(reason.pairs_with) == ["lesson"]


def test_a_level_that_earlier_steps_bring_first_is_told_with_its_competency():
    first = [
        opportunity(f"first-{n}", ceiling=3, kind="stretch", effort_hours=(6, 6)) for n in range(4)
    ]
    second = opportunity("second", builds="telling", entry_levels={"asking": 2}, kind="stretch")
    moment = explain("second", *first, second).presence.moment
    assert moment.state == "held by several"
    told = {hold.kind: (hold.because, hold.because_title) for hold in moment.holds}
    assert told == {"entry level": ("asking", "Asking"), "hours": ("", "")}


def test_full_hours_are_told_with_what_takes_them():
    first, second = opportunity("first", **LONG), opportunity("second", builds="telling", **LONG)
    made = plan(first, second)
    later = made.items[1]
    hold = explain(later.opportunity, first, second).presence.moment.holds[0]
    assert (hold.kind, hold.because) == ("hours", made.items[0].opportunity)
    assert hold.starts_on < later.starts_on


def test_a_budget_spent_this_year_is_told():
    dear = [
        opportunity(slug, builds=slug, cost=900, duration_days=(7, 7), kind="stretch")
        for slug in ("asking", "telling")
    ]
    later = plan(*dear, by=TODAY + timedelta(days=700)).items[1]
    reason = explain(later.opportunity, *dear, by=TODAY + timedelta(days=700))
    assert kinds_of(reason) == ["money"]


def test_too_much_at_once_is_told():
    two = [opportunity(s, builds=s, effort_hours=(1, 1)) for s in ("asking", "telling")]
    later = plan(*two, things_at_once=1).items[1]
    assert kinds_of(explain(later.opportunity, *two, things_at_once=1)) == ["at once"]


def test_too_many_focus_areas_are_told():
    two = [opportunity(s, builds=s, effort_hours=(1, 1)) for s in ("asking", "telling")]
    later = plan(*two, focus_areas=1).items[1]
    assert kinds_of(explain(later.opportunity, *two, focus_areas=1)) == ["focus"]


def test_two_limits_that_only_hold_together_are_told_together():
    two = [opportunity(s, builds=s, **LONG) for s in ("asking", "telling")]
    later = plan(*two, things_at_once=1).items[1]
    reason = explain(later.opportunity, *two, things_at_once=1)
    assert reason.presence.moment.state == "held by several"
    assert kinds_of(reason) == ["hours", "at once"]


def test_a_fixed_date_with_none_before_it_is_no_sooner():
    dates = Session(starts_on=date(2027, 3, 4), ends_on=date(2027, 3, 5))
    moment = explain("course", replace(COURSE, sessions=(dates,))).presence.moment
    assert (moment.state, moment.is_dated) == ("no sooner", True)
    assert moment.starts_on == dates.starts_on


def test_what_has_begun_says_so():
    reason = explain("course", COURSE, facts=[told("course", "begun")])
    assert reason.presence.moment.state == "begun"
    assert reason.presence.is_begun


def test_beside_what_has_begun_and_fits_no_more_the_rest_is_explained():
    late = told("course", "late", late_until=TODAY + timedelta(days=3000))
    asked = {"facts": [late]}
    assert explain("reading", COURSE, READING, **asked).presence.moment.state == "first day"
    obstacle = explain("course", COURSE, READING, **asked).absence.obstacle
    assert (obstacle.kind, obstacle.is_begun) == ("time", True)


# Why not ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "kind", "asked"),
    [
        ("course", "done", {"facts": [told("course", "done")]}),
        ("course", "dropped", {"dropped": ("course",)}),
        ("course", "obstacle", {"facts": [told("course", "cancelled")]}),
        ("late", "stage", {}),
        ("useless", "nothing missing", {}),
    ],
)
def test_what_is_not_offered_or_useless_says_why(slug, kind, asked):
    late = opportunity("late", stages=("executive",))
    useless = opportunity("useless", ceiling=0)
    reason = explain(slug, COURSE, READING, late, useless, **asked)
    assert (reason.absence.kind, reason.presence) == (kind, None)


@pytest.mark.parametrize("limit", ["hours_per_week", "budget_per_year_minor"])
def test_what_does_not_fit_alone_would_with_the_least_change_told_and_with_no_less(limit):
    big = opportunity("big", effort_hours=(200, 200), cost=100)
    dear = opportunity("dear", cost=1500)
    one = big if limit == "hours_per_week" else dear
    absence = explain(one.slug, one, READING).absence
    change = next(c for c in absence.changes if getattr(c, limit) is not None)
    least, step = getattr(change, limit), 0.1 if limit == "hours_per_week" else 1
    assert planned(plan(one, READING, pinned=(one.slug,), **{limit: least}))
    with pytest.raises(ImpossiblePlanError):
        plan(one, READING, pinned=(one.slug,), **{limit: least - step})


def test_what_others_cover_is_told():
    better = [opportunity(f"better-{n}", kind="stretch", effort_hours=(1, 1)) for n in range(3)]
    poor = opportunity("poor", effort_hours=(30, 30))
    reason = explain("poor", *better, poor, at=standing(level=2, sd=0.4))
    assert (reason.absence.kind, reason.adds[0].held_back_by) == ("covered", "other items")


def test_what_fits_and_does_not_pay_for_its_hours_is_too_little():
    trace = opportunity("trace", effort_hours=(60, 60), duration_days=(7, 200))
    trace = replace(trace, builds=(Builds(competency="asking", ceiling=2, weight=0.01),))
    assert explain("trace", trace, READING).absence.kind == "too little"


def test_what_is_outbid_says_what_it_would_push_out_and_what_it_would_cost():
    poor = opportunity("poor", builds="telling", effort_hours=(100, 100))
    good = opportunity("good", kind="stretch", effort_hours=(100, 100))
    absence = explain("poor", poor, good).absence
    assert (absence.kind, slugs(absence.forced.goes_out)) == ("outbid", ["good"])
    assert 0 < absence.forced.least_loss_sd <= absence.forced.loss_sd
    assert absence.lacking == ("hours",)


def test_room_for_what_is_outbid_comes_with_the_hours_told_and_no_less():
    poor = opportunity("poor", builds="telling", effort_hours=(100, 100))
    good = opportunity("good", kind="stretch", effort_hours=(100, 100))
    change = explain("poor", poor, good).absence.changes[0]
    enough = plan(poor, good, hours_per_week=change.hours_per_week)
    short = plan(poor, good, hours_per_week=change.hours_per_week - 0.1)
    assert (len(enough.items), len(short.items)) == (2, 1)


def test_twins_are_as_good_as_each_other():
    twins = [opportunity(slug, alternative_to="one") for slug in ("left", "right")]
    other = ({"left", "right"} - set(planned(plan(*twins)))).pop()
    absence = explain(other, *twins).absence
    assert (absence.kind, absence.forced.loss_sd) == ("as good", 0)
    assert absence.alike.opportunity != other


def test_what_fits_only_without_the_pinned_says_so():
    pinned = opportunity("pinned", effort_hours=(150, 150), duration_days=(300, 360))
    other = opportunity("other", builds="telling", effort_hours=(100, 100))
    reason = explain("other", pinned, other, pinned=("pinned",))
    assert (reason.absence.kind, reason.absence.lacking) == ("beside locked", ("hours",))


def test_an_unknown_name_is_refused():
    with pytest.raises(UnknownNameError):
        explain("nothing", COURSE)


def test_a_plan_from_other_facts_is_not_explained():
    made = plan(COURSE, READING)
    known = dossier(told("course", "done"))
    with pytest.raises(InvalidInputError, match="plan again"):
        explain_item(made, known, standing(), LADDER, catalogue(COURSE, READING), "reading")


# A plan that lives, and the sample person -------------------------------------------------------


def test_an_adopted_plan_is_explained_on_a_later_day():
    offered = [opportunity(s, builds=s, **LONG) for s in ("asking", "telling")]
    adopted, day = plan(*offered), TODAY + timedelta(days=10)
    kept = AdoptedPlan(document=json.loads(msgspec.json.encode(adopted)))
    rest = dossier(kept), standing(), LADDER, catalogue(*offered)
    made = follow_plan(*rest, adopted.wish, as_of=day)
    reasons = [explain_item(made, *rest, item.opportunity) for item in made.items]
    assert made.adopted_on is not None
    assert all(reason.presence and reason.presence.loss_kept_sd > 0 for reason in reasons)


def mended(adopted, offered, *facts):
    """The adopted plan kept where it stands ten days later, with what it rests on."""
    kept = AdoptedPlan(document=json.loads(msgspec.json.encode(adopted)))
    rest = dossier(kept, *facts), standing(), LADDER, catalogue(*offered)
    day = TODAY + timedelta(days=10)
    return follow_plan(*rest, adopted.wish, as_of=day, at_once=True), rest


def test_what_stands_where_it_stood_could_begin_when_what_was_before_it_is_cancelled():
    offered = [opportunity(s, builds=s, **LONG) for s in ("asking", "telling")]
    first, second = (adopted := plan(*offered)).items
    made, rest = mended(adopted, offered, told(first.opportunity, "cancelled"))
    moment = explain_item(made, *rest, second.opportunity).presence.moment
    assert (moment.state, moment.starts_on) == ("free", second.starts_on)
    assert moment.could_start_on < moment.starts_on


def test_what_came_later_and_fits_beside_an_adopted_plan_lacks_nothing():
    made, rest = mended(plan(COURSE), [COURSE, READING])
    absence = explain_item(made, *rest, "reading").absence
    assert (absence.lacking, absence.changes) == ((), ())
    assert (slugs(absence.forced.comes_in), absence.forced.goes_out) == (["reading"], ())


@pytest.fixture(scope="module")
def sample():
    """The sample person's plan with what it rests on."""
    known, ladder = built_in.sample_dossier(TODAY), built_in.ladder()
    aim = known.latest(Aim)
    role = ladder.role(aim.target_role)
    found = estimate_levels(known, ladder, as_of=TODAY, compared_role=role)
    rest = known, found, ladder, built_in.catalogue()
    asked = wish(target_role=role.slug, hours_per_week=4.0, budget_per_year_minor=150_000)
    return make_plan(*rest, asked, as_of=TODAY), rest


def test_everything_in_the_sample_plan_has_its_reason_and_is_worth_it(sample):
    made, rest = sample
    for item in made.items:
        presence = explain_item(made, *rest, item.opportunity).presence
        assert presence.loss_kept_sd > 0
        assert 0 <= presence.without.loss_sd <= presence.loss_kept_sd + 1e-9
        assert presence.moment.starts_on == item.starts_on


def test_what_came_close_is_offered_useful_and_not_in_the_sample_plan(sample):
    made, rest = sample
    close = find_close_items(made, *rest)
    assert len(close) == 3
    assert not {one.opportunity for one in close} & set(planned(made))
    kinds = {explain_item(made, *rest, one.opportunity).absence.kind for one in close}
    assert kinds <= {"outbid", "as good"}


def test_the_same_question_has_the_same_answer(sample):
    made, rest = sample
    slug = made.items[-1].opportunity
    assert explain_item(made, *rest, slug) == explain_item(made, *rest, slug)


# Laws -------------------------------------------------------------------------------------------


@st.composite
def catalogues(draw):
    """A few opportunities that compete for hours, money and places."""
    numbers = range(draw(st.integers(2, 5)))
    offered = [
        opportunity(
            f"item-{n}",
            builds=draw(st.sampled_from(["asking", "counting", "telling"])),
            kind=draw(st.sampled_from(["course", "stretch"])),
            ceiling=draw(st.integers(1, 3)),
            cost=draw(st.sampled_from([0, 300, 700])),
            effort_hours=(hours := draw(st.integers(2, 40)), hours),
            duration_days=(days := draw(st.sampled_from([7, 28, 70])), days + 28),
            requires=draw(st.sampled_from([(), (), ("item-0",)])) if n else (),
            entry_levels=draw(st.sampled_from([{}, {}, {"asking": 2}])),
        )
        for n in numbers
    ]
    return offered, draw(st.sampled_from([1, 3])), draw(st.sampled_from([1.0, 3.0]))


SLOW = settings(max_examples=12, deadline=None)


def reasons_of(case):
    """All items of a case with the plan put back into numbers."""
    offered, at_once, hours = case
    asked = {"things_at_once": at_once, "hours_per_week": hours, "by": TODAY + timedelta(180)}
    made = plan(*offered, **asked)
    rest = dossier(), standing(), LADDER, catalogue(*offered)
    at = place_plan(made, *rest)
    return at, [explain_item(made, *rest, item.slug) for item in offered]


@SLOW
@given(catalogues())
def test_no_loss_is_below_zero_or_above_that_with_the_rest_kept(case):
    _, reasons = reasons_of(case)
    for presence in (r.presence for r in reasons if r.presence):
        assert 0 <= presence.without.least_loss_sd <= presence.without.loss_sd
        assert presence.without.loss_sd <= presence.loss_kept_sd + 1e-9


@SLOW
@given(catalogues())
def test_the_other_plan_is_worth_what_is_told_and_holds_the_substitute(case):
    at, reasons = reasons_of(case)
    for reason in reasons:
        absence, presence = reason.absence, reason.presence
        exchange = presence.without if presence else absence and absence.forced
        if exchange is None:
            continue
        other = at.names.union(slugs(exchange.comes_in)).difference(slugs(exchange.goes_out))
        assert (reason.opportunity in other) is (presence is None)
        lost = (at.worth - worth(at.problem, other)) / at.worth if at.worth else 0.0
        assert exchange.loss_share == pytest.approx(max(0.0, lost), abs=1e-9)
        if presence and presence.substitute:
            assert presence.substitute.opportunity in other
        assert all(can_begin(at.problem, name, other) for name in other)


def can_begin(problem, name, among):
    """Whether the other items bring what an item requires, and the level at which it begins."""
    item = problem.by_name[name]
    others = [problem.by_name[other] for other in among if other != name]
    levels = (reached(problem.skill_by_name[s], others) >= level - 1e-6 for s, level in item.entry)
    return among.issuperset(item.requires) and all(levels)


@SLOW
@given(catalogues())
def test_without_what_is_said_to_hold_an_item_it_begins_sooner_within_all_other_limits(case):
    at, reasons = reasons_of(case)
    for reason in (r for r in reasons if r.presence):
        slug, moment = reason.opportunity, reason.presence.moment
        beside = [p for name, p in at.placed.items() if name != slug]
        if moment.state == "held by several":
            continue
        for hold in moment.holds:
            easier = relaxed(at.problem, slug, hold.kind)
            found = place(diary_of(empty_diary(easier), beside), easier.by_name[slug])
            assert keeps_limits(easier, (*beside, found))
            assert found.first_step < at.placed[slug].first_step


def relaxed(problem, slug, kind):
    """The problem without one limit."""
    if kind in ("hours", "money"):
        return without_limit(problem, kind)
    if kind == "at once":
        return replace(problem, at_once=None)
    if kind == "focus":
        return replace(problem, focuses_at_once=None)
    needs = {"requires": {"requires": ()}, "entry level": {"entry": ()}}
    free = replace(problem.by_name[slug], **needs[kind])
    return replace(problem, items=tuple(free if i.name == slug else i for i in problem.items))


def test_what_takes_more_than_a_whole_week_beside_the_plan_fits_with_no_hours():
    two_days = Session(starts_on=TODAY + timedelta(days=30), ends_on=TODAY + timedelta(days=31))
    one, other = (
        opportunity(
            slug, ceiling=4, effort_hours=(h, h), duration_days=(1, 2), sessions=(two_days,)
        )
        for slug, h in (("one", 110), ("other", 120))
    )
    absence = next(
        reason.absence
        for slug in ("one", "other")
        if (reason := explain(slug, one, other, hours_per_week=150.0)).absence
    )
    assert (absence.lacking, absence.changes) == (("hours",), ())
