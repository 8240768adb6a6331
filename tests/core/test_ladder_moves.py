"""Facts told in the names of one ladder, read in those of another."""

import dataclasses
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import CATALOGUE, LADDER, law
from headway.core.development import LearningEntry
from headway.core.dossier import Dossier, Fact, read_fact, read_under
from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.core.fact_kinds import FACT_KINDS, AdoptedPlan
from headway.core.former_names import is_former, mark_former, split_former
from headway.core.ladder_changes import name_ladder
from headway.core.ladder_likeness import keep_same, propose_mapping
from headway.core.ladder_mapping import turn_round
from headway.core.ladder_moves import (
    CARRIERS,
    LadderReading,
    find_without_opportunities,
    former_tags,
    read_catalogue,
)
from headway.core.learn import Builds, OwnOpportunity
from headway.core.packet_draft import ClosedPacket, LineDraft, PacketDraft
from headway.core.people import Contact, Mentoring, Touch
from headway.core.profile import About, Aim, Position
from headway.core.ratings import CycleClosing, RatingForm, VignetteForm
from headway.core.reading import ReadingNote
from headway.core.requests import Request
from headway.core.set_aside import SetAside
from headway.core.wording.ladder import (
    describe_uncovered,
    name_competency,
    name_former,
    name_level,
    say_form_mark,
    say_mark,
)
from sample_facts import bodies
from two_ladders import NEXT, OTHER, TO_OTHER

FACT = UUID(int=5)
HOME = name_ladder(LADDER)
TO_NEXT = propose_mapping(LADDER, NEXT).mapping
LOST = f"{HOME}@asking"


def carry(body: object, mapping: object = TO_OTHER) -> object:
    reading = LadderReading(
        target=mapping.new,  # type: ignore[attr-defined]
        ways={mapping.former: mapping},  # type: ignore[attr-defined]
        sources={FACT: mapping.former},  # type: ignore[attr-defined]
    )
    return reading.read(FACT, body)


def tag(slug: str, level: int | None = None) -> CompetencyTag:
    return CompetencyTag(competency=slug, level=level)


def test_a_former_name_tells_its_ladder() -> None:
    assert mark_former(HOME, "asking") == LOST
    assert split_former(LOST) == (HOME, "asking")
    assert split_former("asking") == ("", "asking")
    assert is_former(LOST)
    assert not is_former("asking")


def test_evidence_keeps_all_it_shows_and_says_what_is_of_the_former_ladder() -> None:
    item = EvidenceItem(
        text="Asked ten", tags=(tag("asking", 1), tag("telling", 1)), expectations=("launched",)
    )
    carried = carry(item)
    assert carried == replace(
        item, tags=(tag(LOST, 1), tag("telling", 2)), expectations=(f"{HOME}@launched",)
    )
    assert former_tags(carried) == (tag(LOST, 1),)


def test_a_level_that_cannot_be_told_leaves_a_candidate_and_the_former_level() -> None:
    vague = replace(TO_OTHER, levels=(0, None))
    item = EvidenceItem(text="Told", tags=(tag("telling", 1), tag("asking")))
    told = carry(item, vague).tags  # type: ignore[attr-defined]
    assert told == (tag(f"{HOME}@telling", 1), tag("telling"), tag(LOST))


def test_of_competencies_that_became_one_evidence_shows_the_higher_and_a_mark_says_the_lower() -> (
    None
):
    both = replace(
        TO_OTHER, competencies={"asking": "telling", "telling": "telling"}, levels=(0, 1, 2, 3)
    )
    item = EvidenceItem(text="Both", tags=(tag("asking", 3), tag("telling", 1), tag("asking")))
    assert carry(item, both).tags == (tag("telling", 3),)  # type: ignore[attr-defined]
    form = RatingForm(rater="Bo", source="peer", marks={"asking": 3, "telling": 1})
    assert carry(form, both).marks == {"telling": 1}  # type: ignore[attr-defined]


