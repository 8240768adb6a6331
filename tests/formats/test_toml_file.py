"""A TOML document becomes dataclasses, and every problem is named by its place."""

from dataclasses import dataclass, field
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.core.errors import HeadwayError, UnreadableFileError
from headway.formats.toml_file import LARGEST_BYTES, Pieces, by_slug, parse


@dataclass(frozen=True, kw_only=True)
class Leaf:
    colour: Literal["green", "red"]
    veins: int = 3


@dataclass(frozen=True, kw_only=True)
class Branch:
    slug: str
    leaves: tuple[Leaf, ...] = ()
    tallest: Leaf | None = None
    colours: tuple[Literal["green", "red"], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tree:
    name: str
    branches: tuple[Branch, ...]
    old_rings: tuple[Leaf, ...] = ()
    top: Leaf = Leaf(colour="green")
    sizes: dict[str, float] = field(default_factory=dict)


def converted(text, kind=Tree, place=""):
    pieces = Pieces()
    return pieces.convert(parse(text.encode(), "The tree"), kind, place), pieces.problems


SOUND = """
name = "Oak"
sizes = { height = 12, girth = 2.5 }
branches = [{ slug = "low", leaves = [{ colour = "red" }, { colour = "green", veins = 5 }] }]
"""


def test_a_sound_document_becomes_its_value():
    leaves = (Leaf(colour="red"), Leaf(colour="green", veins=5))
    tree = Tree(
        name="Oak",
        branches=(Branch(slug="low", leaves=leaves),),
        sizes={"height": 12.0, "girth": 2.5},
    )
    assert converted(SOUND) == (tree, [])


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("branches = []", ["name: is missing"]),
        ("name = 1\nbranches = []", ["name: Expected `str`, got `int`"]),
        ("name = 'Oak'\nbranches = 3", ["branches: Expected `array`, got `int`"]),
        (
            "name = 'Oak'\nbranches = [3]",
            ["branch number 1: Expected `object`, got `int`"],
        ),
        (
            "name = 'Oak'\nbranches = [{}, { slug = 'a', leaves = [{ veins = 'x' }] }]",
            [
                "branch number 1, slug: is missing",
                "branch a, leave 1, colour: is missing",
                "branch a, leave 1, veins: Expected `int`, got `str`",
            ],
        ),
        (
            "name = 'Oak'\nbranches = []\nold_rings = [{ colour = 'blue' }]",
            ["old ring 1, colour: Invalid enum value 'blue'; choose from green, red"],
        ),
        (
            "name = 'Oak'\nbranches = [{ slug = 'a', colours = ['blue'] }]",
            ["branch a, colours: Invalid enum value 'blue' - at `$[0]`; choose from green, red"],
        ),
        (
            "name = 'Oak'\nbranches = []\ntop = { colour = 'red', stem = 1 }",
            ["top: there is no field 'stem'; there are colour, veins"],
        ),
        (
            "name = 'Oak'\nbranches = []\nroots = 1",
            [
                "at the top: there is no field 'roots'; "
                "there are branches, name, old_rings, sizes, top"
            ],
        ),
    ],
)
def test_every_problem_is_named_by_its_place(text, problems):
    assert converted(text) == (None, problems)


def test_the_tenth_of_equal_faults_is_named_beside_the_first():
    text = "name = 'Oak'\nbranches = [" + "{}, " * 10 + "]"
    assert converted(text)[1] == [f"branch number {n}, slug: is missing" for n in range(1, 11)]


def test_a_place_goes_before_those_within_it():
    assert converted("", Tree, "the tree")[1] == [
        "the tree, name: is missing",
        "the tree, branches: is missing",
    ]


def test_entries_that_can_be_converted_are_handed_on_beside_the_problems_of_others():
    pieces = Pieces()
    document = {"leaves": [{"colour": "red"}, {"colour": "blue"}]}
    assert pieces.each(document, "leaves", Leaf, by_slug("leaf")) == (Leaf(colour="red"),)
    assert [problem.split(":")[0] for problem in pieces.problems] == ["leaf number 2, colour"]


def test_entries_that_are_no_list_are_a_problem():
    pieces = Pieces()
    assert pieces.each({"leaves": 3}, "leaves", Leaf, by_slug("leaf")) == ()
    assert pieces.problems == ["leaves: expected a list of tables"]


@pytest.mark.parametrize(
    ("entry", "label"),
    [({"slug": "a"}, "leaf a"), ({"number": 0}, "leaf 0"), ({}, "leaf number 7"), (3, "leaf number 7")],
)  # fmt: skip
def test_an_entry_is_labelled_by_its_name_or_its_place(entry, label):
    assert by_slug("leaf")(entry, 7) == label


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
    try:
        assert isinstance(parse(content, "The file"), dict)
    except HeadwayError as error:
        said = str(error)
        assert said.startswith("The file ")  # noqa: PT017  # both ends are right
