"""The shipped vignettes keep to the rules by which behaviours are written, and hide no rank clue."""

import re
from collections import Counter
from itertools import combinations

import pytest

from headway.core.ladder_quality import BANNED
from headway.core.ratings.vignettes import ShownLevel, Vignette
from headway.formats import built_in

SET = built_in.vignettes()
LADDER = built_in.ladder()
SHOWN = [(vignette, shown) for vignette in SET.vignettes for shown in vignette.shows]
RANKS = re.compile(
    r"\b(?:junior|senior|associate|principal|director|vice-president|head of|chief|executive|"
    r"manager of|intern|trainee)\b",
    re.IGNORECASE,
)
UNSEEN = re.compile(
    r"\b(?:highly|deeply|effectively|excellent|outstanding|expertly|successfully|strategically|"
    r"proactively|consistently)\b",
    re.IGNORECASE,
)
LEVEL_NAMES = re.compile(r"\b(?:awareness|practitioner|expert)\b|\blevel\b", re.IGNORECASE)

each_vignette = pytest.mark.parametrize("vignette", SET.vignettes, ids=lambda v: v.slug)


def words(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text.casefold())


def test_there_are_at_least_twelve_and_they_say_that_nobody_has_validated_them() -> None:
    assert len(SET.vignettes) >= 12
    assert "Not yet validated" in SET.status
    assert "four of five" in SET.status


def test_they_are_for_the_built_in_ladder() -> None:
    assert SET.ladder == LADDER.slug
    for vignette in SET.vignettes:
        assert all(LADDER.competency(slug) for slug in vignette.asked)


def test_every_level_is_the_main_matter_of_at_least_two() -> None:
    main = Counter(vignette.shows[0].level for vignette in SET.vignettes)
    assert set(main) == {level.number for level in LADDER.levels}
    assert min(main.values()) >= 2


def test_every_competency_of_the_ladder_is_shown_by_some() -> None:
    assert {shown.competency for _, shown in SHOWN} == {c.slug for c in LADDER.competencies}


@each_vignette
def test_a_scene_has_sixty_to_a_hundred_and_ten_words(vignette: Vignette) -> None:
    assert 60 <= len(vignette.scene.split()) <= 110


@each_vignette
def test_a_scene_says_no_banned_word_no_degree_and_no_level(vignette: Vignette) -> None:
    text = vignette.scene.casefold()
    assert [word for word in BANNED if word in text] == []
    assert UNSEEN.findall(text) == []
    assert LEVEL_NAMES.findall(text) == []


@each_vignette
def test_a_rank_is_named_only_where_it_is_the_trap(vignette: Vignette) -> None:
    if RANKS.search(vignette.scene):
        assert "title" in vignette.trap.casefold()


@each_vignette
def test_every_vignette_asks_about_something_it_does_not_show(vignette: Vignette) -> None:
    assert vignette.not_shown
    assert vignette.trap.endswith(".")


def test_one_is_mostly_answered_by_cant_say() -> None:
    assert any(len(v.not_shown) > 2 * len(v.shows) for v in SET.vignettes)


@pytest.mark.parametrize(("vignette", "shown"), SHOWN, ids=lambda part: getattr(part, "slug", ""))
def test_each_level_says_why_and_why_not_its_neighbours(
    vignette: Vignette, shown: ShownLevel
) -> None:
    assert all(len(words(text)) >= 4 for text in (shown.because, shown.not_lower, shown.not_higher))


def test_the_longest_scenes_are_not_those_of_the_highest_levels() -> None:
    """Length would be a clue."""
    lengths: dict[bool, list[int]] = {True: [], False: []}
    for vignette in SET.vignettes:
        lengths[vignette.shows[0].level >= 3].append(len(vignette.scene.split()))
    high, low = (sum(found) / len(found) for found in lengths.values())
    assert abs(high - low) <= 5


def test_no_two_scenes_share_a_run_of_five_words_and_none_is_an_act_of_the_ladder() -> None:
    runs = [
        {tuple(said[i : i + 5]) for i in range(len(said) - 4)}
        for said in (words(v.scene) for v in SET.vignettes)
    ]
    assert not any(one & other for one, other in combinations(runs, 2))
    acts = {tuple(words(b.act)[:6]) for c in LADDER.competencies for b in c.behaviours}
    assert not any(
        tuple(words(v.scene)[i : i + 6]) in acts for v in SET.vignettes for i in range(110)
    )
