"""Every fault of a ladder is found and named by its place, and a sound ladder has none."""

import math
from dataclasses import replace

import pytest

from examples import JUNIOR, LADDER, SENIOR
from headway.core.ladder import Ladder
from headway.core.ladder_quality import check_quality, find_broken_references
from headway.formats import built_in

ASKING, TELLING = LADDER.competencies
CELL = "competency asking, level 1"
PLACE = f"{CELL}, behaviour 1"


def told(problems):
    return [f"{problem.place}: {problem.text}" for problem in problems]


def with_act(act, **changes) -> Ladder:
    """The small ladder with another first behaviour."""
    first = replace(ASKING.behaviours[0], act=act, **changes)
    asking = replace(ASKING, behaviours=(first, *ASKING.behaviours[1:]))
    return replace(LADDER, competencies=(asking, TELLING))


def with_role(role, **changes) -> Ladder:
    roles = tuple(replace(r, **changes) if r == role else r for r in LADDER.roles)
    return replace(LADDER, roles=roles)


def with_asking(**changes) -> Ladder:
    return replace(LADDER, competencies=(replace(ASKING, **changes), TELLING))


@pytest.mark.parametrize("ladder", [LADDER, built_in.ladder()], ids=["small", "built-in"])
def test_a_sound_ladder_has_no_fault(ladder):
    assert find_broken_references(ladder) == ()
    assert check_quality(ladder) == ()


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        ("Understands what customers say", "'understands' can't be seen: start with an act"),
        ("Is at ease with customers", "'is' can't be seen: start with an act"),
        ("Strategic thinking with boards", "start with a verb, not 'strategic'"),
        ("Customer visits are made twice a year", "start with a verb, not 'customer'"),
        ("Famous among the shop owners", "start with a verb, not 'famous'"),
        ("1 visit paid to a shop", "start with a verb, not '1'"),
        ("", "is empty"),
        (" ... ", "is empty"),
        ("Customers are interviewed by the team", "start with a verb, not 'customers'"),
        ("Customers of the bank are interviewed", "is passive: start with what"),
        ("Team members can name nine shops", "start with a verb, not 'team'"),
        ("Demonstrates understanding of shops", "'understanding' says nothing one can see"),
        ("Shows knowledge of shops", "'knowledge' says nothing one can see"),
        ("Asks, drives results, thinks strategically", "'drives' says nothing one can see"),
        ("Asks, drives results, thinks strategically", "'strategically' says nothing one"),
        ("Asks nine shops, thinks ahead", "is several acts: keep one"),
        ("Ask nine shops", "write all acts in one mood: 'ask' is not in that of most others"),
        ("Discuss prices", "write all acts in one mood: 'discuss' is not in that of most"),
        ("Leverages what shops told", "'leverage' says nothing one can see"),
        ("Seeks buy-in of the shops", "'buy-in' says nothing one can see"),
        ("Asks shops often", "'often' is a degree: say what differs"),
        ("Asks shops. Asks banks", "is two sentences: keep one act"),
        ("Asks " + "shops and " * 10 + "banks", "has 22 words; say it in under 20"),
    ],
)
def test_an_act_nobody_could_be_rated_by_is_named(act, fault):
    said = told(check_quality(with_act(act)))
    assert [line for line in said if line.startswith(f"{PLACE}: {fault}")]


@pytest.mark.parametrize("act", ["Asks " + "shops and " * 9, "Asks nine shops.", "Asks: why?",
    "Asks shops before a price is changed", "Lists risks, costs and dates"])  # fmt: skip
def test_an_act_within_the_rules_passes(act):
    assert check_quality(with_act(act)) == ()


def test_an_empty_act_has_no_other_fault():
    assert told(check_quality(with_act(""))) == [f"{PLACE}: is empty"]


def test_the_third_person_is_out_of_place_among_base_forms():
    (problem,) = check_quality(with_base_forms("Asks nine shops"))
    assert problem.text.startswith("write all acts in one mood: 'asks'")


def test_an_unknown_level_does_not_look_like_a_fall():
    assert check_quality(with_role(JUNIOR, expected={"asking": 9})) == ()


def test_a_behaviour_without_evidence_is_named():
    problems = check_quality(with_act("Asks nine shops", evidence=" "))
    assert told(problems) == [f"{PLACE}: say which evidence would show it"]


def test_one_act_can_have_several_faults():
    assert len(check_quality(with_act("Understands highly robust shops"))) == 3


@pytest.mark.parametrize("act", ["Ask nine shops", "List what shops said", "Discuss prices"])
def test_a_ladder_may_be_written_in_the_base_form_throughout(act):
    ladder = with_base_forms(act)
    assert check_quality(ladder) == ()


@pytest.mark.parametrize("act", ["Kindly ask shops", "Listening to shops", "Care about shops"])
def test_the_base_form_has_to_be_a_verb_too(act):
    (problem,) = check_quality(with_base_forms(act))
    assert problem.place == PLACE


def with_base_forms(act) -> Ladder:
    """The small ladder as "Record ..." instead of "Records ...", with another first act."""
    ladder = with_act(act)
    competencies = (
        replace(c, behaviours=tuple(replace(b, act=base_form(b.act)) for b in c.behaviours))
        for c in ladder.competencies
    )
    ladder = replace(ladder, competencies=tuple(competencies))
    first = replace(ladder.competencies[0].behaviours[0], act=act)
    asking = ladder.competencies[0]
    asking = replace(asking, behaviours=(first, *asking.behaviours[1:]))
    return replace(ladder, competencies=(asking, ladder.competencies[1]))


