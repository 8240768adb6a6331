"""A job title means a role of the ladder, is asked about, or is no role; never by luck."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.core.errors import InvalidInputError
from headway.core.ladder import AmbiguousTitle, Ladder, Level, OtherTitles, Role
from headway.core.profile import check_by, check_hours, find_same_titles, match_title
from headway.formats import built_in


def role(slug: str, title: str, *aliases: str) -> Role:
    return Role(
        slug=slug,
        title=title,
        aliases=aliases,
        stage="mid",
        tracks=("individual",),
        scope="",
        usual_years=(0, 2),
        expected={},
    )


SMALL = Ladder(
    format="headway-ladder/1",
    slug="small",
    version="1",
    title="Small",
    language="en-GB",
    licence="CC0-1.0",
    levels=(Level(number=0, name="None yet", meaning=""),),
    competencies=(),
    roles=(
        role("associate", "Associate Product Manager", "Junior Product Manager", "APM"),
        role("product-manager", "Product Manager", "Product Manager II"),
        role("senior-product-manager", "Senior Product Manager", "Product Manager III"),
        role("director", "Director of Product Management", "Product Director"),
        role("vice-president", "Vice President of Product", "VP Product"),
        role("chief", "Chief Product Officer", "CPO"),
    ),
    ambiguous_titles=(
        AmbiguousTitle(title="PM", candidates=("product-manager",), question="Product or project?"),
        AmbiguousTitle(title="Head of Product", candidates=("director", "chief"), question="Who?"),
        AmbiguousTitle(
            title="Product Owner", candidates=("product-manager",), question="Did you decide?"
        ),
    ),
    other_titles=OtherTitles(
        titles=(
            *("Product Marketing Manager", "Product Designer", "Production Manager"),
            *("Project Manager", "Program Manager", "Head of Product Design"),
        )
    ),
)
NO_ROLES = (
    *("Product Marketing Manager", "Product Designer", "Production Manager", "Project Manager"),
    *("Programme Manager", "Programmer", "CEO/President", "Founder", "Software Engineer"),
)
PREFIXES = ("", "Senior ", "Sr. ", "Lead ", "Global ", "Junior ", "Deputy Head, ")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Product Manager", "product-manager"),
        ("  PRODUCT   manager ", "product-manager"),
        ("Sr. Product Manager", "senior-product-manager"),
        ("Snr Product Mgr", "senior-product-manager"),
        ("Jr Product Manager", "associate"),
        ("Product Manager II", "product-manager"),
        ("Product Manager III", "senior-product-manager"),
        ("Senior Product Manager II", "senior-product-manager"),
        ("Senior Product Manager, L6", "senior-product-manager"),
        ("Product Manager (Remote)", "product-manager"),
        ("Product Manager (m/f/d)", "product-manager"),
        ("Product Manager m/w/d", "product-manager"),
        ("Product Manager, Growth", "product-manager"),
        ("Senior Product Manager – Growth & Retention", "senior-product-manager"),
        ("Product Manager - Payments", "product-manager"),
        ("Payments Product Manager", "product-manager"),
        ("Senior Product Manager | AI", "senior-product-manager"),
        ("Product Manager at Product Design Ltd", "product-manager"),
        ("Acme: Product Manager", "product-manager"),
        ("Interim Product Manager", "product-manager"),
        ("Director, Product Management", "director"),
        ("Director of Product Management, EMEA", "director"),
        ("V.P. Product", "vice-president"),
        ("Vice President, Product", "vice-president"),
        ("Prodcut Manager", "product-manager"),
        ("Product Manger", "product-manager"),
        ("Senoir Product Manager", "senior-product-manager"),
        ("Cheif Product Officer", "chief"),
        ("ProductManager", "product-manager"),
    ],
)
def test_a_title_proposes_the_role_it_names(title: str, slug: str) -> None:
    match = match_title(title, SMALL)
    assert (match.certainty, match.roles) == ("proposed", (slug,))


@pytest.mark.parametrize(
    ("title", "roles"),
    [
        ("PM", ("product-manager",)),
        ("Growth PM", ("product-manager",)),
        ("Senior PM", ("senior-product-manager",)),
        ("Product Owner", ("product-manager",)),
        ("Head of Product", ("director", "chief")),
        ("Head of Product & Design", ("director", "chief")),
        ("Head of Design and Product", ("director", "chief")),
        ("Founder & CPO", ("chief",)),
        ("Co-Founder / Chief Product Officer", ("chief",)),
        ("Chief Product & Growth Officer", ("chief",)),
        ("VP Engineering & Product", ("vice-president",)),
        ("Product Manager / Scrum Master", ("product-manager",)),
        ("Product & Project Manager", ("product-manager",)),
        ("Product Manager, Marketing", ("product-manager",)),
        ("Deputy Product Manager", ("product-manager",)),
        ("Manager, Product", ("product-manager",)),
        (
            "Product Manager -> Senior Product Manager",
            ("product-manager", "senior-product-manager"),
        ),
    ],
)
def test_an_ambiguous_title_is_asked_about(title: str, roles: tuple[str, ...]) -> None:
    match = match_title(title, SMALL)
    assert (match.certainty, match.roles) == ("ask", roles)
    assert match.question.endswith("?")


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("title", NO_ROLES)
def test_other_jobs_are_no_role(title: str, prefix: str) -> None:
    assert match_title(prefix + title, SMALL).certainty == "none"


@pytest.mark.parametrize(
    "title",
    [
        *("Director of Product Marketing", "VP Product Marketing", "Manager, Product Marketing"),
        *(
            "Product Data Manager",
            "Produce Manager",
            "Product Manager Recruiter",
            "Product",
            "",
            "🙂",
        ),
        *("Assistant to the Product Manager", "Executive Assistant to the CPO", "Product Engineer"),
        *("Chief Procurement Officer", "General Manager", "Property Manager"),
    ],
)
def test_what_only_sounds_like_a_product_role_is_none(title: str) -> None:
    assert match_title(title, SMALL).certainty == "none"


@settings(deadline=None)
@given(
    title=st.sampled_from(NO_ROLES[:4]),
    prefix=st.sampled_from(PREFIXES),
    place=st.integers(min_value=0, max_value=30),
    letter=st.sampled_from(LETTERS),
    slip=st.sampled_from(("drop", "add", "change", "swap")),
)
def test_no_slip_of_the_pen_makes_another_job_a_product_role(
    title: str, prefix: str, place: int, letter: str, slip: str
) -> None:
    at = place % len(title)
    slips = {
        "drop": title[:at] + title[at + 1 :],
        "add": title[:at] + letter + title[at:],
        "change": title[:at] + letter + title[at + 1 :],
        "swap": title[:at] + title[at : at + 2][::-1] + title[at + 2 :],
    }
    assert match_title(prefix + slips[slip], SMALL).certainty == "none"


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_one_of_three_answers(title: str) -> None:
    match = match_title(title, SMALL)
    assert match.certainty in {"proposed", "ask", "none"}
    assert bool(match.question) == (match.certainty == "ask")
    assert (len(match.roles) == 1) or match.certainty != "proposed"


def test_every_title_and_alias_of_the_built_in_ladder_names_its_role() -> None:
    ladder = built_in.ladder()
    for held in ladder.roles:
        for alias in (held.title, *held.aliases):
            match = match_title(alias, ladder)
            assert (match.certainty, match.roles) == ("proposed", (held.slug,)), alias


def test_every_ambiguous_title_of_the_built_in_ladder_is_asked_about() -> None:
    ladder = built_in.ladder()
    for asked in ladder.ambiguous_titles:
        match = match_title(asked.title, ladder)
        assert (match.certainty, match.roles) == ("ask", asked.candidates), asked.title


@pytest.mark.parametrize("prefix", PREFIXES)
def test_no_other_title_of_the_built_in_ladder_is_a_role(prefix: str) -> None:
    ladder = built_in.ladder()
    found = [t for t in ladder.other_titles.titles if match_title(prefix + t, ladder).roles]
    assert found == []


@pytest.mark.parametrize("title", ["Vice President of Product Growth", "VP Product Platform"])
def test_a_field_behind_a_title_that_ends_in_product_is_asked_about(title: str) -> None:
    match = match_title(title, SMALL)
    assert (match.certainty, match.roles) == ("ask", ("vice-president",))


def test_an_aim_is_for_a_day_to_come_and_for_hours_that_a_week_has() -> None:
    today = date(2026, 3, 2)
    assert check_by(today, as_of=today) == today
    with pytest.raises(InvalidInputError, match="2026-03-01 is over"):
        check_by(date(2026, 3, 1), as_of=today)
    assert [check_hours(hours) for hours in (0, 168)] == [0, 168]
    for hours in (-0.5, 168.5):
        with pytest.raises(InvalidInputError, match="168 hours"):
            check_hours(hours)


def test_a_title_without_a_word_is_like_no_other() -> None:
    wordless = replace(SMALL, roles=(role("dash", "—"), SMALL.roles[0]))
    assert find_same_titles(wordless, wordless) == {"associate": {"associate": 100}}
