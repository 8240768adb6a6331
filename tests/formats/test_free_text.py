"""Text of others is decoded by one rule, tidied, and split where its author began anew."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core.errors import HeadwayError, UnreadableFileError
from headway.formats.free_text import decode, name_kind, split_statements, strip_bullet, tidy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_read(encoding: str) -> None:
    assert decode('{"café": "日本"}'.encode(encoding), "It") == '{"café": "日本"}'


def test_another_encoding_is_refused_naming_the_byte() -> None:
    with pytest.raises(UnreadableFileError, match=r"It is not UTF-8 text \(see byte 4\)"):
        decode("café".encode("latin-1"), "It")


@given(st.binary(max_size=60))
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    with contextlib.suppress(HeadwayError):
        assert isinstance(decode(content, "It"), str)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "a PDF document"),
        (b"PK\x03\x04", "a zip archive (or an office document)"),
        (b"  \n<!doctype html>", "a web page or XML document"),
        (b"\xef\xbb\xbf<?xml?>", "a web page or XML document"),
        (b'{"basics": {}}', ""),
        (b"", ""),
    ],
)
def test_the_kind_of_a_file_shows_in_its_opening(content: bytes, kind: str) -> None:
    assert name_kind(content) == kind


def test_tidy_text_has_one_line_and_no_control_characters() -> None:
    assert tidy(" a\x00b\n\tcafe\u0301 \ud800 ") == "a b café"


@given(st.text())
def test_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    tidy(text).encode()


@pytest.mark.parametrize(
    "text",
    [
        "Led a team of six. Cut costs by 4%.",
        "- Led a team of six.\n- Cut costs by 4%.",
        "• Led a team of six. • Cut costs by 4%.",
        "1. Led a team of six.\r\n2) Cut costs by 4%.",
        "Main achievements:\n* Led a team of six.\n\n* Cut costs by 4%.\nGood.",
    ],
)
def test_bullets_and_sentences_are_statements(text: str) -> None:
    assert split_statements(text) == ("Led a team of six.", "Cut costs by 4%.")


def test_statements_without_blanks_between_words_are_statements() -> None:
    told = split_statements("主要成果：\n负责六人团队。降低了成本。\n很好")
    assert told == ("负责六人团队。", "降低了成本。")


@pytest.mark.parametrize(
    "text",
    [
        "Worked with tools, e.g. Jira and Excel.",
        "Reported to Dr. Meyer every week",
        "Sold to the U.S. Navy for years",
        "Grew sales by 4.5 per cent",
        "* Did one thing. And another.",
    ],
)
def test_a_full_stop_inside_a_statement_does_not_end_it(text: str) -> None:
    assert len(split_statements(text)) == 1


@pytest.mark.parametrize(
    ("text", "stripped"),
    [("- Led", "Led"), ("• Led • two", "Led two"), ("15+ sites", "15+ sites"), ("-5%", "-5%")],
)
def test_only_the_mark_of_a_list_is_stripped(text: str, stripped: str) -> None:
    assert strip_bullet(text) == stripped


@pytest.mark.parametrize(
    "text", ["e" + "\u0301\u0316" * 500_000, " " * 10**6 + "•", "A. " * 300_000]
)
def test_text_made_to_take_for_ever_does_not(text: str) -> None:
    assert len(split_statements(text)) <= 1
