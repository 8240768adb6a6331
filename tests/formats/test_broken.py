"""A broken file is told by its place, in no parser's words."""

import csv
import json
import tomllib
from collections.abc import Callable
from xml.parsers import expat

import pytest

from headway.formats.broken import say_what_broke


def read_xml(text: str) -> None:
    expat.ParserCreate().Parse(text, True)  # expat takes no names


def read_csv(text: str) -> None:
    list(csv.reader([text], strict=True))


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (json.loads, '{"a": 1,\n "b" 2}', "it goes wrong in line 2, at sign 6"),
        (json.loads, '{"a": [1, 2\n', "it breaks off before its end"),
        (json.loads, "", "it breaks off before its end"),
        (json.loads, "9" * 5000, "it has a number of thousands of digits"),
        (read_xml, "<a>\n</b>", "it goes wrong in line 2, at sign 3"),
        (read_xml, "<a><b>", "it breaks off before its end"),
        (read_xml, "<a><b", "it breaks off before its end"),
        (read_csv, '"a"b', "a quotation mark is missing, or one stands where none may"),
        (
            read_csv,
            "a" * 200_000,
            "one of its cells is very long, so a quotation mark may be missing",
        ),
        (tomllib.loads, "a = ", "Invalid value (at end of document)"),
    ],
)
def test_a_broken_file_is_told_by_its_place(
    read: Callable[[str], object], text: str, told: str
) -> None:
    with pytest.raises((ValueError, expat.ExpatError, csv.Error)) as failure:
        read(text)
    assert say_what_broke(failure.value) == told
