"""What fits the gap in view: by how much it could lift, whoever provides it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plan_cases
from examples import CATALOGUE, DAY, LADDER, SENIOR, dossier, estimate, fact, law, seen, standing
from headway.core.evidence import Completion
from headway.core.gap import find_gaps
from headway.core.learn import Builds, OwnOpportunity, Sought, with_own
from headway.core.learn_fit import InView, find_fit, find_fits, find_known_fit, find_way

PAIRS, ROOM = CATALOGUE.opportunities
(WORKSHOP,) = CATALOGUE.kinds
ESTIMATES = (estimate("asking", mean=-1.0), estimate("telling", mean=-1.0))


def in_view(*items, facts=(), estimates=ESTIMATES, role=SENIOR, kind=WORKSHOP, day=DAY):
    told, where = dossier(*facts), standing(*estimates)
    return InView(
        known=told.known_by(day),
        gap=find_gaps(told, where, LADDER, role, as_of=day) if role else None,
        standing=where,
        ladder=LADDER,
        catalogue=replace(CATALOGUE, opportunities=items or (PAIRS, ROOM), kinds=(kind,)),
        as_of=day,
    )


def slugs(view, sought=None):
    return [fit.opportunity.slug for fit in find_fits(view, sought or Sought()).fits]


def test_what_could_lift_most_comes_first():
    assert slugs(in_view(ROOM, PAIRS)) == ["ask-in-pairs", "tell-a-room"]
    full = replace(ROOM, builds=(Builds(competency="telling", ceiling=1),))
    half = replace(PAIRS, builds=(Builds(competency="asking", ceiling=1, weight=0.5),))
    assert slugs(in_view(half, full)) == ["tell-a-room", "ask-in-pairs"]


def test_a_lift_raises_the_chance_within_the_range_of_its_effect():
    (lift,) = find_fit(in_view(), PAIRS).lifts
    low, high = lift.chance_after_range
    assert lift.chance_now < low < lift.chance_after < high
    assert lift.lift_sd > 0


def test_what_never_ends_or_never_reaches_the_job_lifts_nothing():
    for idle in ({"completion_chance": 0.0}, {"transfer": 0.0}):
        (lift,) = find_fit(in_view(kind=replace(WORKSHOP, **idle)), PAIRS).lifts
        assert lift.lift_sd == pytest.approx(0, abs=1e-12)
        assert lift.chance_after == pytest.approx(lift.chance_now)


def test_below_the_bar_something_is_lifted_and_no_bar_is_met():
    view = replace(in_view(estimates=(estimate("asking", mean=-4.0, bar=2.0),)))
    (lift,) = find_fit(view, PAIRS).lifts
    assert lift.lift_sd > 0
    assert lift.chance_after == lift.chance_now


def test_what_the_role_does_not_ask_for_is_no_lift():
    unasked = estimate("asking", bar=None, bar_level=None)
    assert find_fit(in_view(estimates=(unasked,)), PAIRS).lifts == ()
    assert find_fit(in_view(estimates=()), PAIRS).lifts == ()


def test_a_missing_experience_counts_and_one_that_is_shown_does_not():
    giving = replace(ROOM, gives_experiences=("launched",))
    assert slugs(in_view(PAIRS, giving))[0] == "tell-a-room"
    shown = fact(seen("Launched it", expectations=("launched",)))
    assert slugs(in_view(PAIRS, giving, facts=(shown,)))[0] == "ask-in-pairs"


def test_what_asks_for_more_than_is_there_comes_after_the_rest():
    early = replace(PAIRS, entry_levels={"asking": 1, "unknown": 1, "telling": 9})
    vague = in_view(early, ROOM, estimates=(estimate("asking", mean=-1.0, sd=2.0), ESTIMATES[1]))
    assert find_fit(vague, early).too_early == ()
    low = in_view(early, ROOM, estimates=(estimate("asking", mean=-9.0), ESTIMATES[1]))
    assert find_fit(low, early).too_early == ("asking",)
    assert slugs(low) == ["tell-a-room", "ask-in-pairs"]


def test_what_is_done_comes_last():
    done = fact(Completion(opportunity="ask-in-pairs", outcome="done"))
    view = in_view(facts=(done,))
    assert slugs(view) == ["tell-a-room", "ask-in-pairs"]
    assert find_fit(view, PAIRS).outcome == "done"


def test_without_a_role_the_shorter_comes_first_and_nothing_is_lifted():
    found = find_fits(in_view(ROOM, PAIRS, role=None), Sought())
    assert [fit.opportunity.slug for fit in found.fits] == ["ask-in-pairs", "tell-a-room"]
    assert (found.role, found.top, found.fits[0].lifts) == ("", (), ())


def test_only_what_is_sought_is_found_and_all_are_counted():
    found = find_fits(in_view(), Sought(competency="telling"))
    assert [fit.opportunity.slug for fit in found.fits] == ["tell-a-room"]
    assert found.count_of_all == 2


def test_an_entry_says_when_it_is_on_next_and_whether_it_is_ones_own():
    mine = OwnOpportunity(opportunity=replace(PAIRS, slug="my-evening"))
    view = replace(in_view(), catalogue=with_own(CATALOGUE, [mine]))
    assert find_known_fit(view, "my-evening").fit.is_own
    assert find_known_fit(view, "tell-a-room").fit.next_session == ROOM.sessions[0]
    after = replace(view, as_of=date(2026, 6, 2))
    assert find_known_fit(after, "tell-a-room").fit.next_session is None


def test_the_way_leads_over_the_stages_from_the_role_held_to_the_one_in_view():
    assert find_way(in_view()) == {"entry", "mid"}
    assert find_way(in_view(role=None)) == frozenset()


# Nobody is favoured ------------------------------------------------------------------------------


def offered(slug, builds, **changes):
    return plan_cases.opportunity(
        slug,
        builds=builds,
        provider=f"School of {slug}",
        address=f"https://{slug}.example",
        **changes,
    )


ITEMS = (
    offered("one", "asking", effort_hours=(4, 8), cost=100),
    offered("two", "telling", effort_hours=(8, 16), cost=200),
    offered("three", "asking", effort_hours=(4, 8), cost=100),
    offered("four", "counting", effort_hours=(20, 30), kind="stretch"),
    offered("five", "telling", effort_hours=(8, 16), cost=200),
)


def provided(items, others):
    """The items with their providers dealt out anew."""
    return tuple(
        replace(item, provider=other.provider, address=other.address)
        for item, other in zip(items, others, strict=True)
    )


def ranked(items):
    view = in_view(estimates=(*ESTIMATES, estimate("counting", mean=-1.0)))
    return slugs(replace(view, catalogue=plan_cases.catalogue(*items)))


def chosen(items):
    made = plan_cases.plan(*items)
    return [(item.opportunity, item.starts_on, item.ends_on) for item in made.items]


@law
@given(st.permutations(ITEMS), st.permutations(ITEMS))
def test_the_ranking_is_the_same_whoever_provides_what_in_whatever_order(items, others):
    assert ranked(provided(items, others)) == ranked(ITEMS)


@settings(deadline=None, max_examples=8)
@given(st.permutations(ITEMS), st.permutations(ITEMS))
def test_the_plan_is_the_same_whoever_provides_what_in_whatever_order(items, others):
    assert chosen(provided(items, others)) == chosen(ITEMS)
    assert chosen(ITEMS)