def base_form(act):
    first, _, rest = act.partition(" ")
    return f"{first.removesuffix('s')} {rest}"


def test_a_level_with_other_than_three_behaviours_is_named():
    problems = check_quality(with_asking(behaviours=ASKING.behaviours[:2]))
    assert told(problems) == [f"{CELL}: has 2 behaviours; write 3"]


def test_the_level_nobody_has_reached_needs_no_behaviours():
    assert ASKING.behaviours_at(0) == ()


def test_a_near_duplicate_is_named_with_what_it_repeats():
    copied = "Writes the release notes that name who gains what"
    (problem,) = check_quality(with_act(copied))
    assert problem.place == "competency telling, level 1, behaviour 1"
    assert f"reads like {PLACE}: '{copied}'" in problem.text


def test_an_expectation_that_falls_along_a_track_is_named():
    problems = check_quality(with_role(JUNIOR, expected={"asking": 1, "telling": 1}))
    assert problems == ()
    problems = check_quality(with_role(SENIOR, expected={"asking": 0}))
    assert told(problems) == ["role senior, after junior: asking falls from 1 to 0"]


def test_an_expectation_that_ends_along_a_track_is_named():
    problems = check_quality(with_role(SENIOR, expected={"telling": 1}))
    assert told(problems) == ["role senior, after junior: asking falls from 1 to nothing"]


def test_a_move_to_another_track_may_lower_an_expectation():
    ladder = with_role(SENIOR, expected={"telling": 1}, tracks=("management",))
    other = replace(ladder, roles=(replace(JUNIOR, tracks=("individual",)), ladder.roles[1]))
    assert check_quality(other) == ()


def test_a_role_that_asks_for_nothing_is_named_twice():
    problems = check_quality(with_role(SENIOR, expected={}, responsibilities=()))
    assert "role senior: expects no level of any competency" in told(problems)
    assert "role senior: names no responsibility" in told(problems)


@pytest.mark.parametrize(
    ("ladder", "fault"),
    [
        (replace(LADDER, levels=LADDER.levels[:1]), "levels: number them 0, 1, 2 ... in order"),
        (replace(LADDER, levels=LADDER.levels[::-1]), "levels: number them 0, 1, 2 ... in order"),
        (replace(LADDER, competencies=()), "competencies: there is none"),
        (replace(LADDER, roles=()), "roles: there is none"),
        (replace(LADDER, areas=LADDER.areas * 2), "area insight: stands twice"),
        (replace(LADDER, competencies=(ASKING, ASKING, TELLING)), "competency asking: stands"),
        (with_role(JUNIOR, slug="senior"), "role senior: stands twice"),
        (with_role(JUNIOR, aliases=("SENIOR!",)), "title senior: stands twice"),
        (with_role(JUNIOR, title="..."), "title: one has an empty name"),
        (with_role(JUNIOR, slug=""), "role: one has an empty name"),
        (with_role(JUNIOR, slug="none"), "role none: 'none' stands for having no role"),
        (with_asking(area="craft"), "competency asking: there is no area 'craft'"),
        (with_act("Asks", level=3), "competency asking, level 3, behaviour 1: there is no level 3"),
        (with_role(JUNIOR, expected={"guessing": 1}), "role junior: there is no competency 'gue"),
        (with_role(JUNIOR, expected={"asking": 2}), "role junior: asking: there is no level 2"),
        (with_role(JUNIOR, expected={"asking": -1}), "role junior: asking: there is no level -1"),
        (with_role(JUNIOR, experiences=("flown",)), "role junior: there is no experience 'flown'"),
        (with_role(JUNIOR, next_roles=("king",)), "role junior: there is no role 'king' to go to"),
        (with_role(JUNIOR, usual_years=(2, 1)), "role junior: usual_years runs backwards"),
        (with_role(JUNIOR, usual_years=(-1, 1)), "role junior: usual_years runs backwards"),
        (with_role(JUNIOR, usual_years=(math.nan, 1)), "role junior: usual_years runs backwards"),
        (with_role(JUNIOR, usual_years=(1, math.inf)), "role junior: usual_years runs backwards"),
    ],
)
def test_a_broken_reference_is_named_by_its_place(ladder, fault):
    assert [said for said in told(find_broken_references(ladder)) if said.startswith(fault)]


def test_a_responsibility_can_not_call_on_an_unknown_competency():
    lost = replace(JUNIOR.responsibilities[0], competencies=("guessing",))
    problems = find_broken_references(with_role(JUNIOR, responsibilities=(lost,)))
    assert told(problems) == ["role junior: there is no competency 'guessing'"]


def test_an_experience_and_a_responsibility_can_not_share_a_name():
    launched = replace(JUNIOR.responsibilities[0], slug="launched")
    problems = find_broken_references(with_role(JUNIOR, responsibilities=(launched,)))
    assert told(problems) == ["experience or responsibility launched: stands twice"]


def test_an_ambiguous_title_can_not_lead_to_an_unknown_role():
    owner = replace(LADDER.ambiguous_titles[0], candidates=("king",))
    problems = find_broken_references(replace(LADDER, ambiguous_titles=(owner,)))
    assert told(problems) == ["ambiguous title Owner: there is no role 'king'"]


def test_a_ladder_may_do_without_areas():
    assert find_broken_references(replace(LADDER, areas=())) == ()


def test_several_faults_are_all_named():
    ladder = replace(with_role(JUNIOR, expected={"guessing": 7}), areas=())
    assert len(find_broken_references(ladder)) == 2
