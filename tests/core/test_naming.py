"""Where a text may speak of somebody, and what never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.core.naming import Naming, Somebody, find_namings, take_out, without_names

LENA = Somebody(
    name="Lena van Wholly-Made", email="lena@made.example", organisation="Nowhere & Sons"
)
WILL = Somebody(name="Will Made-up")


def found(text, person=LENA, **told):
    return [(text[one.start : one.end], one.how) for one in find_namings(text, person, **told)]


@pytest.mark.parametrize(
    ("text", "word", "how"),
    [
        ("Lunch with LENA  VAN wholly-made today", "LENA  VAN wholly-made", "name"),
        ("lena's list", "lena", "first name"),
        ("Lenas Liste", "Lena", "first name"),
        ("told by Léna", "Léna", "first name"),
        ("ask Wholly-Made.", "Wholly-Made", "surname"),
        ("mail lena@made.example", "lena@made.example", "mail address"),
        ("LVW agreed", "LVW", "initials"),
        ("so said L. W.", "L. W.", "initials"),
        ("sold to Nowhere & Sons", "Nowhere & Sons", "organisation"),
        ("see https://x.example/lena-van-wholly-made", "lena-van-wholly-made", "name"),
    ],
)
def test_a_name_is_found_however_it_is_written(text, word, how):
    assert found(text) == [(word, how)]


@pytest.mark.parametrize("text", ["", "Helena", "van", "LVWX", "lwl", "made", "Nowhere", "lW"])
def test_a_part_of_another_word_and_a_particle_are_nobody(text):
    assert found(text) == []


def test_a_name_that_is_a_word_too_needs_its_capital():
    assert found("Will will be willing", WILL) == [("Will", "first name")]


def test_somebody_else_s_full_name_is_not_theirs():
    assert found("Ben Made-up met Will", WILL, others=["Ben Made-up"]) == [("Will", "first name")]


def test_a_name_of_a_script_that_parts_no_words_is_found_within_a_text():
    assert found("我见了王小明昨天", Somebody(name="王小明")) == [("王小明", "name")]


def test_a_name_without_a_letter_is_found_nowhere():
    assert found("7 and 7", Somebody(name="7")) == []


def test_taking_out_replaces_just_the_places():
    text = "Lena told Lena's team"
    assert take_out(text, find_namings(text, LENA), "[x]") == "[x] told [x]'s team"
    assert take_out(text, [Naming(start=0, end=4, how="name")], "") == " told Lena's team"


def test_without_names_leaves_small_letters_and_initials():
    told = without_names("An associate, AX, met Associate Xu", ["Associate Xu"], "[x]")
    assert told == "An associate, AX, met [x]"


@law
@given(st.text(st.sampled_from("Lena vWhoyMd-'.é@\u0301 ́ﬁ"), max_size=30))
def test_places_lie_within_the_text_and_apart(text):
    places = find_namings(text, LENA)
    ends = [0, *(end for one in places for end in (one.start, one.end)), len(text)]
    assert ends == sorted(ends)
