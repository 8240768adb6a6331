"""Every outside ladder is read whole: counts and texts as its structured twin has them."""

import json
from pathlib import Path
from typing import Any

import pytest

from headway.core.ladder import Ladder
from headway.core.ladder_quality import find_broken_references
from headway.formats import ladder_file

UK = ("uk-government/roles.csv", "uk-government/skills.csv")
UK_ORDER = "uk-government/role_level_order.txt"
ESCO = ("esco/occupations.csv", "esco/skills.csv", "esco/occupationSkillRelations.csv")
DIRECT = "direct/DIRECT-framework-all-in-one.json"
EVERY = [
    (UK, {"order": UK_ORDER}),
    (UK, {"only": "Product manager"}),
    (ESCO, {}),
    ((DIRECT,), {}),
    (("monzo-product/product.md",), {}),
    (("monzo-product/generic.md",), {}),
    (("monzo-product/structured.json",), {}),
    (("ft-engineering-v1/engineering-v1.yml",), {}),
    (("gitlab-pm/structured.json",), {}),
    (("sourcegraph-pm/structured.json",), {}),
    (("usds-product/competencies.yml",), {}),
    (("usds-product/structured-product.json",), {}),
    (("uk-government/structured.json",), {}),
]


@pytest.fixture(scope="module")
def structured(outside_data: Path) -> Any:
    def load(name: str) -> Any:
        return json.loads((outside_data / "ladders" / name).read_text(encoding="utf-8"))

    return load


def acts(ladder: Ladder) -> dict[tuple[str, int], list[str]]:
    """The acts of each cell by the competency's name and the level."""
    found: dict[tuple[str, int], list[str]] = {}
    for competency in ladder.competencies:
        for behaviour in competency.behaviours:
            found.setdefault((competency.name, behaviour.level), []).append(behaviour.act)
    return found


def spaced(text: str) -> str:
    return " ".join(text.split())


def places(remarks, opening: str) -> tuple[str, ...]:
    return next(remark.places for remark in remarks if remark.text.startswith(opening))


@pytest.mark.parametrize(("files", "options"), EVERY)
def test_an_imported_ladder_is_sound_and_kept_as_a_file(read_outside, files, options):
    ladder = read_outside(*files, **options).ladder
    assert find_broken_references(ladder) == ()
    assert ladder_file.read(ladder_file.write(ladder)) == ladder


def test_uk_product_manager_has_every_text_of_the_framework(read_outside, structured):
    ladder = read_outside(*UK, order=UK_ORDER, only="Product manager").ladder
    told = structured("uk-government/structured.json")
    assert acts(ladder) == {
        (skill["name"], level["rank"]): [spaced(text) for text in level["statements"]]
        for skill in told["skills"]
        for level in skill["levels"]
    }
    assert [level.name for level in ladder.levels[1:]] == [
        level["level"] for level in told["proficiency_scale"]
    ]
    assert {c.name: c.definition for c in ladder.competencies} == {
        skill["name"]: spaced(skill["description"]) for skill in told["skills"]
    }


def test_uk_product_manager_roles_expect_what_the_framework_requires(read_outside, structured):
    ladder = read_outside(*UK, order=UK_ORDER, only="Product manager").ladder
    told = structured("uk-government/structured.json")["role"]["levels"]
    assert [
        (role.title, role.scope, [duty.text for duty in role.responsibilities], role.expected)
        for role in ladder.roles
    ] == [
        (
            level["name"],
            spaced(level["summary"]),
            [spaced(text) for text in level["responsibilities"]],
            {skill["skill"]: skill["required_rank"] for skill in level["skills"]},
        )
        for level in told
    ]
    assert [role.next_roles for role in ladder.roles] == [
        *((role.slug,) for role in ladder.roles[1:]),
        (),
    ]


def test_the_whole_uk_framework_has_the_counts_of_its_source(read_outside):
    found = read_outside(*UK, order=UK_ORDER)
    assert found.report.form == "UK government capability framework (CSV)"
    assert found.report.read["competencies"] == 188
    assert found.report.read["behaviours"] == 1804
    assert found.report.read["roles"] == 201
    assert found.ladder.licence == "OGL-UK-3.0"


def test_the_uk_frameworks_oddities_are_told_and_kept(read_outside):
    report = read_outside(*UK, order=UK_ORDER).report
    assert len(places(report.dropped, "A row 'not in use'")) == 28
    assert len(places(report.noticed, "A higher role expects a lower level")) == 25
    # 13 skills stand two or three times: 16 rows too many.
    assert len(places(report.noticed, "A role lists a skill more than once")) == 16
    assert len(places(report.noticed, "An empty cell")) == 148
    assert not any("not order" in remark.text for remark in report.guessed)


def test_without_a_side_file_the_uk_order_is_guessed_and_told(read_outside):
    ordered = read_outside(*UK, order=UK_ORDER, only="Product manager")
    guessed = read_outside(*UK, only="Product manager")
    assert [r.slug for r in guessed.ladder.roles] == [r.slug for r in ordered.ladder.roles]
    assert len(places(guessed.report.guessed, "The file does not order these roles")) == 1


