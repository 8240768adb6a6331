"""What Headway ships can be read, fits together, and is read once."""

from datetime import date

import pytest

from headway.core.evidence import Completion, EvidenceItem, suggest_competencies
from headway.core.fact_kinds import FACT_KINDS
from headway.core.ladder_changes import name_ladder
from headway.core.ladder_mapping import LadderMapping
from headway.core.ladder_moves import LadderReading
from headway.core.packet_citing import list_citable
from headway.core.packet_draft import PacketDraft
from headway.core.plan.adopted import find_adopted
from headway.core.profile import About, Aim
from headway.core.ratings import RatingForm, check_form
from headway.core.requests import Request
from headway.formats import built_in

DAY = date(2026, 3, 2)


READERS = [
    *(built_in.ladder, built_in.catalogue, built_in.phrases, built_in.phrase_index),
    *(built_in.feeds, built_in.vignettes),
]


@pytest.mark.parametrize("read", READERS)
def test_what_is_shipped_is_read_once(read):
    assert read() is read()


@pytest.mark.parametrize(
    "name", ["ladder.toml", "catalogue.toml", "phrases.toml", "sample_person.toml", "LICENSE"]
)
def test_a_data_file_is_there(name):
    assert built_in.content_of(name)


def test_the_catalogue_builds_only_what_the_ladder_has():
    ladder, catalogue = built_in.ladder(), built_in.catalogue()
    for item in catalogue.opportunities:
        for builds in item.builds:
            ladder.competency(builds.competency)
            ladder.level(builds.ceiling)
        assert all(ladder.experience(slug) for slug in item.gives_experiences)


def test_the_phrases_hint_only_at_competencies_of_the_ladder():
    assert set(built_in.phrases()) == {c.slug for c in built_in.ladder().competencies}


def test_the_sample_person_is_marked_as_fictional():
    about = built_in.sample_dossier(DAY).latest(About)
    assert "fictional" in about.name


def test_everybody_the_sample_names_is_marked_as_fictional():
    sample = built_in.sample_dossier(DAY)
    raters = [form.rater for _, form in sample.each(RatingForm)]
    seen_by = [name for _, item in sample.each(EvidenceItem) for name in item.corroborated_by]
    assert [name for name in raters + seen_by if "(fictional)" not in name] == []


def test_the_sample_speaks_of_the_shipped_ladder_and_catalogue():
    sample, ladder = built_in.sample_dossier(DAY), built_in.ladder()
    ladder.role(sample.latest(Aim).target_role)
    for _, form in sample.each(RatingForm):
        check_form(form, ladder)
    for _, item in sample.each(EvidenceItem):
        assert all(ladder.competency(tag.competency) for tag in item.tags)
    for _, told in sample.each(Completion):
        built_in.catalogue().opportunity(told.opportunity)


def test_the_expectations_the_sample_supports_are_of_the_ladder():
    ladder = built_in.ladder()
    known = {e.slug for e in ladder.experiences}
    known |= {duty.slug for role in ladder.roles for duty in role.responsibilities}
    items = [item for _, item in built_in.sample_dossier(DAY).each(EvidenceItem)]
    assert {slug for item in items for slug in item.expectations} <= known


def test_all_of_the_sample_is_known_on_its_day():
    sample = built_in.sample_dossier(DAY)
    assert len(sample.known_by(DAY).facts) == len(sample.facts)
    assert {type(fact.body) for fact in sample.facts} <= set(FACT_KINDS.values())


def test_what_the_sample_s_packet_cites_is_there_to_be_cited():
    sample = built_in.sample_dossier(DAY)
    there = {each.citation.fact for each in list_citable(sample.known_by(DAY))}
    cited = [fact for line in sample.latest(PacketDraft).lines for fact in line.cited]
    assert len(cited) == 4
    assert set(cited) <= there


def test_nothing_of_the_sample_s_year_was_before_it_happened():
    sample = built_in.sample_dossier(DAY)
    for fact in sample.facts:
        done = [getattr(fact.body, name, None) for name in ("done_on", "held_on", "ended_on")]
        done += [step.done_on for step in getattr(fact.body, "steps", ())]
        assert [day for day in done if day and day > DAY] == [], fact.body


def test_the_acts_the_sample_asks_about_are_of_the_ladder():
    asked = [request for _, request in built_in.sample_dossier(DAY).each(Request)]
    assert len(asked) == 2
    assert all(built_in.ladder().behaviour(act) for one in asked for act in one.acts)


def reading(target, **competencies):
    home = name_ladder(built_in.ladder())
    way = LadderMapping(former=home, new=target, competencies=competencies)
    return LadderReading(target=target, ways={home: way}, sources={})


def test_hints_at_a_competency_follow_it_to_the_ladder_in_use():
    text = "Wrote the pricing model for the new plans and set the price"
    told = suggest_competencies(text, built_in.phrase_index())
    assert told
    renamed = built_in.phrase_index_for(reading("x 1", **dict.fromkeys(told, "worth")))
    assert suggest_competencies(text, renamed) == ("worth",)


def test_the_ladder_that_is_shipped_has_its_own_hints():
    home = reading(name_ladder(built_in.ladder()))
    assert built_in.phrase_index_for(None) is built_in.phrase_index_for(home)


def test_a_ladder_to_which_no_way_leads_has_no_hints():
    nowhere = LadderReading(target="x 1", ways={}, sources={})
    index = built_in.phrase_index_for(nowhere)
    assert suggest_competencies("Interviewed nine customers", index) == ()


def test_the_plan_the_sample_took_on_is_of_the_shipped_catalogue_and_of_its_own_aim():
    sample, catalogue = built_in.sample_dossier(DAY), built_in.catalogue()
    adopted_on, plan = find_adopted(sample.known_by(DAY))
    assert plan.as_of == plan.counted_from == adopted_on
    assert plan.wish.by == sample.latest(Aim).by
    for item in plan.items:
        assert item.title == catalogue.opportunity(item.opportunity).title
        assert sum(hours for _, hours in item.hours_by_week) == pytest.approx(item.effort_hours)
    told = {body.opportunity for _, body in sample.each(Completion)}
    assert told < {item.opportunity for item in plan.items}