def test_a_rating_keeps_its_meaning_or_stays_on_the_former_ladder() -> None:
    form = RatingForm(
        rater="Bo",
        source="peer",
        marks={"telling": 1, "asking": 0},
        no_chance_to_see=("asking", "telling"),
        answers={"telling/1/1": "seen"},
    )
    carried = carry(form)
    assert carried == replace(
        form,
        marks={"telling": 2, LOST: 0},
        no_chance_to_see=(),
        answers={f"{HOME}@telling/1/1": "seen"},
    )


def test_vignettes_are_read_by_their_competencies() -> None:
    form = VignetteForm(
        rater="Bo",
        source="peer",
        marks={"shop/telling": 1, "shop/asking": 1},
        no_chance_to_see=("bank/telling",),
        intended={"shop/telling": 0},
    )
    carried = carry(form)
    assert carried == replace(
        form,
        marks={"shop/telling": 2, f"shop/{LOST}": 1},
        intended={"shop/telling": 0},
    )


def test_roles_held_and_wanted_go_over_or_are_asked_for_anew() -> None:
    aim = Aim(target_role="senior", current_role="junior")
    assert carry(aim) == replace(aim, target_role="p1", current_role="")
    assert carry(Aim(target_role="junior", current_role="none")) == Aim(
        target_role="", current_role="none"
    )
    held = Position(title="Boss", role="senior", role_certainty="confirmed")
    assert carry(held) == replace(held, role="p1")
    other = Position(title="Aide", role="junior", role_certainty="confirmed")
    assert carry(other) == replace(other, role="", role_certainty="ask")
    assert carry(Position(title="Cook")) == Position(title="Cook")


def test_people_opportunities_and_drafts_go_over_too() -> None:
    contact = Contact(key=FACT, name="Bo", role="junior", strengths=("telling", "asking"))
    assert carry(contact) == replace(contact, role="", strengths=("telling", LOST))
    about = Mentoring(key=FACT, contact=FACT, ask="?", answer_by=date.max, competency="asking")
    assert carry(about) == replace(about, competency=LOST)
    assert carry(Touch(contact=FACT)) == Touch(contact=FACT)
    entry = LearningEntry(title="Course", competencies=("asking", "telling"))
    assert carry(entry) == replace(entry, competencies=(LOST, "telling"))
    read = ReadingNote(title="Paper", state="read", competencies=("asking",))
    assert carry(read) == replace(read, competencies=(LOST,))
    asked = Request(code="c", name="Bo", source="peer", until=date.max, acts=("asking/1/1",))
    assert carry(asked) == replace(asked, acts=(f"{LOST}/1/1",))
    draft = PacketDraft(
        role="senior", lines=tuple(LineDraft(expectation=s) for s in ("telling", "launched"))
    )
    lines = (LineDraft(expectation="telling"), LineDraft(expectation=f"{HOME}@launched"))
    assert carry(draft) == PacketDraft(role="p1", lines=lines)


def test_a_catalogue_is_read_through_its_competencies_without_what_builds_nothing() -> None:
    reading = LadderReading(target=name_ladder(OTHER), ways={HOME: TO_OTHER})
    pairs, room = CATALOGUE.opportunities
    own = OwnOpportunity(
        opportunity=replace(room, slug="own-room", entry_levels={"telling": 1, LOST: 1})
    )
    found = read_catalogue(CATALOGUE, HOME, [own], reading)
    assert [item.slug for item in found.opportunities] == ["tell-a-room", "own-room"]
    [builds] = found.opportunity("tell-a-room").builds
    assert (builds.competency, builds.ceiling) == ("telling", 2)
    assert found.opportunity("own-room").entry_levels == {"telling": 1}
    assert find_without_opportunities(found, OTHER) == ("selling",)
    said = describe_uncovered(("selling",), OTHER)
    assert said == "No opportunity builds 1 competency of this ladder yet: Selling."
    assert describe_uncovered((), OTHER) == ""
    assert describe_uncovered(["selling"] * 13, OTHER).endswith(", Selling and 1 more.")
    assert read_catalogue(CATALOGUE, HOME, [], None) == CATALOGUE
    assert pairs not in found.opportunities