@pytest.mark.parametrize("name", ["monzo-product/product.md", "monzo-product/structured.json"])
def test_monzo_topics_keep_every_criterion(read_outside, structured, name):
    found = read_outside(name)
    assert acts(found.ladder) == {
        (topic["title"], cell["level"]): [spaced(text) for text in cell["criteria"]]
        for topic in structured("monzo-product/structured.json")["topics"]
        for cell in topic["content"]
    }
    assert found.report.read["behaviours"] == 70
    assert [role.title for role in found.ladder.roles] == [f"Level {n}" for n in (1, 2, 3, 4)]
    assert "Monzo" in found.report.form


def test_ft_statements_stand_in_their_theme_at_their_level(read_outside, outside_data):
    import yaml

    found = read_outside("ft-engineering-v1/engineering-v1.yml")
    path = outside_data / "ladders/ft-engineering-v1/engineering-v1.yml"
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    levels = [level["id"] for level in told["levels"]]
    themes = {theme["id"]: theme["name"] for theme in told["themes"]}
    expected: dict[tuple[str, int], list[str]] = {}
    for act in told["competencies"]:
        cell = (themes[act["theme"]], levels.index(act["level"]) + 1)
        expected.setdefault(cell, []).append(spaced(act["summary"]))
    assert acts(found.ladder) == expected
    assert found.report.read["statements"] == 101
    assert len(found.ladder.roles) == 4


def test_direct_skills_are_all_there_with_their_places(read_outside, outside_data):
    found = read_outside(DIRECT)
    told = json.loads((outside_data / "ladders" / DIRECT).read_text(encoding="utf-8"))
    names = {area.slug: area.name for area in found.ladder.areas}
    assert [(names[c.area], c.name, c.definition) for c in found.ladder.competencies] == [
        (
            f"{spaced(domain['title'])}: {spaced(competency['title'])}",
            spaced(skill["title"]),
            spaced(skill["description"]),
        )
        for domain in told["competency_domains"]
        for competency in domain["competencies"]
        for skill in competency["skills"]
    ]
    counts = found.report.read
    assert (counts["domains"], counts["DIRECT competencies"], counts["skills"]) == (7, 20, 164)
    assert any("no levels" in remark.text for remark in found.report.guessed)


def test_esco_occupations_expect_their_essential_skills(read_outside, structured):
    ladder = read_outside(*ESCO).ladder
    names = {c.slug: c.crosswalk["esco"][0] for c in ladder.competencies}
    told = structured("esco/structured.json")["occupations"]
    for occupation in told:
        role = ladder.role(occupation["label"])
        essential = {s["uri"] for s in occupation["skills"] if s["relation"] == "essential"}
        assert {names[slug] for slug in role.expected} == essential
        assert role.scope == spaced(occupation["description"])
    assert len(ladder.competencies) == 1449
    assert len(ladder.roles) == 72


def test_one_esco_occupation_brings_only_its_own_skills(read_outside):
    found = read_outside(*ESCO, only="product manager")
    assert [role.title for role in found.ladder.roles] == ["Product manager"]
    assert (len(found.ladder.competencies), len(found.ladder.roles[0].expected)) == (55, 24)


def test_usds_sets_become_roles_with_their_required_levels(read_outside, structured):
    ladder = read_outside("usds-product/competencies.yml", only="product").ladder
    told = structured("usds-product/structured-product.json")
    assert [level.name for level in ladder.levels[1:]] == told["proficiency_scale"]
    assert acts(ladder) == {
        (each["competency"], number): [spaced(level["definition"])]
        for each in told["competencies"]
        for number, level in enumerate(each["levels"], 1)
    }
    required = [told["proficiency_scale"].index(c["required"]) + 1 for c in told["competencies"]]
    assert list(ladder.roles[0].expected.values()) == required


def test_a_usds_set_with_levels_of_its_own_is_told_and_can_be_picked(read_outside):
    whole = read_outside("usds-product/competencies.yml")
    assert places(whole.report.dropped, "A set with levels of its own") == ("nps-it", "hhs-it")
    picked = read_outside("usds-product/competencies.yml", only="nps-it").ladder
    assert (len(picked.competencies), len(picked.levels)) == (5, 2)


def test_sourcegraph_statements_for_all_levels_stand_at_the_lowest(read_outside, structured):
    found = read_outside("sourcegraph-pm/structured.json")
    told = {
        level["level"]: level["dimensions"]
        for level in structured("sourcegraph-pm/structured.json")["levels"]
    }
    every = told.pop("All Levels")
    for name in every:
        for number, level in enumerate(told.values(), 1):
            first = every[name] if number == 1 else []
            expected = [spaced(text) for text in (*first, *level.get(name, []))]
            assert acts(found.ladder).get((name, number), []) == expected
    assert found.report.read["behaviours"] == 60
    assert found.report.guessed[0].text.startswith("What holds for 'All Levels'")


def test_gitlab_levels_of_one_grade_stand_beside_each_other(read_outside, structured):
    found = read_outside("gitlab-pm/structured.json")
    ladder, told = found.ladder, structured("gitlab-pm/structured.json")
    every = [
        spaced(text)
        for key in ("competencies_ic", "competencies_leadership", "competencies_pricing")
        for competency in told[key]
        for cell in competency["expectations"]
        for text in cell["statements"]
    ]
    assert sorted(act for cell in acts(ladder).values() for act in cell) == sorted(every)
    assert ladder.levels[3].name.startswith("Principal Product Manager / Group Manager")
    assert len(places(found.report.noticed, "An empty cell")) >= 4
    assert ladder.role("VP of Product Management").expected == {}
