"""What stands beside a piece of evidence: links into the web alone, and files, each once."""

from datetime import date, timedelta

import pytest

from examples import DAY, seen
from headway.core.errors import InvalidInputError
from headway.core.evidence import (
    LONGEST_TEXT,
    MOST_FILES,
    AttachedFile,
    check_day,
    check_link,
    check_text,
    is_web_link,
    with_files,
    without_file,
)


@pytest.mark.parametrize("text", ["", " ", "\u200b\ufeff", "\u0301"])
def test_a_text_without_a_sign_to_read_says_nothing(text):
    with pytest.raises(InvalidInputError, match="Say what you did"):
        check_text(text)


def test_a_text_that_is_too_long_says_how_long_it_is():
    assert check_text("🦊" * LONGEST_TEXT)
    with pytest.raises(InvalidInputError, match="2000 characters at most; this has 2001"):
        check_text("x" * 2001)


def test_a_day_is_of_living_memory_and_has_come():
    assert check_day(DAY, today=DAY) == DAY
    for day, said in ((date(1, 1, 1), "before 1900"), (DAY + timedelta(days=1), "still to come")):
        with pytest.raises(InvalidInputError, match=said):
            check_day(day, today=DAY)


def file(number, name="a.pdf"):
    told = {"name": name, "media_type": "application/pdf", "byte_count": 9}
    return AttachedFile(sha256=str(number), **told)


@pytest.mark.parametrize("link", ["https://example.org", "HTTP://Example.org/ü?a=1#b", ""])
def test_an_address_of_the_web_is_taken(link):
    assert check_link(link) == link


@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org"),
        *("https://", "https:///a", "//example.org", "https://a b", "https://exa\u202emple.org"),
        *("https://[bad", "https://a\nb", "x"),
    ],
)
def test_whatever_else_is_no_link(link):
    assert not is_web_link(link)
    with pytest.raises(InvalidInputError, match="is no link"):
        check_link(link)


def test_a_file_is_attached_once_and_taken_off():
    item = with_files(seen(), [file(1), file(2), file(1, "again.pdf")])
    assert item.files == (file(1), file(2))
    assert without_file(item, "1").files == (file(2),)
    assert without_file(item, "3") == item


def test_a_piece_of_evidence_is_no_folder():
    full = with_files(seen(), [file(number) for number in range(MOST_FILES)])
    assert with_files(full, [file(0)]) == full
    with pytest.raises(InvalidInputError, match="may have 10 files"):
        with_files(full, [file("more")])
