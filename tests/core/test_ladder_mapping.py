"""What of one ladder stands for what of another: proposed, checked, turned round, joined."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import LADDER, law
from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder, Level
from headway.core.ladder_likeness import find_share, keep_same, propose_mapping, with_confirmed
from headway.core.ladder_mapping import (
    LadderAdoption,
    LadderMapping,
    check_mapping,
    find_ways,
    join,
    turn_round,
)
from headway.core.wording.ladder import describe_open_levels, describe_proposal
from headway.formats import built_in
from two_ladders import NEXT, OTHER, TO_OTHER

names = st.sampled_from("abcd")


def mappings(former: str, new: str) -> st.SearchStrategy[LadderMapping]:
    return st.builds(
        LadderMapping,
        former=st.just(former),
        new=st.just(new),
        competencies=st.dictionaries(names, names),
        levels=st.lists(st.none() | st.integers(0, 3), max_size=4).map(tuple),
    )


def with_levels(*told: str) -> object:
    levels = tuple(Level(number=n, name=name, meaning=name) for n, name in enumerate(told))
    return replace(LADDER, levels=levels)


def test_what_two_ladders_share_is_counted_against_the_larger() -> None:
    first, *rest = LADDER.competencies
    louder = replace(LADDER, competencies=(replace(first, name=first.name.upper()),))
    assert find_share(LADDER, LADDER) == 1.0
    assert find_share(LADDER, louder) == find_share(louder, LADDER) == 1 / (1 + len(rest))


@pytest.mark.parametrize("ladder", [LADDER, NEXT, OTHER, built_in.ladder()])
def test_every_name_of_a_ladder_is_its_own(ladder: object) -> None:
    proposal = propose_mapping(ladder, ladder)  # type: ignore[arg-type]
    mapping = proposal.mapping
    assert proposal.is_certain
    assert mapping == keep_same(ladder, ladder)  # type: ignore[arg-type]
    told = (mapping.competencies, mapping.roles, mapping.expectations, mapping.behaviours)
    assert all(former == new for names in told for former, new in names.items())
    assert mapping.levels == tuple(range(len(mapping.levels)))


def test_a_renamed_competency_is_proposed_by_its_text() -> None:
    proposal = propose_mapping(LADDER, NEXT)
    [asking, telling] = proposal.of("competency")
    assert (asking.new, asking.how) == ("asking-people", "alike")
    assert (telling.new, telling.how) == ("telling", "same")
    assert not proposal.is_certain
    assert proposal.mapping.behaviours["asking/1/1"] == "asking-people/1/1"
    assert "  Asking: becomes Asking people" in list(describe_proposal(proposal))


def test_what_was_confirmed_before_stands_in_place_of_the_proposal() -> None:
    proposal = propose_mapping(LADDER, OTHER)
    shown = with_confirmed(proposal, TO_OTHER)
    assert shown.mapping == TO_OTHER
    assert [(m.new, m.how) for m in shown.of("level")] == [("0", "same"), ("2", "alike")]
    assert [(m.new, m.how) for m in shown.of("role")] == [("", "none"), ("p1", "alike")]
    assert shown.of("competency") == proposal.of("competency")


def test_what_is_like_nothing_is_left_to_the_person() -> None:
    matches = propose_mapping(LADDER, OTHER).of("competency")
    assert [match.new for match in matches] == ["", "telling"]
    told = "\n".join(describe_proposal(propose_mapping(LADDER, OTHER)))
    assert "Asking: nothing like it" in told


def test_a_thing_is_proposed_once_and_to_the_likeliest() -> None:
    asking = LADDER.competencies[0]
    two = replace(
        LADDER,
        slug="two",
        competencies=(
            replace(asking, slug="a", name="Asking them"),
            replace(asking, slug="b", name="Asking people now", definition="Another thing."),
        ),
    )
    new = replace(LADDER, competencies=(replace(asking, slug="c", name="Asking them"),))
    [first, second] = propose_mapping(two, new).of("competency")
    assert (first.new, second.new) == ("c", "")
    assert [candidate.slug for candidate in second.candidates] == ["c"]


def test_of_several_that_are_alike_only_the_likeliest_is_proposed() -> None:
    asking = replace(LADDER.competencies[0], slug="a", name="Asking customers")
    former = replace(LADDER, slug="two", competencies=(asking,))
    likely = replace(asking, slug="c", name="Asking customers")
    others = (replace(asking, slug="b", name="Asking customer", definition="Hears."), likely)
    [match] = propose_mapping(former, replace(LADDER, competencies=others)).of("competency")
    assert match.new == "c"
    assert {candidate.slug for candidate in match.candidates} == {"b", "c"}


def with_roles(slug: str, *titles: str, aliases: tuple[str, ...] = ()) -> Ladder:
    first = replace(LADDER.roles[0], next_roles=(), scope="", responsibilities=())
    roles = (
        replace(first, slug=f"{slug}{n}", title=title, aliases=aliases if n == 0 else ())
        for n, title in enumerate(titles)
    )
    return replace(LADDER, slug=slug, roles=tuple(roles))


def roles_of(former: Ladder, new: Ladder) -> list[str]:
    names = {role.slug: role.title for role in new.roles}
    return [names.get(match.new, "") for match in propose_mapping(former, new).of("role")]


def test_a_role_becomes_the_one_with_its_title_before_any_that_holds_it() -> None:
    former = with_roles("a", "Associate Baker", "Baker", "Senior Baker")
    new = with_roles("z", "Junior Baker", "Master Baker", "Baker")
    assert roles_of(former, new) == ["", "Baker", ""]
    [first, *_] = propose_mapping(former, new).of("role")
    assert "Baker" in [candidate.name for candidate in first.candidates]


def test_a_role_becomes_the_one_that_has_its_title_for_an_alias() -> None:
    former = with_roles("a", "Junior Baker", "Vice President of Bread", aliases=("Apprentice",))
    assert roles_of(former, with_roles("z", "VP Bread", "Apprentice")) == ["Apprentice", "VP Bread"]
    shared = with_roles("z", "New Baker", "Jr Baker", aliases=("Apprentice",))
    assert roles_of(former, shared) == ["Jr Baker", ""]


def test_a_role_whose_title_changed_by_a_letter_is_proposed() -> None:
    assert roles_of(with_roles("a", "Head of Product"), with_roles("z", "Head of Products")) == [
        "Head of Products"
    ]


def test_of_names_that_hold_a_competency_its_very_name_is_the_likeliest() -> None:
    asking = replace(LADDER.competencies[0], slug="a", name="Writing", definition="")
    former = replace(LADDER, slug="two", competencies=(asking,))
    others = tuple(
        replace(asking, slug=slug, name=name)
        for slug, name in (("b", "Copy writing"), ("c", "Writing"))
    )
    [match] = propose_mapping(former, replace(LADDER, competencies=others)).of("competency")
    assert match.became == ("c",)
    assert [candidate.likeness for candidate in match.candidates] == [100, 97]


def test_levels_that_nobody_has_said_the_like_of_are_named_once() -> None:
    former = with_levels("None yet", "Seen", "Done")
    mapping = LadderMapping(former="a 1", new="b 1", levels=(0, 1, None))
    assert describe_open_levels(mapping, former).startswith("1 level of the former ladder (Done)")  # type: ignore[arg-type]
    assert describe_open_levels(replace(mapping, levels=(0, 1, 2)), former) == ""  # type: ignore[arg-type]


def test_levels_go_by_name_then_by_place_in_the_same_house() -> None:
    longer = with_levels("None yet", "Aware", "Awareness")
    assert propose_mapping(LADDER, longer).mapping.levels == (0, 2)  # type: ignore[arg-type]
    renamed = with_levels("Nothing", "Seen")
    assert propose_mapping(LADDER, renamed).mapping.levels == (0, 1)  # type: ignore[arg-type]
    assert propose_mapping(LADDER, renamed).is_certain  # type: ignore[arg-type]


def test_a_scale_of_another_house_is_a_guess_or_cannot_be_told() -> None:
    assert propose_mapping(LADDER, OTHER).mapping.levels == (0, None)
    elsewhere = replace(with_levels("Nothing", "Seen"), slug="else")  # type: ignore[type-var]
    [_, seen] = propose_mapping(LADDER, elsewhere).of("level")  # type: ignore[arg-type]
    assert (seen.new, seen.how) == ("1", "alike")
    assert keep_same(LADDER, elsewhere).levels == (0, None)  # type: ignore[arg-type]


def test_names_in_another_order_are_another_scale() -> None:
    turned = with_levels("Awareness", "None yet")
    assert propose_mapping(LADDER, turned).mapping.levels == (1, None)  # type: ignore[arg-type]


def test_an_act_is_the_same_by_its_words_wherever_it_stands() -> None:
    asking, telling = LADDER.competencies
    moved = replace(asking, behaviours=asking.behaviours[::-1])
    told = propose_mapping(LADDER, replace(LADDER, competencies=(moved, telling))).mapping
    assert told.behaviours["asking/1/1"] == "asking/1/3"
    another = replace(asking, behaviours=(replace(asking.behaviours[0], act="Sings"),))
    told = propose_mapping(LADDER, replace(LADDER, competencies=(another, telling))).mapping
    assert "asking/1/1" not in told.behaviours


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"new": "else 1"}, "leads from small 1.0.0 to else 1"),
        ({"competencies": {"nothing": "telling"}}, "has no competency 'nothing'"),
        ({"roles": {"senior": "cook"}}, "has no role 'cook'"),
        ({"levels": (0,)}, "what becomes of each of the 2 levels"),
        ({"levels": (0, 9)}, "the levels 0 to 3"),
        ({"levels": (2, 1)}, "can't become a lower one"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_named(change: dict[str, object], said: str) -> None:
    assert check_mapping(TO_OTHER, LADDER, OTHER) == TO_OTHER
    with pytest.raises(InvalidInputError, match=said):
        check_mapping(replace(TO_OTHER, **change), LADDER, OTHER)  # type: ignore[arg-type]


@law
@given(mappings("x", "y"))
def test_the_way_back_leads_only_to_where_one_came_from(there: LadderMapping) -> None:
    back = turn_round(there)
    for new, former in back.competencies.items():
        assert there.competencies[former] == new
    for new_level, level in enumerate(back.levels):
        assert level is None or there.levels[level] == new_level
    itself = keep_same(LADDER, LADDER)
    assert turn_round(itself) == itself


def test_of_levels_that_became_one_the_lowest_leads_back() -> None:
    there = LadderMapping(former="x", new="y", levels=(0, 1, 1, None, 3))
    assert turn_round(there).levels == (0, 1, None, 4)


@law
@given(mappings("x", "y"), mappings("y", "z"))
def test_two_ways_joined_lead_as_one_after_the_other(
    first: LadderMapping, then: LadderMapping
) -> None:
    both = join(first, then)
    for name in "abcd":
        middle = first.competencies.get(name, "")
        assert both.competencies.get(name) == then.competencies.get(middle)
    for level in range(4):
        middle_level = first.level(level)
        expected = None if middle_level is None else then.level(middle_level)
        assert both.level(level) == expected


@law
@given(mappings("x", "y"), mappings("y", "z"), mappings("y", "z"))
def test_a_way_is_the_shortest_and_the_latest(
    first: LadderMapping, then: LadderMapping, later: LadderMapping
) -> None:
    assert find_ways([first, then, later], "z") == {"y": later, "x": join(first, later)}
    assert find_ways([first], "x") == {"y": turn_round(first)}
    assert find_ways([], "x") == {}


def test_an_adoption_has_the_name_of_its_version() -> None:
    assert LadderAdoption(slug="other", version="2026", mapping=TO_OTHER).name == TO_OTHER.new


def test_a_ladder_without_acts_or_duties_is_told_without_them() -> None:
    told = "\n".join(describe_proposal(propose_mapping(OTHER, LADDER)))
    assert "Single acts" not in told


def test_too_many_texts_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("headway.core.ladder_likeness.MOST_COMPARED", 1)
    [asking, _] = propose_mapping(LADDER, NEXT).of("competency")
    assert (asking.new, asking.candidates) == ("", ())


WORDS = ("Pricing and packaging", "Pricing", "Packaging")
WHOLE, PRICING, PACKAGING = (
    replace(
        LADDER.competencies[0],
        slug=name.lower().replace(" ", "-"),
        name=name,
        definition="",
        behaviours=LADDER.competencies[0].behaviours[:1],
    )
    for name in WORDS
)
BEFORE = replace(LADDER, competencies=(WHOLE,), roles=())
AFTER = replace(LADDER, version="2.0.0", competencies=(PRICING, PACKAGING), roles=())
SPLIT = LadderMapping(
    former="small 1.0.0",
    new="small 2.0.0",
    levels=(0, 1),
    splits={"pricing-and-packaging": ("packaging", "pricing")},
)


def test_a_competency_is_proposed_to_have_become_several_where_parts_are_both_alike() -> None:
    proposal = propose_mapping(BEFORE, AFTER)
    [match] = proposal.of("competency")
    assert (match.how, match.became) == ("alike", ("packaging", "pricing"))
    assert proposal.mapping.splits == SPLIT.splits
    assert proposal.mapping.competencies == {}
    assert not proposal.is_certain
    told = list(describe_proposal(proposal))
    assert "  Pricing and packaging: becomes Packaging and Pricing" in told
    assert told[-1].startswith("Evidence of a competency that became several shows each")
    # Its act is known again in whichever part has its words.
    assert proposal.mapping.behaviours["pricing-and-packaging/1/1"].endswith("/1/1")


def test_where_a_competency_kept_its_name_what_is_like_it_is_another_thing() -> None:
    kept = replace(AFTER, competencies=(replace(WHOLE, slug="both"), PRICING, PACKAGING))
    [match] = propose_mapping(BEFORE, kept).of("competency")
    assert match.became == ("both",)
    one = replace(AFTER, slug="else", competencies=(PRICING,))
    assert propose_mapping(BEFORE, one).of("competency")[0].became == ("pricing",)


def test_a_split_that_was_confirmed_is_shown_as_it_was() -> None:
    proposal = propose_mapping(BEFORE, AFTER)
    assert with_confirmed(proposal, proposal.mapping).matches == proposal.matches
    only = replace(SPLIT, splits={}, competencies={"pricing-and-packaging": "pricing"})
    [match] = with_confirmed(proposal, only).of("competency")
    assert (match.became, match.how) == (("pricing",), "alike")
    [match] = with_confirmed(propose_mapping(BEFORE, replace(AFTER, slug="x")), SPLIT).of(
        "competency"
    )
    assert match.became == SPLIT.splits["pricing-and-packaging"]


def test_what_became_several_is_one_again_on_the_way_back() -> None:
    back = turn_round(SPLIT)
    assert back.competencies == dict.fromkeys(("packaging", "pricing"), "pricing-and-packaging")
    assert back.splits == {}
    assert join(SPLIT, back).competencies == {"pricing-and-packaging": "pricing-and-packaging"}
    first = replace(SPLIT, splits={}, competencies={"deals": "pricing-and-packaging"}, former="a 1")
    assert join(first, SPLIT).splits == {"deals": ("packaging", "pricing")}
    assert SPLIT.parts_of("nothing") == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"splits": {"pricing-and-packaging": ("pricing", "prizing")}}, "has no competency 'prizing'"),
        ({"splits": {"pricing-and-packaging": ("pricing", "pricing")}}, "each thing that it became once"),
        ({"splits": {"pricing-and-packaging": ("pricing",)}}, "each thing that it became once"),
        ({"competencies": {"pricing-and-packaging": "pricing"}}, "each thing that it became once"),
    ],
)  # fmt: skip
def test_a_split_that_makes_no_sense_is_named(change: dict[str, object], said: str) -> None:
    assert check_mapping(SPLIT, BEFORE, AFTER) == SPLIT
    with pytest.raises(InvalidInputError, match=said):
        check_mapping(replace(SPLIT, **change), BEFORE, AFTER)  # type: ignore[arg-type]
