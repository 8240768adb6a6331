"""A ladder written as tables is read back the same, but for what tables don't hold."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import law
from headway.core.ladder import (
    Area,
    Behaviour,
    Competency,
    Ladder,
    Level,
    OtherTitles,
    Role,
    slugify,
)
from headway.formats import built_in
from headway.formats.ladders import table_file
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder

# Words that begin like formulas, bullets or headings are part of the game.
SIGNS = st.sampled_from(["", "", "", "=", "+", "-", "@", "'", '"', "|", ",", ";", "#", "<", "&"])
WORDS = st.builds(
    lambda before, word, after: before + word + after,
    SIGNS,
    st.text("abcdäéßж09", min_size=1, max_size=7).map(lambda word: f"{word}k"),
    SIGNS,
)


def phrases(most: int) -> st.SearchStrategy[str]:
    """Texts as people write them: words with one blank between, a capital first."""
    words = st.lists(WORDS, min_size=1, max_size=most)
    return words.map(lambda words: "Q" + " ".join(words))


def unique(names: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(names, min_size=least, max_size=most, unique_by=slugify)


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    levels = draw(unique(phrases(2), 1, 4))
    areas = draw(unique(phrases(2), 1, 3))
    names = draw(unique(phrases(3), 1, 5))
    titles = draw(unique(phrases(3), 1, 4))
    competencies = tuple(
        Competency(
            slug=slugify(name),
            name=name,
            area=slugify(areas[min(number, len(areas) - 1)]),
            kind=draw(st.sampled_from(["technical", "soft"])),
            definition=draw(phrases(5)),
            behaviours=tuple(
                Behaviour(level=level, act=act, evidence="", audience="not said")
                for level in range(1, len(levels) + 1)
                for act in draw(unique(phrases(6), 0, 3))
            ),
        )
        for number, name in enumerate(names)
    )
    roles = tuple(
        Role(
            slug=slugify(title),
            title=title,
            stage="mid",
            tracks=draw(
                st.sampled_from([("individual",), ("management",), ("individual", "management")])
            ),
            scope=draw(phrases(4)),
            expected=draw(
                st.dictionaries(
                    st.sampled_from([c.slug for c in competencies]),
                    st.integers(1, len(levels)),
                    min_size=1,
                )
            ),
        )
        for title in titles
    )
    return Ladder(
        format="headway-ladder/1",
        slug="ours",
        version="1.0.0",
        title="Ours",
        language="en",
        licence="not said",
        levels=(
            Level(number=0, name="None yet", meaning=""),
            *(Level(number=n, name=name, meaning="") for n, name in enumerate(levels, 1)),
        ),
        areas=tuple(Area(slug=slugify(a), name=a) for a in areas[: len(names)]),
        competencies=competencies,
        roles=roles,
    )


def held(ladder: Ladder) -> Ladder:
    """`ladder` without what the tables don't hold, its parts known by their names."""
    names = {competency.slug: competency.name for competency in ladder.competencies}
    areas = {area.slug: area.name for area in ladder.areas}
    return replace(
        ladder,
        slug="",
        title="",
        version="",
        language="",
        licence="",
        note="",
        areas=tuple(Area(slug=slugify(area.name), name=area.name) for area in ladder.areas),
        levels=tuple(Level(number=lv.number, name=lv.name, meaning="") for lv in ladder.levels),
        competencies=tuple(
            replace(
                competency,
                slug="",
                area=areas.get(competency.area, ""),
                boundary="",
                path=(),
                article_terms=(),
                crosswalk={},
                behaviours=tuple(
                    replace(b, evidence="", audience="not said") for b in competency.behaviours
                ),
            )
            for competency in ladder.competencies
        ),
        roles=tuple(
            Role(
                slug=slugify(role.title),
                title=role.title,
                stage="mid",
                tracks=role.tracks,
                scope=role.scope,
                expected={names[slug]: level for slug, level in role.expected.items()},
            )
            for role in ladder.roles
        ),
        experiences=(),
        ambiguous_titles=(),
        other_titles=OtherTitles(),
    )


def reread(*files: tuple[str, bytes]) -> Ladder:
    return read_ladder([NamedFile(name=name, content=content) for name, content in files]).ladder


@law
@given(ladders())
def test_two_csv_tables_keep_levels_competencies_acts_and_expectations(ladder: Ladder) -> None:
    found = reread(
        ("ours.csv", table_file.write_competencies(ladder)),
        ("roles.csv", table_file.write_roles(ladder)),
    )
    assert held(found) == held(ladder)


@settings(max_examples=20)
@given(ladders())
def test_a_workbook_keeps_the_same(ladder: Ladder) -> None:
    assert held(reread(("ours.xlsx", table_file.write_workbook(ladder)))) == held(ladder)


@pytest.mark.parametrize("ladder", [built_in.ladder()], ids=["built-in"])
def test_the_built_in_ladder_comes_back_from_its_workbook(ladder: Ladder) -> None:
    assert held(reread(("ours.xlsx", table_file.write_workbook(ladder)))) == held(ladder)


def test_no_cell_of_a_written_table_is_run_by_a_spreadsheet() -> None:
    act = Behaviour(level=1, act="=1+1", evidence="", audience="not said")
    ladder = built_in.ladder()
    first = replace(ladder.competencies[0], name="=cmd|x", definition="@SUM(A1)", behaviours=(act,))
    rows = table_file.write_competencies(replace(ladder, competencies=(first,))).decode("utf-8-sig")
    assert "'=cmd|x" in rows
    assert "'@SUM(A1)" in rows
    assert "• =1+1" in rows
