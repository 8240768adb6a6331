"""A TOML document becomes dataclasses, and every problem is named by its place."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.core.errors import HeadwayError, UnreadableFileError
from headway.formats.toml_file import LARGEST_BYTES, Pieces, by_slug, parse


@dataclass(frozen=True, kw_only=True)
class Twig:
    colour: Literal["green", "red"]
    knots: int = 3


@dataclass(frozen=True, kw_only=True)
class Bough:
    slug: str
    twigs: tuple[Twig, ...] = ()
    tallest: Twig | None = None
    colours: tuple[Literal["green", "red"], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tree:
    name: str
    boughs: tuple[Bough, ...]
    old_rings: tuple[Twig, ...] = ()
    top: Twig = Twig(colour="green")
    sizes: dict[str, float] = field(default_factory=dict)


def converted(text, kind=Tree, place=""):
    pieces = Pieces()
    return pieces.convert(parse(text.encode(), "The tree"), kind, place), pieces.problems


SOUND = """
name = "Oak"
sizes = { height = 12, girth = 2.5 }
boughs = [{ slug = "low", twigs = [{ colour = "red" }, { colour = "green", knots = 5 }] }]
"""


def test_a_sound_document_becomes_its_value():
    twigs = (Twig(colour="red"), Twig(colour="green", knots=5))
    tree = Tree(
        name="Oak",
        boughs=(Bough(slug="low", twigs=twigs),),
        sizes={"height": 12.0, "girth": 2.5},
    )
    assert converted(SOUND) == (tree, [])


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("boughs = []", ["name: is missing"]),
        ("name = 1\nboughs = []", ["name: Expected `str`, got `int`"]),
        ("name = 'Oak'\nboughs = 3", ["boughs: Expected `array`, got `int`"]),
        (
            "name = 'Oak'\nboughs = [3]",
            ["bough number 1: Expected `object`, got `int`"],
        ),
        (
            "name = 'Oak'\nboughs = [{}, { slug = 'a', twigs = [{ knots = 'x' }] }]",
            [
                "bough number 1, slug: is missing",
                "bough a, twig 1, colour: is missing",
                "bough a, twig 1, knots: Expected `int`, got `str`",
            ],
        ),
        (
            "name = 'Oak'\nboughs = []\nold_rings = [{ colour = 'blue' }]",
            ["old ring 1, colour: Invalid enum value 'blue'; choose from green, red"],
        ),
        (
            "name = 'Oak'\nboughs = [{ slug = 'a', colours = ['blue'] }]",
            ["bough a, colours: Invalid enum value 'blue' - at `$[0]`; choose from green, red"],
        ),
        (
            "name = 'Oak'\nboughs = []\ntop = { colour = 'red', stem = 1 }",
            ["top: there is no field 'stem'; there are colour, knots"],
        ),
        (
            "name = 'Oak'\nboughs = []\nroots = 1",
            [
                "at the top: there is no field 'roots'; there are boughs, name, old_rings, sizes, top"
            ],
        ),
    ],
)
def test_every_problem_is_named_by_its_place(text, problems):
    assert converted(text) == (None, problems)


def test_the_tenth_of_equal_faults_is_named_beside_the_first():
    text = "name = 'Oak'\nboughs = [" + "{}, " * 10 + "]"
    assert converted(text)[1] == [f"bough number {n}, slug: is missing" for n in range(1, 11)]


def test_a_place_goes_before_those_within_it():
    assert converted("", Tree, "the tree")[1] == [
        "the tree, name: is missing",
        "the tree, boughs: is missing",
    ]


def test_entries_that_can_be_converted_are_handed_on_beside_the_problems_of_others():
    pieces = Pieces()
    document = {"twigs": [{"colour": "red"}, {"colour": "blue"}]}
    assert pieces.each(document, "twigs", Twig, by_slug("twig")) == (Twig(colour="red"),)
    assert [problem.split(":")[0] for problem in pieces.problems] == ["twig number 2, colour"]


def test_entries_that_are_no_list_are_a_problem():
    pieces = Pieces()
    assert pieces.each({"twigs": 3}, "twigs", Twig, by_slug("twig")) == ()
    assert pieces.problems == ["twigs: expected a list of tables"]


@pytest.mark.parametrize(
    ("entry", "label"),
    [({"slug": "a"}, "twig a"), ({"number": 0}, "twig 0"), ({}, "twig number 7"), (3, "twig number 7")],
)  # fmt: skip
def test_an_entry_is_labelled_by_its_name_or_its_place(entry, label):
    assert by_slug("twig")(entry, 7) == label


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a = ", "The file is not a TOML file: Invalid value"),
        (b"<html>", "The file is not a TOML file: "),
        (b"a = " + b"9" * 5000, "The file is not a TOML file: "),
        (b"\xff\xfea\x00", "The file is not UTF-8 text; save it as UTF-8."),
        (b"a = " + b"[" * 9000, "The file has lists within lists too deep to read."),
        (b"#" * (LARGEST_BYTES + 1), "The file is larger than 10 MB."),
    ],
)
def test_what_is_no_document_gets_one_clear_sentence(content, sentence):
    with pytest.raises(UnreadableFileError) as caught:
        parse(content, "The file")
    assert str(caught.value).startswith(sentence)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_and_line_ends_of_windows_are_no_fault():
    assert parse(b"\xef\xbb\xbfa = 1\r\nb = '''x\r\ny'''", "The file") == {"a": 1, "b": "x\ny"}


def test_a_syntax_error_is_named_with_its_line():
    with pytest.raises(UnreadableFileError, match="line 2"):
        parse(b"a = 1\nb = ?", "The file")


@law
@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_a_document_or_a_sentence(content):
    with suppress(HeadwayError):
        assert isinstance(parse(content, "The file"), dict)


@dataclass(frozen=True, kw_only=True)
class Leaf:
    fallen: datetime
    name: str


def test_an_entry_is_filled_in_unless_a_part_of_it_has_no_simple_value():
    pieces = Pieces(fill_in=True)
    assert pieces.convert({"fallen": "x"}, Leaf, "leaf") is None
    fallen = datetime(2026, 11, 1, tzinfo=UTC)
    assert pieces.convert({"fallen": fallen}, Leaf, "leaf") == Leaf(
        fallen=fallen, name="leaf, name"
    )
    assert [problem.split(":")[0] for problem in pieces.problems][:2] == [
        "leaf, name",
        "leaf, fallen",
    ]
