"""Rounds of ratings: when what others wrote counts, and that no single peer's marks can be read off."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from benchmarks.standing import privacy
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.core.dossier import Dossier, Fact
from headway.core.fact_kinds import Retraction
from headway.core.gap import find_gaps
from headway.core.packet import build_packet
from headway.core.plan import PlanWish, make_plan
from headway.core.progress import measure_progress
from headway.core.ratings import CycleClosing, RatingForm
from headway.core.standing import estimate_levels
from headway.formats import built_in

OWNER = UUID(int=1)
FIRST = date(2026, 1, 5)
TODAY = FIRST + timedelta(days=400)
LADDER = built_in.ladder()
ROLE = LADDER.role("senior-product-manager")
ONE, TWO = "customer-discovery", "communication"


def told(body, day, supersedes=None):
    """A fact that happened and was recorded `day` days after the first."""
    moment = datetime(FIRST.year, 1, 5, 9, tzinfo=UTC) + timedelta(days=day)
    return Fact(
        id=uuid5(OWNER, f"{day} {body}"),
        body=body,
        happened_on=moment.date(),
        recorded_at=moment,
        supersedes=supersedes,
    )


def form(rater, source="peer", cycle="spring", **marks):
    named = {slug.replace("_", "-"): level for slug, level in marks.items()}
    return RatingForm(rater=rater, source=source, cycle=cycle, marks=named or {ONE: 3})


def closing(day, cycle="spring"):
    return told(CycleClosing(cycle=cycle), day)


def counted(*facts, of=ONE):
    """Who is heard of a competency today."""
    known = Dossier(owner=OWNER, facts=facts).known_by(TODAY)
    return sorted(f.rater for _, f in known.each(RatingForm) if of in f.marks)


ANA, BO, CY = (told(form(name), day) for day, name in enumerate(("Ana", "Bo", "Cy"), 1))


def test_a_form_without_a_round_counts_at_once():
    assert counted(told(form("Ana", cycle=""), 1)) == ["Ana"]


def test_what_was_given_to_a_round_waits_for_its_closing():
    assert counted(ANA, BO, CY) == []
    assert counted(ANA, BO, CY, closing(5, "autumn")) == []
    assert counted(ANA, BO, CY, closing(5)) == ["Ana", "Bo", "Cy"]


def test_a_manager_counts_alone_and_oneself_at_once():
    own, manager = told(form("Me", "self"), 1), told(form("Mo", "manager"), 2)
    assert counted(own, manager) == ["Me"]
    assert counted(own, manager, closing(5)) == ["Me", "Mo"]


def test_fewer_than_three_wait_until_a_later_closing_brings_them_to_three():
    later = told(form("Cy", "report", cycle="autumn"), 7)
    assert counted(ANA, BO, closing(5)) == []
    assert counted(ANA, BO, closing(5), later, closing(8, "autumn")) == ["Ana", "Bo", "Cy"]


def test_a_late_form_waits_for_a_later_closing():
    three, late = (ANA, BO, CY, closing(5)), told(form("Di"), 6)
    assert counted(*three, late) == ["Ana", "Bo", "Cy"]
    more = [told(form(name, cycle="autumn"), 7) for name in ("Ed", "Fay", "Gil", "Hal")]
    assert "Di" in counted(*three, late, *more, closing(8, "autumn"))


def test_once_others_count_further_forms_wait_across_closings_until_they_are_five():
    three = (ANA, BO, CY, closing(5))
    next_three = [told(form(name, cycle="autumn"), 7) for name in ("Di", "Ed", "Fay")]
    then_two = [told(form(name, cycle="winter"), 9) for name in ("Gil", "Hal")]
    waiting = (*three, *next_three, closing(8, "autumn"))
    assert counted(*waiting) == ["Ana", "Bo", "Cy"]
    assert len(counted(*waiting, *then_two, closing(10, "winter"))) == 8


def test_the_same_three_asked_twice_again_are_six_forms_by_three_raters():
    facts = [ANA, BO, CY, closing(5)]
    for day, cycle in ((7, "autumn"), (9, "winter")):
        facts += [told(form(name, cycle=cycle), day) for name in ("Ana", "Bo", "Cy")]
        facts.append(closing(day + 1, cycle))
    assert len(counted(*facts[:8])) == 3
    assert len(counted(*facts)) == 9


def test_five_further_forms_by_two_raters_wait():
    many = [
        told(form(name, cycle="autumn", customer_discovery=level), 7)
        for name, level in (("Di", 1), ("Di", 2), ("Di", 3), ("Ed", 1), ("Ed", 2))
    ]
    assert len(counted(ANA, BO, CY, closing(5), *many, closing(8, "autumn"))) == 3


def test_a_competency_nobody_spoke_of_yet_needs_three_however_many_count_elsewhere():
    of_two = [told(form(name, cycle="autumn", communication=2), 7) for name in ("Di", "Ed", "Fay")]
    facts = (ANA, BO, CY, closing(5), *of_two, closing(8, "autumn"))
    assert counted(*facts, of=TWO) == ["Di", "Ed", "Fay"]


def test_all_that_counts_may_be_taken_back_together():
    gone = [told(Retraction(), 6 + n, supersedes=f.id) for n, f in enumerate((ANA, BO, CY))]
    assert len(counted(ANA, BO, CY, closing(5), *gone[:2], closing(9))) == 3
    assert counted(ANA, BO, CY, closing(5), *gone, closing(9)) == []


def test_spaces_within_a_name_make_nobody_a_second_rater():
    given = [told(form(name), day) for day, name in enumerate(("Bo Li", "Bo  Li", "Cy"), 1)]
    assert counted(*given, closing(5)) == []


def test_one_rater_three_times_is_one():
    thrice = [
        told(form("Ana", communication=level, customer_discovery=2), level) for level in (1, 2, 3)
    ]
    assert counted(*thrice, closing(5)) == []


def test_a_competency_that_fewer_than_three_speak_of_waits_by_itself():
    both = told(form("Di", customer_discovery=1, communication=4), 4)
    assert counted(ANA, BO, both, closing(5)) == ["Ana", "Bo", "Di"]
    assert counted(ANA, BO, both, closing(5), of=TWO) == []


def test_a_form_with_nothing_in_it_makes_no_third():
    empty = told(RatingForm(rater="Di", source="peer", cycle="spring"), 4)
    assert counted(ANA, BO, empty, closing(5)) == []


def test_a_correction_changes_what_counts_only_together_with_four_others():
    before = (ANA, BO, CY, closing(5))
    again = told(form("Ana", customer_discovery=0), 6, supersedes=ANA.id)
    alone = Dossier(owner=OWNER, facts=(*before, again, closing(7))).known_by(TODAY)
    assert {f.marks[ONE] for _, f in alone.each(RatingForm)} == {3}
    others = [told(form(name), 6) for name in ("Di", "Ed", "Fay", "Gil")]
    together = Dossier(owner=OWNER, facts=(*before, again, *others, closing(7))).known_by(TODAY)
    assert [f.marks[ONE] for _, f in together.each(RatingForm) if f.rater == "Ana"] == [0]


def test_taking_a_form_back_after_the_closing_moves_nothing_by_itself():
    gone = told(Retraction(), 6, supersedes=ANA.id)
    assert counted(ANA, BO, CY, closing(5), gone, closing(7)) == ["Ana", "Bo", "Cy"]
    assert counted(ANA, BO, CY, gone, closing(7)) == []


def test_what_counts_is_dated_by_its_closing_and_unknown_before():
    known = Dossier(owner=OWNER, facts=(ANA, BO, CY, closing(5)))
    assert [f.happened_on for f in known.known_by(TODAY).facts[:3]] == [
        FIRST + timedelta(days=5)
    ] * 3
    assert not known.known_by(FIRST + timedelta(days=4)).facts


def test_a_closing_can_not_be_taken_back():
    ended = closing(5)
    assert len(counted(ANA, BO, CY, ended, told(Retraction(), 6, supersedes=ended.id))) == 3


# Laws ----------------------------------------------------------------------------------------------

SLUGS = [competency.slug for competency in LADDER.competencies][:4]
marks = st.dictionaries(st.sampled_from(SLUGS), st.integers(0, 4), min_size=1)
forms = st.builds(
    RatingForm,
    rater=st.sampled_from(("Ana", "Bo", "Cy", "Di", "Ed", "Fay")),
    source=st.sampled_from(("manager", "peer", "report", "stakeholder")),
    cycle=st.sampled_from(("spring", "autumn")),
    marks=marks,
)
closings = st.builds(CycleClosing, cycle=st.sampled_from(("spring", "autumn")))
histories = st.lists(forms | closings, max_size=12).map(
    lambda found: tuple(told(body, day) for day, body in enumerate(found))
)
LAW = settings(deadline=None, max_examples=60)


def everything(facts):
    """All that a person is shown, but for the plan, which depends on the standing."""
    dossier = Dossier(owner=OWNER, facts=tuple(facts))
    standing = estimate_levels(dossier, LADDER, as_of=TODAY, compared_role=ROLE)
    gap = find_gaps(dossier, standing, LADDER, ROLE, as_of=TODAY)
    progress = measure_progress(dossier, LADDER, ROLE, since=FIRST, as_of=TODAY)
    return standing, gap, progress, build_packet(dossier, gap)


@LAW
@given(histories, forms)
def test_nothing_moves_between_closings(history, another):
    assert everything((*history, told(another, 50))) == everything(history)


def test_no_plan_moves_between_closings():
    by = TODAY + timedelta(days=200)
    wish = PlanWish(
        target_role=ROLE.slug, by=by, hours_per_week=3.0, budget_per_year_minor=0, currency="GBP"
    )
    before = (ANA, BO, CY, closing(5))
    plans = []
    for facts in (before, (*before, told(form("Di", customer_discovery=0), 50))):
        dossier = Dossier(owner=OWNER, facts=facts)
        standing = estimate_levels(dossier, LADDER, as_of=TODAY, compared_role=ROLE)
        plan = make_plan(dossier, standing, LADDER, built_in.catalogue(), wish, as_of=TODAY)
        plans.append(plan)
    assert plans[0] == plans[1]


@LAW
@given(histories, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_kept_changes_nothing(history, random):
    shuffled = random.sample(history, len(history))
    assert sorted(map(str, known(shuffled))) == sorted(map(str, known(history)))


def known(facts):
    return Dossier(owner=OWNER, facts=tuple(facts)).known_by(TODAY).facts


def heard(facts):
    """What counts of each rater but the manager, by competency."""
    found = {}
    for fact in known(facts):
        if isinstance(fact.body, RatingForm) and fact.body.source != "manager":
            for slug, level in fact.body.marks.items():
                found.setdefault(slug, set()).add((fact.body.rater, fact.id, level))
    return found


@LAW
@given(histories)
def test_every_closing_changes_what_enough_raters_say_or_nothing(history):
    for number in range(len(history) + 1):
        before, after = heard(history[: number - 1] if number else ()), heard(history[:number])
        for slug in before.keys() | after.keys():
            changed = before.get(slug, set()) ^ after.get(slug, set())
            assert not changed or len({rater for rater, _, _ in changed}) >= 3
            assert not changed or not before.get(slug) or len(changed) >= 5


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_round_closed_counts_on_the_day_it_is_where_the_person_lives(zone):
    dossier = Dossier(owner=OWNER, time_zone=zone, facts=(ANA, BO, CY, closing(5)))
    heard_on = [len(dossier.known_by(FIRST + timedelta(days=d)).facts) for d in range(3, 8)]
    assert sorted(heard_on) == heard_on
    assert heard_on[-1] == 4


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "UTC", "Etc/GMT-14"])
def test_no_choice_of_time_zone_parts_those_who_rated_on_the_day_of_the_closing(zone):
    early = [told(form(name), day) for day, name in enumerate(("Ana", "Bo", "Cy", "Di", "Ed"), 1)]
    facts = (*early, told(form("Fay"), 8), closing(8))
    known = Dossier(owner=OWNER, time_zone=zone, facts=facts).known_by(TODAY)
    assert len(list(known.each(RatingForm))) == 6


def test_a_form_dated_after_its_closing_waits():
    late = Fact(
        id=UUID(int=7), body=form("Di"), happened_on=date(2026, 3, 1), recorded_at=ANA.recorded_at
    )
    assert counted(ANA, BO, CY, late, closing(5)) == ["Ana", "Bo", "Cy"]


@pytest.mark.parametrize("name", ["ana", " Ana ", "A\u200bna", "ANA"])
def test_one_rater_whose_name_was_typed_differently_is_one(name):
    assert counted(ANA, BO, told(form(name), 4), closing(5)) == []


def test_the_named_attack_gains_little_on_a_first_round_of_three():
    (row,) = privacy.measure(quick=True)
    assert row.holds, row
