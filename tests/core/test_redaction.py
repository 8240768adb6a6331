"""A name that was taken out can't be read any more, however it was written."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from examples import law
from headway.core.errors import InvalidInputError
from headway.core.redaction import (
    LONGEST_NAME,
    Redaction,
    check_redactions,
    find_near_names,
    names_any,
    read_redaction,
    redact,
    redact_link,
    say_redaction,
)

ANA = (Redaction(name="Ana Berg"),)
names = st.text(st.characters(codec="utf-8", categories=("L", "N", "Mn", "Zs", "P")), max_size=8)


def without(text: str, *told: str) -> str:
    return redact(text, tuple(map(read_redaction, told)))


@law
@given(st.text(max_size=20), names, st.text(max_size=20))
def test_no_name_is_found_in_what_was_redacted(before: str, name: str, after: str) -> None:
    told = (Redaction(name=name),)
    assume(not names_any("redacted", told))
    assert not names_any(redact(f"{before} {name} {after}", told), told)


@law
@given(st.text(max_size=40), names)
def test_a_text_without_the_name_stays_as_it_is(text: str, name: str) -> None:
    told = (Redaction(name=name),)
    assume(not names_any(text, told))
    assert redact(text, told) == text


@pytest.mark.parametrize(
    "written",
    [
        *(
            "Ana Berg",
            "ana berg",
            "ANA BERG",
            "Ana  Berg",
            "Ana\nBerg",
            "Ana\u00a0Berg",
            "ana.berg",
        ),
        *(
            "Àna Bérg",
            "A\u0300na Berg",
            "Ana\u00ad Be\u200brg",
            "AnaBerg",
            "@ana_berg",
            "Ａｎａ Berg",
        ),
    ],
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    assert redact(f"({written})", ANA).removeprefix("(@") in ("[redacted])", "([redacted])")


def test_a_name_is_a_whole_word_where_its_script_parts_words() -> None:
    assert without("Mark marked Marks market, Mark's", "mark") == (
        "[redacted] marked Marks market, [redacted]'s"
    )
    assert without("田中さんと話した", "田中") == "[redacted]さんと話した"


def test_letters_that_fold_to_several_are_found() -> None:
    assert without("Die STRASSE, die Straße", "straße") == "Die [redacted], die [redacted]"


def test_an_accent_after_a_name_goes_with_it() -> None:
    assert without("Jose\u0301 came", "Jose") == "[redacted] came"


def test_the_longest_of_names_that_overlap_is_replaced() -> None:
    told = ("Acme", "Acme Ltd = a large customer")
    assert without("Acme Ltd and Acme", *told) == "[a large customer] and [redacted]"


def test_without_names_or_text_nothing_changes() -> None:
    assert (redact("Ana", ()), redact("", ANA), names_any("Ana", ())) == ("Ana", "", False)


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/ana-berg",
        "https://example.org/?by=Ana%20B%C3%A8rg",
        "https://berg.example.org/notes",
        "https://example.org/ANABERG/2",
    ],
)
def test_a_link_with_a_name_or_one_of_its_longer_words_is_left_out(link: str) -> None:
    assert redact_link(link, ANA) == ""


def test_a_link_without_a_name_stays() -> None:
    link = "https://example.org/management"
    assert redact_link(link, ANA) == link


def test_words_of_which_a_name_is_a_part_are_told_once() -> None:
    told = (Redaction(name="Berg", instead="a hill"), Redaction(name="--"))
    texts = [redact(text, told) for text in ("Bergs and Berg", "BERGS, icebergs")]
    assert find_near_names(texts, told) == ("bergs", "icebergs")
    assert find_near_names(["Bergs"], ()) == ()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ((Redaction(name=" . "),), "no letter or digit"),
        ((Redaction(name="x" * (LONGEST_NAME + 1)),), "is too long"),
        ((Redaction(name="Ana", instead="the friend of ANA"),), "would tell 'Ana'"),
        ((Redaction(name="Ana", instead="Bo"), Redaction(name="Bo")), "would tell 'Bo'"),
    ],
)
def test_what_can_not_be_taken_out_or_tells_a_name_is_refused(
    told: tuple[Redaction, ...], sentence: str
) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        check_redactions(told)


@pytest.mark.parametrize("text", ["Acme", "Acme Ltd = a large customer"])
def test_a_redaction_is_read_as_it_is_told(text: str) -> None:
    assert say_redaction(read_redaction(text)) == text
    assert check_redactions((read_redaction(text),)) == (read_redaction(text),)


def test_brackets_around_what_stands_for_a_name_are_not_doubled() -> None:
    assert without("Acme", "Acme = [a bank]") == "[a bank]"
    assert without("Acme", "Acme = []") == "[redacted]"