def test_of_competencies_that_became_one_an_entry_builds_what_it_built_most_of() -> None:
    both = replace(TO_OTHER, competencies={"asking": "telling", "telling": "telling"})
    builds = (
        Builds(competency="asking", ceiling=1, weight=1.0),
        Builds(competency="telling", ceiling=1, weight=0.5),
    )
    own = OwnOpportunity(opportunity=replace(CATALOGUE.opportunities[0], builds=builds))
    [built] = carry(own, both).opportunity.builds  # type: ignore[attr-defined]
    assert (built.competency, built.weight, built.ceiling) == ("telling", 1.0, 2)


def test_what_was_set_aside_is_read_by_its_role_and_its_name() -> None:
    told = SetAside(role="senior", expectations=("telling", "launched"), reason="Not here")
    assert carry(told) == SetAside(
        role="p1", expectations=("telling", f"{HOME}@launched"), reason="Not here"
    )


def test_a_person_s_own_entry_keeps_what_it_builds() -> None:
    own = OwnOpportunity(
        opportunity=replace(CATALOGUE.opportunities[0], entry_levels={"asking": 1})
    )
    carried = carry(own).opportunity  # type: ignore[attr-defined]
    assert [b.competency for b in carried.builds] == [LOST]
    assert carried.entry_levels == {LOST: 1}


def test_a_plan_is_read_by_its_role_and_competencies() -> None:
    document = {
        "wish": {"target_role": "senior", "must_have": ["asking", "telling"]},
        "held_role": "junior",
        "items": [{"gains": [{"competency": "asking"}], "gives_experiences": ["launched"]}],
        "outlook": [
            {"competency": "asking", "bar_level": 1},
            {"competency": "telling", "bar_level": 1},
        ],
        "missing_experiences": ["launched"],
    }
    reading = LadderReading(target=TO_OTHER.new, ways={HOME: TO_OTHER}, sources={FACT: HOME})
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    plan = AdoptedPlan(document=document)
    fact = Fact(id=FACT, body=plan, happened_on=moment.date(), recorded_at=moment)
    read = read_fact(fact, reading).body
    assert isinstance(read, AdoptedPlan)
    assert read.document == {
        "wish": {"target_role": "p1", "must_have": ["telling"]},
        "held_role": "",
        "items": [{"gains": [{"competency": LOST}], "gives_experiences": [f"{HOME}@launched"]}],
        "outlook": [{"competency": "telling", "bar_level": 2}],
        "missing_experiences": [],
    }
    assert read_fact(fact, None) == fact


def test_what_is_of_no_ladder_stays_as_it_is() -> None:
    assert carry(About(name="Bo")) == About(name="Bo")


def test_what_a_former_name_meant_is_known_again_on_the_way_back() -> None:
    item = EvidenceItem(text="Asked", tags=(tag("asking", 1), tag("telling", 1)))
    away = carry(item)
    assert carry(away, turn_round(TO_OTHER)) == item
    elsewhere = LadderReading(target="third 1", sources={FACT: TO_OTHER.new})
    told = elsewhere.read(FACT, away).tags  # type: ignore[attr-defined]
    assert told == (tag(LOST, 1), tag("other 2026@telling", 2))


NAMING = {
    *("competency", "competencies", "role", "target_role", "strengths", "tags", "marks", "answers"),
    *("acts", "expectations", "lines", "builds"),
}


@pytest.mark.parametrize("kind", sorted(FACT_KINDS))
def test_every_kind_of_fact_that_names_something_of_a_ladder_is_read_anew(kind: str) -> None:
    body = FACT_KINDS[kind]
    names = {field.name for field in dataclasses.fields(body)} & NAMING
    assert not names or body in CARRIERS or body is ClosedPacket


@law
@given(bodies)
def test_the_mapping_of_a_ladder_to_itself_changes_nothing(body: object) -> None:
    reading = LadderReading(target=HOME, sources={})
    if not isinstance(body, AdoptedPlan) and "@" not in repr(body):
        assert reading.read(FACT, body) == body


