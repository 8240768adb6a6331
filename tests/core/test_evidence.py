"""Phrases suggest competencies: on word boundaries, through inflection and slips, never by luck."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.core.errors import InvalidInputError
from headway.core.evidence import (
    Completion,
    PhraseIndex,
    Phrases,
    compile_phrases,
    evidence_of_completion,
    suggest_competencies,
)
from headway.formats import built_in

BUILT_IN = built_in.phrases()


def index(*phrases: str, weak: tuple[str, ...] = (), unless: tuple[str, ...] = ()) -> PhraseIndex:
    return compile_phrases({"found": Phrases(phrases=phrases, weak=weak, unless=unless)})


def is_found(text: str, phrases: PhraseIndex) -> bool:
    return suggest_competencies(text, phrases) == ("found",)


@pytest.mark.parametrize(
    "text",
    [
        "Interviewed customers",
        "I am interviewing a customer.",
        "INTERVIEWED OUR CUSTOMERS",
        "interviews the customer's",
        "Interveiwed custmers",
    ],
)
def test_a_phrase_is_found_in_any_inflection_and_through_slips(text: str) -> None:
    assert is_found(text, index("interview customers"))


@pytest.mark.parametrize(
    "text",
    ["customers", "interview, customers", "interview new customers", "reinterview customers"],
)
def test_a_phrase_needs_its_words_side_by_side(text: str) -> None:
    assert not is_found(text, index("interview customers"))


@pytest.mark.parametrize(("text", "found"), [("SQL", True), ("NoSQL", False), ("sq", False)])
def test_a_short_word_is_found_only_as_it_is(text: str, *, found: bool) -> None:
    assert is_found(text, index("SQL")) == found


def test_a_gap_holds_up_to_four_words() -> None:
    phrases = index("interview ... customers")
    assert is_found("interviewed one two three four customers", phrases)
    assert not is_found("interviewed one two three four five customers", phrases)


def test_the_parts_of_a_phrase_come_in_order() -> None:
    assert not is_found("customers whom we interviewed", index("interview ... customers"))


def test_brackets_hold_alternatives() -> None:
    phrases = index("(ask|interview) (customers|shop owners)")
    assert is_found("asked shop owners", phrases)
    assert not is_found("asked shop", phrases)


def test_one_weak_hint_is_too_little_and_two_are_enough() -> None:
    phrases = index(weak=("roadmap", "quarter"))
    assert not is_found("roadmap roadmaps", phrases)
    assert is_found("the roadmap of a quarter", phrases)


def test_an_unless_phrase_rules_a_competency_out() -> None:
    phrases = index("market", unless=("marketing",))
    assert is_found("the market", phrases)
    assert not is_found("marketing and the market", phrases)


def test_a_further_competency_needs_a_stronger_hint() -> None:
    phrases = compile_phrases(
        {"main": Phrases(phrases=("alpha beta",)), "other": Phrases(phrases=("gamma",))}
    )
    assert suggest_competencies("alpha beta and gamma", phrases) == ("main",)


def test_the_most_strongly_hinted_comes_first_and_three_are_the_most() -> None:
    hints = {f"c{n}": Phrases(phrases=("word", *("bcdefg"[:n]))) for n in range(1, 6)}
    found = suggest_competencies("word b c d e f g", compile_phrases(hints))
    assert found == ("c5", "c4", "c3")


def test_words_that_look_like_another_word_are_kept_apart() -> None:
    assert not is_found("worked in marketing", index("market"))
    assert not is_found("fixed the price", index("pricing"))


@pytest.mark.parametrize("phrase", ["", " ... ", "a ... ", "(a|b", "a|b", "(a|b) (c", "the"])
def test_a_phrase_that_cannot_be_found_is_refused(phrase: str) -> None:
    with pytest.raises(InvalidInputError):
        index(phrase)


def test_a_phrase_with_thousands_of_wordings_is_refused() -> None:
    ten = "(" + "|".join("abcdefghij") + ")"
    with pytest.raises(InvalidInputError, match="10,000 wordings"):
        index(f"{ten} {ten} {ten} {ten}")


def test_no_phrases_suggest_nothing() -> None:
    assert suggest_competencies("Interviewed customers", compile_phrases({})) == ()


WORDS = sorted(word for value in BUILT_IN.values() for p in value.phrases for word in p.split())
BUILT_IN_INDEX = compile_phrases(BUILT_IN)


@settings(deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_any_text_has_at_most_three_candidates_without_repeats(text: str) -> None:
    found = suggest_competencies(text, BUILT_IN_INDEX)
    assert len(found) == len(set(found)) <= 3
    assert set(found) <= BUILT_IN.keys()


def test_the_built_in_phrases_cover_each_competency_of_the_built_in_ladder() -> None:
    assert BUILT_IN.keys() == {c.slug for c in built_in.ladder().competencies}
    assert min(len(value.phrases) for value in BUILT_IN.values()) >= 20


def test_what_was_finished_is_a_claim_with_what_was_thought_of_it() -> None:
    done = Completion(opportunity="x", outcome="done", reflection="It stuck.")
    item = evidence_of_completion(done, "Pricing evening", ("launched",))
    assert item.text == "Finished: Pricing evening. It stuck."
    assert (item.expectations, item.support, item.tags) == (("launched",), "claimed", ())