@law
@given(st.lists(st.sampled_from(["asking", "telling"]), unique=True), st.integers(0, 1))
def test_a_version_that_changes_nothing_leaves_all_as_it_was(slugs: list[str], level: int) -> None:
    copy = replace(keep_same(LADDER, LADDER), new="small 1.0.1")
    item = EvidenceItem(text="x", tags=tuple(tag(slug, level) for slug in slugs))
    assert carry(item, copy) == item
    form = RatingForm(rater="Bo", source="peer", marks=dict.fromkeys(slugs, level))
    assert carry(form, copy) == form


marks = st.dictionaries(st.sampled_from(["asking", "telling", "unknown"]), st.integers(0, 1))


@law
@given(marks, st.sampled_from([TO_OTHER, TO_NEXT, replace(TO_OTHER, levels=(0, None))]))
def test_no_evidence_is_ever_lost(levels: dict[str, int], mapping: object) -> None:
    item = EvidenceItem(text="x", tags=tuple(tag(slug, level) for slug, level in levels.items()))
    carried = carry(item, mapping)
    told = {t.competency for t in carried.tags}  # type: ignore[attr-defined]
    for slug in levels:
        new = mapping.competencies.get(slug, "")  # type: ignore[attr-defined]
        assert new in told or f"{HOME}@{slug}" in told
    form = carry(RatingForm(rater="Bo", source="peer", marks=levels), mapping)
    assert len(form.marks) == len(levels)  # type: ignore[attr-defined]


def test_rounds_of_ratings_are_read_only_once_they_count() -> None:
    moment = datetime(2026, 3, 2, 9, tzinfo=UTC)
    told = [
        RatingForm(rater="A", source="peer", marks={"asking": 1}, cycle="spring"),
        RatingForm(rater="B", source="peer", marks={"asking": 1}, cycle="spring"),
        RatingForm(rater="C", source="peer", marks={"telling": 1}, cycle="spring"),
        CycleClosing(cycle="spring"),
    ]
    facts = tuple(
        Fact(
            id=uuid4(), body=body, happened_on=moment.date(), recorded_at=moment.replace(hour=9 + n)
        )
        for n, body in enumerate(told)
    )
    one = replace(TO_OTHER, competencies={"asking": "telling", "telling": "telling"})
    reading = LadderReading(
        target=one.new, ways={HOME: one}, sources={fact.id: HOME for fact in facts}
    )
    dossier = read_under(Dossier(owner=FACT, facts=facts), reading)
    # Three speak of what became one, but no three spoke of the same before.
    assert not list(dossier.known_by(date(2026, 4, 1)).each(RatingForm))
    third = replace(facts[2], body=replace(told[2], marks={"asking": 0}))
    counted = read_under(Dossier(owner=FACT, facts=(*facts[:2], third, facts[3])), reading)
    forms = [form for _, form in counted.known_by(date(2026, 4, 1)).each(RatingForm)]
    assert [form.marks for form in forms] == [{"telling": 2}, {"telling": 2}, {"telling": 0}]
    assert read_under(dossier, None) == dossier


def test_former_names_are_said_in_words() -> None:
    assert name_former(LOST) == "Asking (on the former ladder small 1.0.0)"
    assert name_competency("telling", LADDER) == "Telling"
    assert name_competency("what-else", LADDER) == "what-else"
    assert name_level("telling", 1, LADDER) == "Awareness"
    assert say_mark(LOST, 3, LADDER) == "Asking (on the former ladder small 1.0.0): level 3"


SPLIT = replace(
    TO_OTHER,
    competencies={"telling": "telling"},
    splits={"asking": ("telling", "selling")},
    levels=(0, 2),
)


def test_evidence_of_what_became_several_shows_each_of_them() -> None:
    item = EvidenceItem(text="Asked", tags=(tag("asking", 1),))
    assert carry(item, SPLIT).tags == (tag("telling", 2), tag("selling", 2))  # type: ignore[attr-defined]
    unsure = EvidenceItem(text="Asked", tags=(tag("asking"),))
    assert carry(unsure, SPLIT).tags == (tag("telling"), tag("selling"))  # type: ignore[attr-defined]


def test_a_mark_of_what_became_several_is_shared_and_one_of_its_own_comes_first() -> None:
    form = RatingForm(rater="Bo", source="peer", marks={"asking": 1}, no_chance_to_see=())
    carried = carry(form, SPLIT)
    assert carried.marks == {"telling": 2, "selling": 2}  # type: ignore[attr-defined]
    assert carried.shared == {"telling": 2, "selling": 2}  # type: ignore[attr-defined]
    both = replace(form, marks={"asking": 0, "telling": 1})
    assert carry(both, SPLIT).marks == {"telling": 2, "selling": 0}  # type: ignore[attr-defined]
    assert carry(both, SPLIT).shared == {"selling": 2}  # type: ignore[attr-defined]
    blind = replace(form, marks={}, no_chance_to_see=("asking",))
    assert carry(blind, SPLIT).no_chance_to_see == ("telling", "selling")  # type: ignore[attr-defined]


def test_a_shared_mark_split_again_is_shared_by_more() -> None:
    form = RatingForm(rater="Bo", source="peer", marks={"asking": 1}, shared={"asking": 2})
    assert carry(form, SPLIT).shared == {"telling": 4, "selling": 4}  # type: ignore[attr-defined]


def test_a_scene_speaks_of_the_first_part_and_people_of_each() -> None:
    scene = VignetteForm(
        rater="Bo", source="peer", marks={"shop/asking": 1}, no_chance_to_see=("bank/asking",)
    )
    carried = carry(scene, SPLIT)
    assert carried.marks == {"shop/telling": 2}  # type: ignore[attr-defined]
    assert carried.no_chance_to_see == ("bank/telling",)  # type: ignore[attr-defined]
    contact = Contact(key=FACT, name="Bo", strengths=("asking",))
    assert carry(contact, SPLIT).strengths == ("telling", "selling")  # type: ignore[attr-defined]
    draft = PacketDraft(role="senior", lines=(LineDraft(expectation="asking"),))
    told = [line.expectation for line in carry(draft, SPLIT).lines]  # type: ignore[attr-defined]
    assert told == ["telling", "selling"]


def test_where_one_name_stands_what_became_several_keeps_its_former_one() -> None:
    about = Mentoring(key=FACT, contact=FACT, ask="?", answer_by=date.max, competency="asking")
    assert carry(about, SPLIT) == replace(about, competency=LOST)
    reading = LadderReading(target=SPLIT.new, ways={HOME: SPLIT}, sources={FACT: HOME})
    read = reading.read_plan(
        FACT,
        {
            "wish": {"must_have": ["asking"]},
            "items": [{"gains": [{"competency": "asking"}]}],
            "outlook": [{"competency": "asking", "bar_level": 1}],
        },
    )
    assert read["wish"] == {"must_have": ["telling", "selling"]}
    assert read["items"] == [{"gains": [{"competency": LOST}]}]
    assert read["outlook"] == []


def test_the_parts_share_what_an_opportunity_builds() -> None:
    builds = (Builds(competency="asking", ceiling=1, weight=1.0),)
    own = OwnOpportunity(
        opportunity=replace(CATALOGUE.opportunities[0], builds=builds, entry_levels={"asking": 1})
    )
    carried = carry(own, SPLIT).opportunity  # type: ignore[attr-defined]
    assert [(b.competency, b.weight, b.ceiling) for b in carried.builds] == [
        ("telling", 0.5, 2),
        ("selling", 0.5, 2),
    ]
    assert carried.entry_levels == {"telling": 2, "selling": 2}


def test_a_shared_mark_says_that_it_is() -> None:
    form = RatingForm(
        rater="Bo", source="peer", marks={"telling": 1, "asking": 1}, shared={"telling": 2}
    )
    assert say_form_mark(form, "asking", LADDER) == "Asking: Awareness"
    told = say_form_mark(form, "telling", LADDER)
    assert told == "Telling: Awareness (told of what became 2, which share it)"


def test_a_role_named_in_the_ladder_in_use_is_read_as_it_stands() -> None:
    here = f"{name_ladder(OTHER)}@lead"
    assert carry(Contact(key=FACT, name="Ana", role=here)).role == "lead"  # type: ignore[attr-defined]
